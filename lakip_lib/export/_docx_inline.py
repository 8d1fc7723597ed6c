"""Running text of the fragments as runs of Word: emphasis, quotations, links, references as fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lakip_lib.export._docx_xml import field as word_field
from lakip_lib.export._docx_xml import name, run, w
from lakip_lib.export.fragments import Element, classes, text_of

_PROPERTIES = {
    "strong": ("b", {}),
    "b": ("b", {}),
    "em": ("i", {}),
    "i": ("i", {}),
    "del": ("strike", {}),
    "s": ("strike", {}),
    "sup": ("vertAlign", {"val": "superscript"}),
    "sub": ("vertAlign", {"val": "subscript"}),
}
_STYLES = {"kosong": "Kosong", "ditolak": "Kutipan", "nomor": "Nomor"}
_BLANK = re.compile(r"[ \t\r\n]+")
_COUNTED = re.compile(r"(.*\S\s(?:[^\s\d]+\.|\d+\.)*)(\d+)")
"""A printed number such as "Tabel 3.4": what stands before the part that Word counts, and that part."""

_Format = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass
class Marks:
    """Bookmarks and hyperlinks of a document.  Word wants short names, so ids of fragments do not serve."""

    numbers: dict[str, int] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    """Ids of figures whose number stands in a bookmark of its own, for fields to repeat."""
    links: list[str] = field(default_factory=list)
    picture: Callable[[Element], Element] = lambda image: run(image.get("alt", ""))
    counters: dict[str, str] = field(default_factory=dict)
    """For each kind of caption, what stands before the counted part of the last number."""
    _used: int = 0

    def bookmark(self, target: str, kind: str, content: list[Element]) -> list[Element]:
        """Put `content` into the bookmark of `kind` ("Toc" or "Ref") for the fragment `target`."""
        if not target:
            return content
        self._used += 1
        start = w("bookmarkStart", id=self._used, name=self.name(target, kind))
        return [start, *content, w("bookmarkEnd", id=self._used)]

    def name(self, target: str, kind: str = "Toc") -> str:
        """Give the name of the bookmark of `kind` for the fragment `target`."""
        return f"_{kind}{self.numbers.setdefault(target, len(self.numbers) + 1):06d}"

    def relation(self, address: str) -> str:
        """Give the id of the relation to an outer address."""
        if address not in self.links:
            self.links.append(address)
        return f"tautan{self.links.index(address) + 1}"

    def number(self, kind: str, printed: str) -> list[Element]:
        """Give a caption's number as a field that counts on from the caption before, or else begins where this does.

        All captions of a kind are one sequence, so that one field lists them; where the printed prefix changes
        (another chapter) the sequence is set to the printed number.
        """
        match = _COUNTED.fullmatch(printed)
        if match is None:
            return [run(printed, w("rStyle", val="Nomor"))]
        last, counted = self.counters.get(kind, ""), int(match[2])
        follows = last == f"{match[1]}{counted - 1}"
        self.counters[kind] = printed
        code = f"SEQ {kind} \\* ARABIC" + ("" if follows else f" \\r {counted}")
        style = w("rStyle", val="Nomor")
        shown = [run(match[2], w("rStyle", val="Nomor"))]
        return [run(match[1], w("rStyle", val="Nomor")), *word_field(code, shown, style)]


def inline(node: Element, marks: Marks, base: _Format = (), *, skip: Element | None = None) -> list[Element]:
    """Give the content of the paragraph `node`, white space folded as a browser folds it, without its child `skip`."""
    out: list[Element] = []
    folded = _Folded()
    for piece, form, around in _pieces(node, base, None, skip):
        if isinstance(piece, str):
            shown = folded.take(piece)
            made = [run(shown, *_properties(form))] if shown else []
        elif piece.tag == "br":
            folded.open = False
            made = [run(w("br"), *_properties(form))]
        else:
            folded.open = True
            made = [marks.picture(piece)]
        _append(out, made, around, marks)
    _strip_end(out)
    return _with_fields(out, marks)


class _Folded:
    """Whether the text so far ends in something after which a blank counts."""

    open = False

    def take(self, piece: str) -> str:
        shown = _BLANK.sub(" ", piece)
        if not self.open:
            shown = shown.removeprefix(" ")
        if shown:
            self.open = not shown.endswith(" ")
        return shown


def _pieces(
    node: Element, form: _Format, around: Element | None, skip: Element | None
) -> Iterator[tuple[str | Element, _Format, Element | None]]:
    if node.text:
        yield node.text, form, around
    for child in node:
        if child is not skip:
            yield from _piece(child, form, around, skip)
        if child.tail:
            yield child.tail, form, around


def _piece(
    child: Element, form: _Format, around: Element | None, skip: Element | None
) -> Iterator[tuple[str | Element, _Format, Element | None]]:
    if child.tag in ("br", "img"):
        yield child, form, around
        return
    style = next((_STYLES[one] for one in sorted(classes(child)) if one in _STYLES), None)
    if style is None and child.tag == "a" and child.get("href"):
        style = "Hyperlink"
    inner = form
    if style:
        inner = (*(one for one in form if one[0] != "rStyle"), ("rStyle", (("val", style),)))
    elif child.tag in _PROPERTIES:
        tag, values = _PROPERTIES[child.tag]
        inner = (*(one for one in form if one[0] != tag), (tag, tuple(values.items())))
    quoted = style == "Kutipan" or child.tag == "q"
    if quoted:
        yield "“", inner, around
    yield from _pieces(child, inner, child if child.tag == "a" and child.get("href") else around, skip)
    if quoted:
        yield "”", inner, around


def _properties(form: _Format) -> list[Element]:
    return [w(tag, **dict(values)) for tag, values in form]


def _append(out: list[Element], made: list[Element], around: Element | None, marks: Marks) -> None:
    if around is None:
        out.extend(made)
        return
    link = out[-1] if out and out[-1].tag == name("hyperlink") and out[-1].get("of") == str(id(around)) else None
    if link is None:
        address = around.get("href", "")
        link = w("hyperlink", history="1")
        if address.startswith("#"):
            link.set(name("anchor"), marks.name(address[1:]))
            if address[1:] in marks.references and "rujuk" in classes(around):
                link.set("ref", address[1:])
        else:
            link.set(name("r:id"), marks.relation(address))
        link.set("of", str(id(around)))
        out.append(link)
    link.extend(made)


def _with_fields(out: list[Element], marks: Marks) -> list[Element]:
    """Turn links to numbered figures into fields that repeat the number; take the marks off the other links."""
    done: list[Element] = []
    for element in out:
        element.attrib.pop("of", None)
        target = element.attrib.pop("ref", None)
        if target:
            done.extend(word_field(f"REF {marks.name(target, 'Ref')} \\h \\* MERGEFORMAT", list(element)))
        else:
            done.append(element)
    return done


def _strip_end(out: list[Element]) -> None:
    texts = [node for element in out[-1:] for node in element.iter(name("t"))]
    if texts and texts[-1].text:
        texts[-1].text = texts[-1].text.rstrip(" \t\n")


def is_empty(node: Element) -> bool:
    """Say whether `node` shows nothing."""
    return not text_of(node) and node.find(".//img") is None
