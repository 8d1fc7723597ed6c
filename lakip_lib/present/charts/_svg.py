"""What matplotlib writes, made fit for inlining: small, without prolog, styles or machine metadata, ids of its own."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from lakip_lib.present import _text
from lakip_lib.present.drawing import BODY, INK

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["HALO", "tidy"]

#: Prefix of the gid of a text that gets a white rim, so that it stays legible across lines.
HALO = "halo"

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+\.\d+")
_BLANK = re.compile(r"\s*([A-Za-z])\s*|\s+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_ROOT = {"font-family": _text.STACK, "font-size": f"{BODY:g}", "fill": INK, "stroke-linejoin": "round"}
#: What an element without the attribute has anyway, from the root or by the standard.
_USUAL = {
    "font-size": f"{BODY:g}", "text-anchor": "start", "stroke-linejoin": "round", "stroke-linecap": "butt",
    "stroke-width": "1",
    "font-weight": "400", "font-style": "normal", "stroke-dashoffset": "0", "stroke-opacity": "1", "fill-opacity": "1",
}  # fmt: skip
_RIM = {"stroke": "#fff", "stroke-width": "2.5", "paint-order": "stroke"}


def tidy(raw: bytes, alt: str, width_mm: float) -> str:
    """One well-formed ``<svg role="img">`` element; the same picture gives the same text, another one other ids."""
    from lxml import etree

    root = etree.fromstring(raw, etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False))
    for node in list(root.iter(f"{_SVG}metadata", f"{_SVG}style")):
        _drop(node)
    for node in root.iter(f"{_SVG}*"):
        _plain(node)
    _number_ids(root)
    for node in list(root.iter(f"{_SVG}g", f"{_SVG}defs")):
        _unwrap(node)
    box = root.get("viewBox", "")
    root.attrib.clear()
    for name, value in {
        "viewBox": box,
        "role": "img",
        "aria-label": alt,
        "data-lebar-mm": f"{width_mm:g}",
        **_ROOT,
    }.items():
        root.set(name, value)
    etree.cleanup_namespaces(root)
    svg = etree.tostring(root, encoding="unicode")
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return svg.replace('id="@', f'id="g{mark}-').replace("#@", f"#g{mark}-")


def _drop(node: _Element) -> None:
    if (parent := node.getparent()) is not None:
        parent.remove(node)


def _plain(node: _Element) -> None:
    """Style declarations become attributes, numbers short, empty turns go."""
    is_text = node.tag == f"{_SVG}text"
    halo = node.get("id", "").startswith(HALO)
    for name, value in _declarations(node.attrib.pop("style", "")):
        node.set(name, value)
    if is_text and not node.get("fill"):
        node.attrib.pop("fill", None)
    for name, value in list(node.attrib.items()):
        short = value if name in {"id", "viewBox"} else _NUMBER.sub(_short, value)
        if name == "d":
            short = _BLANK.sub(lambda m: m[1] or " ", short).strip()
        if (
            (name == "transform" and short.startswith("rotate(-0 "))
            or _USUAL.get(name) == short
            or (is_text and (name, short) == ("fill", INK))
        ):
            del node.attrib[name]
        else:
            node.set(name, short)
    if halo:
        for text in node.iter(f"{_SVG}text"):
            for name, value in _RIM.items():
                text.set(name, value)


def _declarations(style: str) -> list[tuple[str, str]]:
    found = []
    for part in style.split(";"):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        if name == "font":  # [style] [weight] size family
            weight, size = re.findall(r"^(?:(\d+|bold)\s+)?([\d.]+)px", value)[0]
            found += [("font-weight", weight)] * bool(weight) + [("font-size", size)]
        elif name == "font-size":
            found.append((name, value.removesuffix("px")))
        elif name and name != "font-family":
            found.append((name, value))
    return found


def _short(match: re.Match[str]) -> str:
    text = f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _number_ids(root: _Element) -> None:
    """Only ids that something refers to stay, numbered in order behind a mark that `tidy` replaces."""
    used: dict[str, str] = {}
    for node in root.iter(f"{_SVG}*"):
        links = [node.get(_LINK, "")[1:]] + [ref for value in node.attrib.values() for ref in _REFERENCE.findall(value)]
        for link in filter(None, links):
            used.setdefault(link, f"@{len(used)}")
    for node in root.iter(f"{_SVG}*"):
        if "id" in node.attrib:
            name = node.attrib.pop("id")
            if name in used:
                node.set("id", used[name])
        for name, value in node.attrib.items():
            if name == _LINK:
                node.set(name, "#" + used[value[1:]])
            elif "url(#" in value:
                node.set(name, _REFERENCE.sub(lambda m: f"url(#{used[m[1]]})", value))


def _unwrap(node: _Element) -> None:
    """A group that says nothing gives way to what it holds; an empty one goes."""
    parent = node.getparent()
    if parent is None or (len(node) and (node.attrib or node.tag != f"{_SVG}g")):
        return
    place = parent.index(node)
    for i, child in enumerate(list(node)):
        parent.insert(place + i, child)
    parent.remove(node)
