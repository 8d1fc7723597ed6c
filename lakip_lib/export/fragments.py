"""Read and write the XML fragments that a report is made of (the shapes are in docs/fragments.md).

One serialisation serves everybody: well-formed XML that an HTML parser reads the same way, because empty elements are
written with an end tag unless they are void in HTML or belong to an SVG.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for it

SVG = "{http://www.w3.org/2000/svg}"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_VOID = frozenset({"br", "hr", "img", "col", "wbr", "input", "source"})


def parse(text: str) -> Element:
    """Give the one element that `text` holds; raises `lxml.etree.XMLSyntaxError` when it is not well-formed XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    return etree.fromstring(text.strip().encode(), parser)


def serialise(element: Element) -> str:
    """Write `element`, without its tail, so that XML and HTML parsers agree on it."""
    for node in element.iter(etree.Element):
        if len(node) == 0 and node.text is None and not is_svg(node) and node.tag not in _VOID:
            node.text = ""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def make(tag: str, text: str = "", *children: Element, **attributes: str) -> Element:
    """Make an element; `class_` stands for `class` and an underscore inside a name for a hyphen."""
    element = etree.Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    element.text = text
    element.extend(children)
    return element


def is_svg(element: Element | None) -> bool:
    """Tell whether there is an `element` and it belongs to a drawing."""
    return element is not None and str(element.tag).startswith(SVG)


def parent(element: Element) -> Element:
    """Give what `element` stands in; raises ValueError at the top of a tree."""
    found = element.getparent()
    if found is None:
        raise ValueError(f"<{element.tag!s}> stands in nothing")
    return found


def only(element: Element, path: str) -> Element:
    """Give the one element at `path` that `element` always has; raises ValueError where it is not there."""
    found = element.find(path)
    if found is None:
        raise ValueError(f"<{element.tag!s}> has no {path}")
    return found


def text_of(element: Element | None) -> str:
    """Give the visible text of `element` with white space folded; a no-break space stays what it is."""
    if element is None:
        return ""
    return " ".join(
        part for part in "".join(element.itertext()).replace("\n", " ").replace("\t", " ").split(" ") if part
    )


def classes(element: Element) -> frozenset[str]:
    """Give the class names of `element`."""
    return frozenset(element.get("class", "").split())


def add_class(element: Element, name: str) -> None:
    """Add a class name to those of `element`."""
    element.set("class", " ".join(sorted(classes(element) | {name})))


def find_class(root: Element, tag: str, name: str) -> Iterator[Element]:
    """Give the `tag` elements in or at `root` that have class `name`, in document order."""
    return (element for element in root.iter(tag) if name in classes(element))


def replace(old: Element, new: Element) -> None:
    """Put `new` where `old` stands; the text that follows stays."""
    new.tail, old.tail = old.tail, None
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
