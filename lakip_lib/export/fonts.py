"""The report's type family, Source Sans Pro (OFL), from its wheel: files for the PDF, subsets for HTML, widths."""

from __future__ import annotations

import base64
import shutil
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

FAMILY = "Source Sans Pro"
#: What Indonesian reports are written with; every page gets these, so that they are cut out once per process.
COMMON = frozenset("".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—‘’“”•…′″€←↑→↓−≈≠≤≥▲▼◆●✓✗")
FACES = {(400, "normal"): "Regular", (600, "normal"): "Semibold", (400, "italic"): "It"}


def files() -> list[Path]:
    """Give the font files of all faces."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("paket font-source-sans-pro belum terpasang")
    folder = Path(spec.origin).parent / "files"
    return [folder / f"SourceSansPro-{face}.ttf" for face in FACES.values()]


def copied(folder: Path) -> Path:
    """Copy the font files below `folder`, where Typst is told to look for fonts, and give the place."""
    place = folder / "huruf"
    place.mkdir()
    for font in files():
        shutil.copyfile(font, place / font.name)
    return place


def css(characters: str = "") -> str:
    """Give `@font-face` rules that embed the glyphs of `COMMON` and `characters`; the same ones give the same bytes."""
    return _css("".join(sorted(COMMON.union(filter(str.isprintable, characters)))))


@cache
def _css(characters: str) -> str:
    rules = []
    for (weight, style), path in zip(FACES, files(), strict=True):
        data = base64.b64encode(_subset(path, characters)).decode()
        rules.append(
            f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};font-display:block;'
            f'src:url("data:font/woff;base64,{data}") format("woff")}}'
        )
    return "\n".join(rules)


def _subset(path: Path, characters: str) -> bytes:
    from fontTools import subset

    options = subset.Options(
        flavor="woff", hinting=False, layout_features=["kern", "liga", "ccmp", "locl"], notdef_outline=True
    )
    options.recalc_timestamp = False
    buffer = BytesIO()
    with subset.load_font(str(path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        names = font["name"]  # looking for names that nobody needs would take a third of the time, and save nothing
        del font["name"]
        subsetter.subset(font)
        font["name"] = names
        subset.save_font(font, buffer, options)
    return buffer.getvalue()


@cache
def _advances() -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont

    with TTFont(files()[1], lazy=True) as font:
        metrics = font["hmtx"]
        return {code: metrics[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm


def width_mm(text: str, points: float) -> float:
    """Give the width in mm of `text` set in the semibold face at `points` (an upper bound for the regular face)."""
    advances, em = _advances()
    return sum(advances.get(ord(character), em) for character in text) / em * points * 25.4 / 72
