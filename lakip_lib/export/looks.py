"""The looks that the pages share: templates, stylesheets with the colours of light and dark, scripts, fonts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.export import fonts

if TYPE_CHECKING:
    from jinja2 import Template

FONTS = "/* huruf */"
"""Stands in a page where its fonts go, which are cut down to the characters of the page."""
_TEMPLATES = Path(__file__).parent / "templates"


def text(name: str) -> str:
    """Give a file of the templates."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def template(name: str) -> Template:
    """Give a page to fill in; what is filled in is escaped."""
    import jinja2

    loader = jinja2.FileSystemLoader(_TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(name)


def css(*names: str) -> str:
    """Give the stylesheets `names` below the colours; paper is always light, on a screen the reader's choice wins."""
    dark = text("gelap.css")
    colours = (
        f":root{{{text('terang.css')}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-tema=terang]){{{dark}}}}}\n"
        f"@media screen{{:root[data-tema=gelap]{{{dark}}}}}"
    )
    return "\n".join([colours, *map(text, names)])


def with_fonts(page: str) -> str:
    """Give `page` with the fonts that its characters need."""
    return page.replace(FONTS, fonts.css(page), 1)
