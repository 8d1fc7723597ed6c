"""SVG drawings inside fragments: keep them apart from each other, and know their size."""

from __future__ import annotations

import re

from lxml import etree

from lakip_lib.export.fragments import SVG, Element, is_svg, parent

_LINK = re.compile(r"url\((['\"]?)#([^)'\"]+)\1\)")
_STAR = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")


def outer(root: Element) -> list[Element]:
    """Give the drawings in `root` that stand inside no other drawing."""
    return [svg for svg in root.iter(f"{SVG}svg") if not is_svg(svg.getparent())]


def isolate(svg: Element, prefix: str) -> None:
    """Keep the ids and styles of one drawing from reaching any other, and drop its machine metadata."""
    for node in list(svg.iter(f"{SVG}metadata", f"{SVG}style")):
        star = _STAR.fullmatch(node.text or "") if node.tag == f"{SVG}style" else None
        if star:
            svg.set("style", f"{star[1].strip()};{svg.get('style', '')}".strip(";"))
        if star or node.tag == f"{SVG}metadata":
            parent(node).remove(node)
    for node in svg.iter(etree.Element):
        for name, value in node.attrib.items():
            if name == "id":
                node.set(name, prefix + value)
            elif name.split("}")[-1] == "href" and value.startswith("#"):
                node.set(name, f"#{prefix}{value[1:]}")
            elif name in ("aria-labelledby", "aria-describedby"):
                node.set(name, " ".join(prefix + part for part in value.split()))
            elif "url(" in value:
                node.set(name, _LINK.sub(lambda match: f"url(#{prefix}{match[2]})", value))


def ratio(svg: Element) -> float | None:
    """Give height over width, from `viewBox` or else from `width` and `height`; None when neither tells."""
    box = svg.get("viewBox", "").replace(",", " ").split()[2:]
    sides = box or [re.sub(r"[a-z%]+$", "", svg.get(side, "")) for side in ("width", "height")]
    try:
        width, height = (float(side) for side in sides)
    except ValueError:
        return None
    return height / width if width > 0 and height > 0 else None
