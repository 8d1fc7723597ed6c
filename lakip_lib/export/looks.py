"""The looks that the pages share: templates, stylesheets with the colours of light and dark, scripts, fonts."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.export import fonts

if TYPE_CHECKING:
    from jinja2 import Template

FONTS = "/* huruf */"
"""Stands in a page where its fonts go, which are cut down to the characters of the page."""
_MEGABYTE = 1_000_000
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


def policy(*scripts: str) -> str:
    """Give the Content-Security-Policy of a page: no request to anywhere, and no script but these, known by hash."""
    own = (f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    allowed = " ".join(own) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def size(count: int) -> str:
    """Give so many bytes as a reader is told: ``400 kB``, ``1,2 MB``."""
    if count < _MEGABYTE:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / _MEGABYTE:.1f} MB".replace(".", ",")


def with_fonts(page: str) -> str:
    """Give `page` with the fonts that its characters need."""
    return page.replace(FONTS, fonts.css(page), 1)
