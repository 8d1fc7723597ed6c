"""WordprocessingML elements: made in one line, with properties in the order that Word insists on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from lakip_lib.export.fragments import Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_PREFIX = f"{{{NAMESPACES['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs suppressAutoHyphens spacing ind "
        "contextualSpacing jc outlineLvl rPr sectPr"
    ),
    "rPr": "rStyle rFonts b bCs i iCs strike noProof color kern sz szCs u shd vertAlign lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
}
_RANK = {kind: {name: rank for rank, name in enumerate(names.split())} for kind, names in _ORDER.items()}


def name(qualified: str) -> str:
    """Give the name that lxml wants for `qualified` ("w:p"; without a prefix it is one of Word's own)."""
    prefix, colon, local = qualified.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else _PREFIX + local


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """Make an element of Word; `w("pStyle", val="X")` is `<w:pStyle w:val="X"/>`."""
    element = etree.Element(_PREFIX + tag, {_PREFIX + key: str(value) for key, value in attributes.items()}, NAMESPACES)
    element.extend(children)
    return element


def other(tag: str, *children: Element, **attributes: object) -> Element:
    """Make an element of another namespace ("wp:inline"); only attributes such as `r_embed` have a prefix."""
    given = {name(key.replace("_", ":")) if "_" in key else key: str(value) for key, value in attributes.items()}
    element = etree.Element(name(tag), given, NAMESPACES)
    element.extend(children)
    return element


def root(tag: str, *children: Element) -> Element:
    """Make the root of a part."""
    element = etree.Element(name(tag), nsmap=NAMESPACES)
    element.extend(children)
    return element


def properties(kind: str, given: Iterable[Element]) -> Element:
    """Make `pPr`, `rPr` or `tcPr` of the elements `given` in any order."""
    rank = _RANK[kind]
    return w(kind, *sorted(given, key=lambda element: rank[etree.QName(element).localname]))


def paragraph(style: str, content: Iterable[Element] = (), *given: Element) -> Element:
    """Make a paragraph of `style` with further properties `given`."""
    return w("p", properties("pPr", [w("pStyle", val=style), *given]), *content)


def run(content: Element | str, *given: Element) -> Element:
    """Make a run of a text or of another element, with character properties `given`."""
    inner = content if isinstance(content, etree._Element) else text(content)  # noqa: SLF001 - no public name for it
    return w("r", *([properties("rPr", given)] if given else []), inner)


def text(content: str, tag: str = "t") -> Element:
    """Make a text whose spaces Word keeps."""
    element = w(tag)
    element.text = content
    element.set(_SPACE, "preserve")
    return element


def field(instruction: str, shown: Iterable[Element], *given: Element) -> Iterator[Element]:
    """Give the runs of a field: what Word computes when told to, and the runs `shown` until then."""
    yield run(w("fldChar", fldCharType="begin"), *map(_copy, given))
    yield run(text(f" {instruction} ", "instrText"), *map(_copy, given))
    yield run(w("fldChar", fldCharType="separate"), *map(_copy, given))
    yield from shown
    yield run(w("fldChar", fldCharType="end"), *map(_copy, given))


def _copy(element: Element) -> Element:
    return w(etree.QName(element).localname, **{etree.QName(key).localname: v for key, v in element.attrib.items()})


def twips(millimetres: float) -> int:
    """Give twentieths of a point, Word's measure for most things."""
    return round(millimetres * 1440 / 25.4)


def emu(millimetres: float) -> int:
    """Give English metric units, the measure of drawings."""
    return round(millimetres * 36000)


def as_bytes(element: Element) -> bytes:
    """Write a part, without declarations of namespaces that it does not use."""
    etree.cleanup_namespaces(element, keep_ns_prefixes=["w", "r"])
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
