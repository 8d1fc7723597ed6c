"""Review a finished report: every rule over the document model, ignores applied, in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lakip_lib.document.model import Document, UnreadableError
from lakip_lib.problems import Problem
from lakip_lib.review import consistency, counting, form, grades, names, numbering, presence, ratios, sums
from lakip_lib.review._text_book import book_of
from lakip_lib.review.compare import differences
from lakip_lib.review.finding import Finding, counts, ordered
from lakip_lib.sources import records

__all__ = ["Ignore", "Review", "read_ignores", "review"]

#: In the order in which their findings are listed.
_CHECKS = (
    sums.check,
    ratios.check,
    grades.check,
    consistency.check,
    counting.check,
    presence.check,
    names.check,
    numbering.check,
    form.check,
)


@dataclass(frozen=True, slots=True)
class Ignore:
    """A finding that people decided to leave: rule code, words of the place (empty: anywhere), and the reason."""

    code: str
    place: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """True if the finding has this code and one of its places holds the words."""
        words = self.place.casefold()
        return finding.code == self.code and (
            not words or any(words in f"{p.section} {p}".casefold() for p in finding.places)
        )


@dataclass(frozen=True)
class Review:
    """What a review found: findings worst first, and those left out with the ignore that covers them."""

    document: Document
    findings: tuple[Finding, ...]
    ignored: tuple[tuple[Finding, Ignore], ...]

    def as_json(self) -> Mapping[str, Any]:
        """The review as JSON values."""
        return {
            "document": self.document.name,
            "counts": counts(self.findings),
            "findings": [f.as_json() for f in self.findings],
            "ignored": [{"reason": i.reason, **f.as_json()} for f, i in self.ignored],
            "unread": list(self.document.unread),
        }


def review(document: Document, own: Document | None = None, ignores: Sequence[Ignore] = ()) -> Review:
    """All findings on `document`; with the office's `own` report its figures are compared as well."""
    book = book_of(document)
    found = [finding for check in _CHECKS for finding in check(book)]
    if own is not None:
        found += differences(document, own)
    left = {id(f): i for f in found for i in ignores if i.covers(f)}
    kept = ordered(f for f in found if id(f) not in left)
    return Review(document, tuple(kept), tuple((f, left[id(f)]) for f in found if id(f) in left))


def read_ignores(path: Path) -> list[Ignore]:
    """The ignores of a CSV file with the columns kode, tempat, alasan, as a spreadsheet program of any locale saves it.

    Blank rows are skipped.  Raises UnreadableError in Indonesian.
    """
    try:
        found = records(str(path), path.read_bytes())
    except OSError as error:
        raise UnreadableError(f"{path} tidak dapat dibaca sebagai daftar abaikan: {error}") from None
    if isinstance(found, Problem):
        raise UnreadableError(f"Daftar abaikan tidak dapat dibaca: {found}")
    titles, *rows = [[text.strip() for text in record] for record in found] or [[]]
    ignores = []
    for number, row in enumerate(rows, 2):
        typed = dict(zip(map(str.casefold, titles), row, strict=False))
        code, reason = typed.get("kode", ""), typed.get("alasan", "")
        if any(row) and not (code and reason):
            columns = "kolom kode dan alasan harus terisi (kolom: kode, tempat, alasan)"
            raise UnreadableError(f"{path} baris {number}: {columns}.")
        if any(row):
            ignores.append(Ignore(code, typed.get("tempat", ""), reason))
    return ignores
