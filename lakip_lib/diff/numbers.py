"""The numbers of a stitched report, each with an identity that a later build of the same report gives it again."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lakip_lib.export.fragments import HEADINGS, Element, find_class, parent, parse, text_of

__all__ = ["Number", "numbers"]

_BLOCKS = ("p", "li", "figcaption", "blockquote", "dd", "dt")
#: Headings without a number of their own: they say little without the one above.
_UNNUMBERED = ("h4", "h5", "h6")
_AROUND = 36
#: The annex that repeats every computed number.
_ANNEX = "tbl-sumber-angka"


@dataclass(frozen=True)
class Number:
    """One published number.

    `place` is the id of the table, figure or section it stands in, `title` what a reader finds there (``Tabel 3.5
    Capaian``), `where` the row and column or the words around it, `key` what names it inside of `place`; `value` is a
    decimal as text, empty where there is no number; `origin` the lines of `data-asal`.
    """

    place: str
    title: str
    where: str
    key: tuple[str, ...]
    value: str
    shown: str
    origin: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the number is: ``capaian 2024``."""
        return self.origin[0].split(" = ", 1)[0] if self.origin and not self.origin[0].startswith("Sumber: ") else ""


def numbers(notebook: Path) -> list[Number]:
    """All numbers in the order of the report.  Raises OSError and ValueError for what is no stitched notebook."""
    found: list[Number] = []
    place, title, numbered = "", "bagian depan", ""
    for fragment in _fragments(notebook):
        for heading in fragment.iter(*HEADINGS):
            place, title = heading.get("id", ""), text_of(heading)
            if next(find_class(heading, "span", "nomor"), None) is not None:
                numbered = title
            elif numbered and heading.tag in _UNNUMBERED:
                title = f"{numbered} › {title}"
        if fragment.tag == "figure":
            caption = fragment.find("figcaption")
            here = (fragment.get("id", ""), text_of(caption))
            if here[0] == _ANNEX:
                continue
            for table in fragment.iter("table"):
                found += _in_table(table, *here)
            found += (_in_words(n, *here) for n in find_class(fragment, "data", "q") if not _inside(n, "table"))
        else:
            found += (_in_words(n, place, title) for n in find_class(fragment, "data", "q"))
    return found


def _fragments(notebook: Path) -> Iterator[Element]:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    try:
        for cell in content["cells"]:
            for output in cell.get("outputs", ()):
                yield parse("".join(output["data"]["text/html"]))
    except (KeyError, TypeError, SyntaxError) as error:  # lxml's error for what is not XML is a SyntaxError
        raise ValueError(str(error)) from None


def _in_table(table: Element, place: str, title: str) -> Iterator[Number]:
    """The numbers in the cells, named by the keys of row and column."""
    columns: list[tuple[str, str]] = []
    seen: Counter[tuple[str, str]] = Counter()
    taken: dict[int, int] = {}  # column: rows that a cell from above still covers
    for row in table.iter("tr"):
        label, labelled, at = "", False, 0
        covered, taken = taken, {c: n - 1 for c, n in taken.items() if n > 1}
        for cell in row.iterchildren("th", "td"):
            while at in covered:
                at += 1
            width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            if height > 1:
                taken |= dict.fromkeys(range(at, at + width), height - 1)
            text = text_of(cell)
            if parent(row).tag == "thead":
                columns += [("", "")] * (at + width - len(columns))
                for n in range(at, at + width):
                    columns[n] = (cell.get("data-k", ""), " ".join(filter(None, (columns[n][1], text))))
            else:
                key, head = columns[at] if at < len(columns) else ("", "")
                for data in find_class(cell, "data", "q"):
                    mine = (row.get("data-k") or label, key or head or str(at))
                    seen[mine] += 1
                    where = " · ".join(filter(None, (label or row.get("data-k", ""), head)))
                    yield _number(data, place, title, where, (*mine, str(seen[mine])))
                labelled = labelled or next(find_class(cell, "data", "q"), None) is not None
                if not labelled and re.search(r"[^\W\d_]{2}", text):
                    label = _short(text, 60)  # the last words before the first number
            at += width


def _in_words(data: Element, place: str, title: str) -> Number:
    """A number in running text, named by what it is and by the words before it."""
    block = next((e for e in data.iterancestors(*_BLOCKS)), data)
    before, _, after = _parted(block, data)
    where = f"“{_tail(before)}{text_of(data)}{_short(after, _AROUND)}”"
    return _number(data, place, title, where, ("", re.sub(r"\d[\d.,]*", "#", before[-_AROUND:])))


def _parted(block: Element, data: Element) -> tuple[str, str, str]:
    before: list[str] = []
    inside: list[str] = []
    after: list[str] = []
    parts = before

    def walk(element: Element) -> None:
        nonlocal parts
        if element is data:
            inside.extend(element.itertext())
            parts = after
        else:
            parts.append(element.text or "")
            for child in element:
                walk(child)
        if element is not block:
            parts.append(element.tail or "")

    walk(block)
    return _folded(before), _folded(inside), _folded(after)


def _folded(parts: Iterable[str]) -> str:
    return re.sub(r"[ \n\t]+", " ", "".join(parts))


def _number(data: Element, place: str, title: str, where: str, key: tuple[str, ...]) -> Number:
    origin = tuple(line for line in data.get("data-asal", "").split("\n") if line)
    return Number(place, title, where, key, data.get("value", ""), text_of(data), origin)


def _inside(element: Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(" ,;") + " …"


def _tail(text: str) -> str:
    return text.lstrip() if len(text) <= _AROUND else "… " + text[-_AROUND:].split(" ", 1)[-1]
