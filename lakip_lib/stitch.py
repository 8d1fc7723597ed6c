"""Stitch executed chapter notebooks into the one notebook that every exporter takes.

`stitch` reads Markdown cells and `text/html` outputs (the fragments of docs/fragments.md), numbers chapters, sections, tables
and figures, fills in the cross references, and makes ids unique.  It knows notebooks and HTML and nothing about the subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import nbformat
from lxml import etree
from nbformat import NotebookNode

from lakip_lib.export.fragments import HEADINGS, SVG, Element, classes, find_class, make, parse, serialise, text_of

__all__ = ["StitchError", "stitch"]

_ROOTS = frozenset({*HEADINGS[:5], "figure", "div", "p", "section", "ul", "ol", "blockquote"})
_FORBIDDEN = frozenset({"script", "iframe", "object", "embed", "form", "link", "base", "meta", f"{SVG}script"})
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_GIVEN_ID = re.compile(r"\s*\{#([^\s{}]+)\}\s*$")
_SVG_LINK = re.compile(r"url\((['\"]?)#([^)'\"]+)\1\)")
_SVG_STAR = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")


class StitchError(ValueError):
    """The notebooks do not make a report.  `problems` holds one Indonesian line for each reason: file, cell, what is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(tuple(problems))
        self.problems: tuple[str, ...] = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


def stitch(notebooks: Sequence[NotebookNode], info: Mapping[str, str]) -> NotebookNode:
    """Give one notebook: the fragments of `notebooks` in order, numbered, with references resolved.

    `info` (judul, instansi, tahun, kertas "A4" or "F4", bahasa, ...) becomes `metadata.lakip`.  Every cell is a code cell with
    empty source and one `text/html` output; its `metadata.lakip` says the part (`bagian`) and chapter (`bab`) it belongs to.

    Raises:
        StitchError: with all problems of all notebooks at once.
    """
    problems: list[str] = []
    pieces = [piece for notebook in notebooks for piece in _pieces(notebook, problems)]
    pieces = _number(pieces, problems)
    targets = _targets(pieces, problems)
    for piece in pieces:
        _resolve(piece, targets, problems)
    if problems:
        raise StitchError(problems)
    return _notebook(pieces, info)


# --- reading -----------------------------------------------------------------------------------------------------------------


@dataclass
class _Piece:
    """One fragment, where it came from, and the part of the report it belongs to."""

    element: Element
    part: str
    chapter: int
    file: str
    cell: int

    def problem(self, what: str) -> str:
        return f"{self.file}, sel {self.cell}: {what}"

    @property
    def level(self) -> int:
        """The heading level as an author counts it (1 = BAB); 0 for what is no heading."""
        return HEADINGS.index(self.element.tag) + 1 if self.element.tag in HEADINGS else 0


def _pieces(notebook: NotebookNode, problems: list[str]) -> Iterator[_Piece]:
    about = notebook.metadata.get("lakip", {})
    part, chapter = about.get("bagian"), about.get("bab", 0)
    file = about.get("berkas", "notebook tanpa nama")
    if part not in ("depan", "bab", "lampiran") or (part == "bab" and (not isinstance(chapter, int) or chapter < 1)):
        problems.append(f"{file}: metadata lakip harus memuat bagian (depan, bab, lampiran) dan nomor bab; terbaca {about!r}")
        return
    for number, cell in enumerate(notebook.cells, start=1):
        if "remove_cell" in cell.metadata.get("tags", ()):
            continue
        where = _Piece(make("p"), part, chapter if part == "bab" else 0, file, number)
        for element in _read(cell, where, problems):
            bad = _refused(element)
            if bad:
                problems.append(where.problem(bad))
            else:
                yield _Piece(element, part, where.chapter, file, number)


def _read(cell: NotebookNode, where: _Piece, problems: list[str]) -> Iterator[Element]:
    if cell.cell_type == "markdown":
        yield from _markdown(cell.source)
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            problems.append(where.problem(f"sel gagal dijalankan: {output.get('ename')}: {output.get('evalue')}"))
        elif "text/html" in output.get("data", {}):
            html = output.data["text/html"]
            try:
                yield parse("".join(html) if isinstance(html, list) else html)
            except etree.XMLSyntaxError as error:
                problems.append(where.problem(f"keluaran HTML bukan satu elemen XML yang utuh: {error.msg}"))


def _markdown(source: str) -> Iterator[Element]:
    import mistune

    html = mistune.create_markdown(escape=True)(source)
    prose: Element | None = None
    for element in parse(f"<div>{html}</div>"):
        element.tail = None
        if element.tag in HEADINGS:
            prose = None
            _take_given_id(element)
            yield element
        elif prose is None:
            prose = make("div", "", element, class_="prosa")
            yield prose
        else:
            prose.append(element)


