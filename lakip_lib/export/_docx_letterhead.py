"""The office's letterhead: headers, footers, styles and theme of a Word file that the office gives.

What would not hold together in ours (numbering, notes, bookmarks) is left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lakip_lib.export._docx_foreign import BROKEN, Foreign, opened, parsed
from lakip_lib.export._docx_package import Package, Relation
from lakip_lib.export._docx_sections import Running, footer
from lakip_lib.export._docx_xml import NAMESPACES, name
from lakip_lib.export.fragments import Element, only, parent

_OURS = "word/document.xml"
_LINES = 15
"""A letterhead is no longer than so many lines."""
_LEFT_OUT = (
    "numPr bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd commentReference footnoteReference "
    "endnoteReference sectPr"
)
_PICTURES = ("w:drawing", "w:pict", "w:object")
_SHOWS = ("w:t", "w:instrText", "w:fldSimple", *_PICTURES)
_STYLED = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


@dataclass
class Letterhead:
    """A reference document, opened; `styles` are its styles under our ids after `merge`."""

    file: Foreign
    document: Element
    section: Element | None
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def even(self) -> bool:
        """Whether even pages have headers of their own."""
        settings = self.file.related("settings")
        return settings is not None and _is_on(self.file.xml(settings), "evenAndOddHeaders")

    def merge(self, ours: Element) -> Element:
        """Give the letterhead's styles with those of ours that it lacks.

        Word names styles in the language of its user, so the same style is known by its name, not by its id.
        """
        path = self.file.related("styles")
        if path is None:
            return ours
        theirs = self.file.xml(path)
        mine = {_key(style): style.get(name("styleId"), "") for style in ours.iter(name("style"))}
        taken = set(mine.values())
        for style in theirs.iter(name("style")):
            old = style.get(name("styleId"), "")
            new = mine.get(_key(style)) or (f"Kop{old}" if old in taken else old)
            self.renamed[old] = new
            style.set(name("styleId"), new)
        self._rename(theirs)
        for node in list(theirs.iter(name("numPr"))):
            parent(node).remove(node)
        known = {_key(style) for style in theirs.iter(name("style"))}
        defaults = {style.get(name("type")) for style in theirs.iter(name("style")) if style.get(name("default"))}
        for style in list(ours.iter(name("style"))):
            if _key(style) not in known:
                if style.get(name("type")) in defaults:
                    style.attrib.pop(name("default"), None)
                theirs.append(style)
        _speak(theirs, next(ours.iter(name("lang"))))
        return theirs

    def add(self, package: Package) -> Running:
        """Add headers, footers and theme to `package`; give those that the letterhead has.

        Where it has no header, the few lines that stand on its page are taken for one: many letterheads are made so.
        """
        theme = self.file.related("theme")
        if theme is not None:
            package.add("word/theme/theme1.xml", self.file.files[theme], "theme", _OURS, "tema")
        found = {kind: dict(self._own(package, kind)) for kind in ("header", "footer")}
        if not found["header"] and self._is_short() and _shows(self.document):
            found["header"] = {"default": self._body_as_header(package)}
        return Running(found["header"], found["footer"], self._from_edge())

    def is_tall(self, package: Package, running: Running) -> bool:
        """Say whether a header of `running` takes more than two lines: too much for a turned page and its figures."""
        for kind in running.headers:
            header = parsed(package.parts[f"word/header-kop-{kind}.xml"])
            if _lines(header) > 2 or next(header.iter(*map(name, _PICTURES)), None) is not None:  # noqa: PLR2004
                return True
        return False

    def _is_short(self) -> bool:
        """Say whether the page holds no more than a letterhead does; anything longer is there to show its styles."""
        return _lines(self.document) <= _LINES

    def _own(self, package: Package, kind: str) -> Iterator[tuple[str, str]]:
        if self.section is None:
            return
        relations = {one.id: one for one in self.file.relations(self.file.main)}
        title, even = _is_on(self.section, "titlePg"), self.even
        for reference in self.section.iterchildren(name(f"{kind}Reference")):
            which, relation = reference.get(name("type"), "default"), relations.get(reference.get(name("r:id"), ""))
            wanted = which == "default" or (which == "first" and title) or (which == "even" and even)
            if not wanted or relation is None or relation.target not in self.file.files:
                continue
            content = self.file.xml(relation.target)
            if _shows(content):
                yield which, self._add(package, kind, which, relation.target, content)

    def _body_as_header(self, package: Package) -> str:
        header = etree.Element(name("w:hdr"), dict(self.document.attrib), self.document.nsmap)
        header.extend(list(only(self.document, name("body"))))
        header.append(etree.Element(name("w:p")))  # sets the text below apart
        return self._add(package, "header", "default", self.file.main, header)

    def _add(self, package: Package, kind: str, which: str, source: str, content: Element) -> str:
        """Add `content` as our header or footer, with what it relates to; give the relation's id."""
        self._rename(content)
        for node in list(content.iter(*map(name, _LEFT_OUT.split()))):
            if (owner := node.getparent()) is not None:
                owner.remove(node)
        if kind == "footer" and not any("PAGE" in "".join(node.itertext()) for node in content.iter(name("instrText"))):
            content.extend(list(footer()))
        offset = 20_000 + 1000 * len(package.parts)
        for number, node in enumerate(content.iter(name("wp:docPr"))):
            node.set("id", str(offset + number))
            node.set("descr", node.get("descr") or "Gambar pada kop surat")
        path, relation = f"word/{kind}-kop-{which}.xml", f"kop-{kind}-{which}"
        package.add(path, _bytes(content), kind, _OURS, relation)
        used = {value for node in content.iter() for key, value in node.attrib.items() if key.startswith(_R) and value}
        self._follow(package, source, path, used)
        if used.difference(one.id for one in package.relations.get(path, ())):
            raise ValueError(BROKEN)  # a picture that is not in the file: Word would not open ours either
        return relation

    def _follow(self, package: Package, source: str, path: str, used: set[str] | None, depth: int = 0) -> None:
        """Copy what `source` relates to, as relations of our part `path` (only those `used`, where that is known)."""
        for relation in self.file.relations(source):
            if used is not None and relation.id not in used:
                continue
            target = relation.target
            if not relation.outside:
                if target not in self.file.files or depth > 3:  # noqa: PLR2004 - deeper than any drawing reaches
                    continue
                new = f"word/kop/{posixpath.basename(target)}"
                if new not in package.parts:
                    package.parts[new] = self.file.files[target]
                    package.types[new] = self.file.type(target)
                    self._follow(package, target, new, None, depth + 1)
                target = f"/{new}"
            package.relations.setdefault(path, []).append(
                Relation(relation.id, relation.type, target, relation.outside)
            )

    def _rename(self, content: Element) -> None:
        for node in content.iter(*map(name, _STYLED)):
            old = node.get(name("val"), "")
            node.set(name("val"), self.renamed.get(old, old))

    def _from_edge(self) -> tuple[float, float] | None:
        margins = None if self.section is None else self.section.find(name("pgMar"))
        given = [] if margins is None else [margins.get(name(edge), "") for edge in ("header", "footer")]
        if len(given) != 2 or not all(one.isdecimal() for one in given):  # noqa: PLR2004 - header and footer
            return None
        header, bottom = (float(one) * 25.4 / 1440 for one in given)
        return header, bottom


