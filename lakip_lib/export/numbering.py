"""Numbers of chapters, sections, tables and figures, counted once over all notebooks in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lakip_lib.export.fragments import Element, classes, make, text_of
from lakip_lib.export.reading import Piece

__all__ = ["numbered"]

_TITLE, _SECTION, _SUBSECTION = 1, 2, 3
"""Heading levels that are numbered."""


@dataclass
class _Counters:
    """Where numbering stands inside one part or chapter."""

    part: str = "depan"
    chapter: int = 0
    title: str = ""
    level: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def next(self, name: str) -> int:
        """Count one more `name`."""
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]

    def called(self, part: str | None = None, chapter: int = 0) -> str:
        """Name a part as a reader knows it; without arguments, this one."""
        part, chapter = (part, chapter) if part else (self.part, self.chapter)
        return {"depan": "bagian depan", "lampiran": "lampiran"}.get(part) or f"BAB {_roman(chapter)}"

    def heading(self, level: int) -> str | None:
        """Give the number of the next heading of `level`, or None where such headings have none."""
        if level == _TITLE:
            return {"bab": self.called(), "lampiran": f"Lampiran {self.next('annex')}"}.get(self.part)
        if self.part != "bab" or level > _SUBSECTION:
            return None
        if level == _SECTION:
            self.counts["subsection"] = 0
            return f"{self.chapter}.{self.next('section')}"
        return f"{self.chapter}.{self.counts.get('section', 0)}.{self.next('subsection')}"

    def caption(self, kind: str) -> str:
        """Give the label and number of the next table or figure."""
        prefix = {"bab": f"{self.chapter}.", "lampiran": "L."}.get(self.part, "")
        return f"{kind} {prefix}{self.next(kind)}"

    def complaints(self, piece: Piece) -> Iterator[str]:
        """Say why `piece` cannot stand at this place."""
        title = text_of(piece.element)
        if self.level == 0 and piece.level != _TITLE and self.part != "depan":
            self.level = _SUBSECTION  # said once
            yield f"{self.called()} harus dimulai dengan judul tingkat 1"
        elif piece.level > self.level + 1:
            yield f"judul {title!r} bertingkat {piece.level}, padahal di atasnya tingkat {self.level}"
        elif piece.level == _TITLE and self.part == "bab" and self.title and title.casefold() != self.title.casefold():
            yield f"{self.called()} sudah berjudul {self.title!r}"


def _roman(number: int) -> str:
    """Write 0 (as nothing) to 39 in Roman numerals."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]


def numbered(pieces: Sequence[Piece], problems: list[str]) -> list[Piece]:
    """Write numbers into headings and captions; drop the repeated title of a notebook that continues a chapter."""
    kept, now, done = [], _Counters(), {("depan", 0)}
    for piece in pieces:
        key = (piece.part, piece.chapter)
        if key != (now.part, now.chapter):
            if key in done:
                problems.append(piece.problem(f"{now.called(*key)} terpotong oleh {now.called()}"))
            done.add(key)
            now = _Counters(*key)
        problems.extend(piece.problem(complaint) for complaint in now.complaints(piece))
        repeated = piece.level == 1 and piece.part == "bab" and bool(now.title)
        if piece.level:
            now.level = piece.level
        if not repeated:
            kept.append(piece)
            _write_numbers(piece, now)
    return kept


def _write_numbers(piece: Piece, now: _Counters) -> None:
    if piece.level == 1:
        now.title = text_of(piece.element)
    if piece.level:
        _baked(piece.element, now.heading(piece.level))
    for figure in piece.element.iter("figure"):
        if "tanpa-nomor" not in classes(figure):
            _baked(figure.find("figcaption"), now.caption("Tabel" if "tabel" in classes(figure) else "Gambar"))


def _baked(element: Element | None, number: str | None) -> None:
    if element is None or number is None:
        return
    span = make("span", number, class_="nomor")
    span.tail, element.text = " " + (element.text or "").lstrip(), None
    element.insert(0, span)
