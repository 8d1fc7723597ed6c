"""How wide a text is, and how it breaks into lines: real metrics of the report's typeface, read from its wheel."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["ASCENT", "DESCENT", "FAMILY", "STACK", "fonts", "lacks", "shortened", "width", "wrap"]

FAMILY = "Source Sans Pro"
#: What a drawing asks for: where the report's typeface is not at hand (JupyterLab), at least one of its kind.
STACK = f"{FAMILY}, sans-serif"
#: How far ink reaches above and below the baseline, as a share of the size.
ASCENT, DESCENT = 0.74, 0.22

_FACES = {400: "Regular", 600: "Semibold"}
#: A line may break after a blank (no-break ones excepted), and after a slash or a hyphen between letters.
_PIECES = re.compile(r"[^ \n/-]*(?:[/-]+(?=[^\W\d])|[ \n]+|$)|[^ \n]+")


def fonts() -> Path:
    """The folder of font files."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("paket font-source-sans-pro belum terpasang")
    return Path(spec.origin).parent / "files"


@cache
def _advances(weight: int) -> dict[int, float]:
    """Advance of each character as a share of the size."""
    from fontTools.ttLib import TTFont

    with TTFont(fonts() / f"SourceSansPro-{_FACES[weight]}.ttf", lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"]
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


def lacks(text: str) -> set[str]:
    """The characters of `text` that the typeface does not have."""
    return {c for c in text if ord(c) not in _advances(400)}


def width(text: str, size: float, weight: int = 400) -> float:
    """Width of one line in the unit of `size`; kerning, which mostly narrows, is left out."""
    advances = _advances(weight)
    return sum(advances.get(ord(c), 1.0) for c in text) * size


def wrap(text: str, size: float, room: float, weight: int = 400) -> list[str]:
    """Lines no wider than `room`; a word that is wider breaks where it must."""
    lines, line = [], ""
    for piece in (p for p in _PIECES.findall(text) if p):
        while width((line + piece).rstrip(), size, weight) > room:
            if line.strip():
                lines.append(line.rstrip())
                line = ""
            else:
                fit = max(1, next((i for i in range(len(piece), 0, -1) if width(piece[:i], size, weight) <= room), 1))
                if fit >= len(piece.rstrip()):
                    break
                lines.append(piece[:fit])
                piece = piece[fit:]  # noqa: PLW2901 - the rest of a word that is too wide
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def shortened(text: str, size: float, room: float, limit: int, weight: int = 400) -> list[str]:
    """At most `limit` lines; what does not fit ends in an ellipsis."""
    lines = wrap(text, size, room, weight)
    if len(lines) <= limit:
        return lines
    last = lines[limit - 1]
    while last and width(last + " …", size, weight) > room:
        last = last.rpartition(" ")[0] if " " in last else last[:-1]
    return [*lines[: limit - 1], f"{last.rstrip(' ,;')} …"]