_R = f"{{{NAMESPACES['r']}}}"


def read(reference: bytes) -> Letterhead:
    """Open the Word file `reference`.

    Raises:
        ValueError: it is no Word file, or one that is not safe to open.
    """
    file = opened(reference)
    document = file.xml(file.main)
    if document.tag != name("w:document"):
        raise ValueError(
            "berkas kop memakai jenis dokumen lain; simpan ulang dari Word sebagai “Word Document (.docx)”"
        )
    found = list(document.iter(name("sectPr")))
    headed = (section for section in reversed(found) if section.find(name("headerReference")) is not None)
    return Letterhead(file, document, next(headed, found[-1] if found else None))


def _is_on(owner: Element, switch: str) -> bool:
    """Say whether a switch is on: some programs write one that is off, too."""
    found = owner.find(name(switch))
    return found is not None and found.get(name("val"), "1") not in ("0", "false", "off")


def _key(style: Element) -> tuple[str, str]:
    title = style.find(name("name"))
    return style.get(name("type"), ""), ("" if title is None else title.get(name("val"), "")).lower()


def _shows(content: Element) -> bool:
    return any(
        node.tag not in (name("w:t"), name("w:instrText")) or (node.text or "").strip()
        for node in content.iter(*map(name, _SHOWS))
    )


def _lines(content: Element) -> int:
    """Count the paragraphs that show text."""
    return sum(any((text.text or "").strip() for text in one.iter(name("t"))) for one in content.iter(name("p")))


def _speak(styles: Element, language: Element) -> None:
    """Let `styles` be in our language: a letterhead's is that of the Word it was made with."""
    for node in list(styles.iter(name("lang"))):
        parent(node).remove(node)
    place = styles
    for step in ("docDefaults", "rPrDefault", "rPr"):
        below = place.find(name(step))
        if below is None:
            below = etree.Element(name(step))
            place.insert(0, below)
        place = below
    place.append(language)


def _bytes(content: Element) -> bytes:
    """Write somebody else's part with all its declarations of namespaces: `mc:Ignorable` names prefixes."""
    return etree.tostring(content, xml_declaration=True, encoding="UTF-8", standalone=True)
