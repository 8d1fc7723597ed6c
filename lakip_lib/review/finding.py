"""What a review says: findings with a stable code, a severity, and every place they concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["SEVERITIES", "Finding", "Place", "Rule", "counts", "ordered", "short"]

Severity = Literal["galat", "peringatan", "catatan"]
SEVERITIES: tuple[Severity, ...] = ("galat", "peringatan", "catatan")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue: stable code (``JML01``), severity, a title of a few Indonesian words.

    docs/aturan/<code>.md says what it finds, why it matters, an example, how to mend it and when to ignore it.
    """

    code: str
    severity: Severity
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where: section, table, row and column as a reader finds them, and the words that stand there."""

    section: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    quote: str = ""

    def __str__(self) -> str:
        return self._named(self.table or self.section, self.row, self.column)

    def line(self) -> str:
        """The place for a terminal: a heading of many words is cut at a word."""
        return self._named(*(short(part) for part in (self.table or self.section, self.row, self.column)))

    @staticmethod
    def _named(where: str, row: str, column: str) -> str:
        parts = (where, row and f"baris {row}", column and f"kolom {column}")
        return ", ".join(p for p in parts if p) or "dokumen"


@dataclass(frozen=True, slots=True)
class Finding:
    """One root cause with all its places: what was published, what is expected, and the evidence for it."""

    rule: Rule
    message: str
    places: tuple[Place, ...]
    published: str = ""
    expected: str = ""
    evidence: str = ""

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The rule's severity."""
        return self.rule.severity

    def line(self) -> str:
        """One line for a terminal: place, code, message, published -> expected."""
        change = f" ({self.published} → {self.expected})" if self.published and self.expected else ""
        more = f" [+{len(self.places) - 1} tempat]" if len(self.places) > 1 else ""
        return f"{self.places[0].line() if self.places else 'dokumen'}: {self.code} {self.message}{change}{more}"

    def as_json(self) -> Mapping[str, Any]:
        """The finding as JSON values, keys in a fixed order."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "published": self.published,
            "expected": self.expected,
            "evidence": self.evidence,
            "places": [
                {"section": p.section, "table": p.table, "row": p.row, "column": p.column, "quote": p.quote}
                for p in self.places
            ],
        }


def short(text: str, limit: int = 60) -> str:
    """Text on one line, cut at a word if it is longer than `limit`; a quotation that is cut is closed."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    kept = line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:(“")
    return f"{kept} …" + "”" * (kept.count("“") > kept.count("”"))


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each severity, worst first."""
    found = list(findings)
    return {s: sum(f.severity == s for f in found) for s in SEVERITIES}


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first, otherwise in the order found."""
    return sorted(findings, key=lambda f: SEVERITIES.index(f.severity))
