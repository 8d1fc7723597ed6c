"""The parts of a report in reading order, with its contents and lists, as every format shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lakip_lib.export.fragments import HEADINGS, Element, classes, find_class, make, parse, text_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

PAPERS: Mapping[str, tuple[float, float]] = {"A4": (210, 297), "F4": (215, 330)}
"""Width and height in mm of the paper sizes that Indonesian offices print on."""


@dataclass(frozen=True)
class Entry:
    """One line of the contents or of a list: where it leads, its number ("BAB I", "Tabel 3.4" or ""), its title."""

    id: str
    number: str
    title: str
    level: int = 1
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What a stitched notebook holds: cover and sections (chapters, annexes, pieces of the front matter)."""

    info: Mapping[str, str]
    cover: Element
    front: list[Element]
    body: list[Element]

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height in mm."""
        return PAPERS.get(self.info.get("kertas", "A4"), PAPERS["A4"])

    @property
    def title(self) -> str:
        """The title with its year, on one line."""
        title = str(self.info.get("judul") or text_of(self.cover.find(".//h1")))
        year = str(self.info.get("tahun", ""))
        return title if not year or year in title else f"{title} {year}"

    def contents(self, part: str = "body", depth: int = 3) -> list[Entry]:
        """Give the headings of `part` ("front" or "body") as a tree of `depth` levels."""
        top: list[Entry] = []
        for section in getattr(self, part):
            path: list[Entry] = []
            for heading in section.iter(*HEADINGS):
                level = HEADINGS.index(heading.tag)
                if 1 <= level <= depth:
                    path = [entry for entry in path if entry.level < level]
                    entry = _entry(heading, heading, level)
                    (path[-1].children if path else top).append(entry)
                    path.append(entry)
        return top

    def listed(self, kind: str) -> list[Entry]:
        """Give the numbered figures of class `kind` ("tabel" or "gambar") in order."""
        sections = [*self.front, *self.body]
        figures = (figure for section in sections for figure in find_class(section, "figure", kind))
        return [_entry(figure, figure.find("figcaption")) for figure in figures if "tanpa-nomor" not in classes(figure)]


def read(notebook: NotebookNode) -> Report:
    """Read the stitched `notebook`.  Headings move down one level, because the title of the report is the only `h1`."""
    info = dict(notebook.metadata.get("lakip", {}))
    cover: Element | None = None
    sections: dict[str, list[Element]] = {"depan": [], "bab": [], "lampiran": []}
    for part, element in _fragments(notebook):
        if element.tag == "section" and "sampul" in classes(element):
            cover = element
            continue
        opens = element.tag == "h1"
        if element.tag in HEADINGS:
            element.tag = HEADINGS[HEADINGS.index(element.tag) + 1]
        if opens or not sections[part]:
            name = element.get("id") if opens else None
            label = {"aria-labelledby": name} if name else {}
            sections[part].append(make("section", "", class_=part, **label))
        sections[part][-1].append(element)
    return Report(info, _titled(cover, info), sections["depan"], [*sections["bab"], *sections["lampiran"]])


def _fragments(notebook: NotebookNode) -> Iterator[tuple[str, Element]]:
    for cell in notebook.cells:
        part = cell.metadata.get("lakip", {}).get("bagian", "bab")
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                yield part, parse("".join(output.data["text/html"]))


def _titled(cover: Element | None, info: Mapping[str, str]) -> Element:
    """Give a cover whose title is an `h1`; without one, a plain cover made from `info`."""
    if cover is None:
        lines = ((name, str(info[name])) for name in ("instansi", "tahun") if info.get(name))
        cover = make("section", "", *(make("p", text, class_=name) for name, text in lines), class_="sampul")
    title = next(find_class(cover, "p", "judul"), None)
    if title is None:
        title = make("h1", str(info.get("judul", "Laporan")), class_="judul")
        cover.insert(0, title)
    title.tag = "h1"
    return cover


def _entry(target: Element, named: Element | None, level: int = 1) -> Entry:
    number = next((text_of(span) for span in find_class(named, "span", "nomor")), "") if named is not None else ""
    return Entry(target.get("id", ""), number, text_of(named).removeprefix(number).strip(), level)