def _take_given_id(heading: Element) -> None:
    """Turn a `{#id}` at the end of a Markdown heading into its id."""
    last = heading[-1] if len(heading) else None
    text = (heading.text if last is None else last.tail) or ""
    match = _GIVEN_ID.search(text)
    if match:
        heading.set("id", match[1])
        if last is None:
            heading.text = text[: match.start()]
        else:
            last.tail = text[: match.start()]


def _refused(element: Element) -> str | None:
    """Say why `element` may not enter a report, or None."""
    if element.tag not in _ROOTS:
        return f"<{etree.QName(element).localname}> bukan fragmen laporan; lihat docs/fragments.md"
    for node in element.iter(etree.Element):
        name = etree.QName(node).localname
        if node.tag in _FORBIDDEN or any(attribute.lower().startswith("on") for attribute in node.attrib):
            return f"<{name}> memuat skrip atau sumber luar, yang tidak boleh ada dalam laporan"
        source = node.get("src") or (node.get("href") or node.get("{http://www.w3.org/1999/xlink}href") if name == "image" else None)
        if source is not None and not source.startswith("data:image/"):
            return f"gambar {source!r} berada di luar laporan; sematkan sebagai data URI"
        if "id" in node.attrib and not node.tag.startswith(SVG) and not _ID.fullmatch(node.get("id")):
            return f"id {node.get('id')!r} harus diawali huruf dan hanya memuat huruf, angka, titik, garis bawah, tanda hubung"
    if element.tag == "figure" and not {"tabel", "gambar"} & classes(element):
        return "<figure> harus berkelas tabel atau gambar"
    if element.tag == "figure" and not text_of(element.find("figcaption")):
        return f"{element.get('id', 'figure')!r} tidak punya judul (figcaption)"
    if element.tag == "figure" and any(not svg.get("aria-label") for svg in element.iter(f"{SVG}svg") if svg.getparent().tag[0] != "{"):
        return f"{element.get('id', 'figure')!r} tidak punya teks alternatif (aria-label pada svg)"
    return None


# --- numbering ---------------------------------------------------------------------------------------------------------------


@dataclass
class _Counters:
    """Where numbering stands inside one part or chapter."""

    part: str = "depan"
    chapter: int = 0
    title: str = ""
    level: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def next(self, name: str) -> int:
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]

    def heading(self, level: int) -> str | None:
        if level == 1 and self.part == "bab":
            return f"BAB {roman(self.chapter)}"
        if level == 1 and self.part == "lampiran":
            return f"Lampiran {self.next('annex')}"
        if self.part != "bab" or level > 3:
            return None
        if level == 2:
            self.counts["subsection"] = 0
            return f"{self.chapter}.{self.next('section')}"
        return f"{self.chapter}.{self.counts.get('section', 0)}.{self.next('subsection')}"

    def caption(self, kind: str) -> str:
        prefix = {"bab": f"{self.chapter}.", "lampiran": "L."}.get(self.part, "")
        return f"{kind} {prefix}{self.next(kind)}"


def roman(number: int) -> str:
    """Write 1 to 39 in Roman numerals."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]


def _number(pieces: Sequence[_Piece], problems: list[str]) -> list[_Piece]:
    """Write numbers into headings and captions; drop the repeated chapter title of a notebook that continues a chapter."""
    kept, now, done = [], _Counters(), {("depan", 0)}
    for piece in pieces:
        key = (piece.part, piece.chapter)
        if key != (now.part, now.chapter):
            if key in done:
                problems.append(piece.problem(f"bagian {piece.part} {piece.chapter or ''} terpotong oleh bagian lain".replace("  ", " ")))
            done.add(key)
            now = _Counters(*key)
        if piece.level == 1 and piece.part == "bab" and now.title:
            if text_of(piece.element).casefold() != now.title.casefold():
                problems.append(piece.problem(f"BAB {roman(now.chapter)} sudah berjudul {now.title!r}"))
            now.level = 1
            continue
        if piece.level == 1:
            now.title = text_of(piece.element)
        kept.append(piece)
        if piece.level:
            if piece.level > now.level + 1:
                problems.append(piece.problem(f"judul {text_of(piece.element)!r} bertingkat {piece.level}, padahal di atasnya tingkat {now.level}"))
            now.level = piece.level
            _baked(piece.element, now.heading(piece.level))
        for figure in piece.element.iter("figure"):
            if "tanpa-nomor" not in classes(figure):
                _baked(figure.find("figcaption"), now.caption("Tabel" if "tabel" in classes(figure) else "Gambar"))
    return kept


def _baked(element: Element | None, number: str | None) -> None:
    if element is None or number is None:
        return
    span = make("span", number, class_="nomor")
    span.tail, element.text = " " + (element.text or "").lstrip(), None
    element.insert(0, span)


# --- ids and references ------------------------------------------------------------------------------------------------------


def _targets(pieces: Sequence[_Piece], problems: list[str]) -> dict[str, str]:
    """Make ids unique and give, for every id, the text a reference to it shows."""
    first: dict[str, _Piece] = {}
    targets: dict[str, str] = {}
    for piece in pieces:
        for node in piece.element.iter(etree.Element):
            name = node.get("id")
            if name is None or node.tag.startswith(SVG):
                continue
            if name in first:
                problems.append(piece.problem(f"id {name!r} sudah dipakai di {first[name].file}, sel {first[name].cell}"))
            first.setdefault(name, piece)
            targets[name] = _shown(node)
    for piece in pieces:
        for node in piece.element.iter("figure", *HEADINGS):
            if node.get("id") is None:
                node.set("id", _fresh(_shown(node), targets))
        for number, svg in enumerate(_outer_svgs(piece.element), start=1):
            owner = next((a.get("id") for a in svg.iterancestors() if a.get("id")), None) or _fresh("svg", targets)
            _isolate(svg, f"{owner}-{number}-")
    return targets


def _shown(node: Element) -> str:
    number = next((text_of(span) for span in find_class(node, "span", "nomor")), "")
    if node.tag == "figure":
        return number or text_of(node.find("figcaption"))
    if node.tag in HEADINGS:
        return f"Bab{number[3:]}" if number.startswith("BAB ") else number if number[:1].isalpha() else f"Subbab {number}" if number else text_of(node)
    return ""


def _fresh(text: str, taken: dict[str, str]) -> str:
    stem = "sec-" + (re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].rstrip("-") or "bagian")
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken[name] = text
    return name


def _outer_svgs(root: Element) -> list[Element]:
    return [svg for svg in root.iter(f"{SVG}svg") if svg.getparent() is None or not svg.getparent().tag.startswith(SVG)]


def _isolate(svg: Element, prefix: str) -> None:
    """Keep the ids and styles of one drawing from reaching any other, and drop its machine metadata."""
    for node in list(svg.iter(f"{SVG}metadata", f"{SVG}style")):
        star = _SVG_STAR.fullmatch(node.text or "") if node.tag == f"{SVG}style" else None
        if star:
            svg.set("style", f"{star[1].strip()};{svg.get('style', '')}".strip(";"))
        if star or node.tag == f"{SVG}metadata":
            node.getparent().remove(node)
    for node in svg.iter(etree.Element):
        for name, value in node.attrib.items():
            if name == "id":
                node.set(name, prefix + value)
            elif name.split("}")[-1] == "href" and value.startswith("#"):
                node.set(name, f"#{prefix}{value[1:]}")
            elif name in ("aria-labelledby", "aria-describedby"):
                node.set(name, " ".join(prefix + part for part in value.split()))
            elif "url(" in value:
                node.set(name, _SVG_LINK.sub(lambda match: f"url(#{prefix}{match[2]})", value))


def _resolve(piece: _Piece, targets: Mapping[str, str], problems: list[str]) -> None:
    for link in piece.element.iter("a"):
        goal = link.get("href", "")
        if not goal.startswith("#"):
            continue
        if goal[1:] not in targets:
            problems.append(piece.problem(f"rujukan ke {goal!r} tidak punya tujuan"))
        elif not text_of(link) and len(link) == 0:
            link.text = targets[goal[1:]]
            link.set("class", " ".join(sorted(classes(link) | {"rujuk"})))
            if not link.text:
                problems.append(piece.problem(f"rujukan ke {goal!r} harus diberi teks, karena tujuannya tidak bernomor"))


# --- writing -----------------------------------------------------------------------------------------------------------------


def _notebook(pieces: Sequence[_Piece], info: Mapping[str, str]) -> NotebookNode:
    cells = []
    for number, piece in enumerate(pieces, start=1):
        output = nbformat.v4.new_output("display_data", data={"text/html": serialise(piece.element)})
        about = {"bagian": piece.part} | ({"bab": piece.chapter} if piece.chapter else {})
        cell = nbformat.v4.new_code_cell("", outputs=[output], metadata={"jupyter": {"source_hidden": True}, "lakip": about})
        cell.id = f"fragmen-{number:04d}"
        cells.append(cell)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"lakip": dict(info), "language_info": {"name": "python"}})
    nbformat.validate(notebook)
    return notebook
