"""The look of fragments inside JupyterLab: one style per cell, in an output of its own.

A kernel that a Jupyter server started for a notebook has ``JPY_SESSION_NAME`` in its environment; papermill's has not.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import resources

from IPython import get_ipython
from IPython.display import HTML, display

__all__ = ["STYLE", "note"]

#: What `display` writes into the output's metadata, so that nobody takes the style for a fragment.
STYLE = {"lakip": "gaya"}

_titles: dict[str, str] = {}


def note(label: str = "", title: str = "") -> None:
    """The running cell shows a fragment; references to `label` shall read as `title`."""
    if "JPY_SESSION_NAME" not in os.environ:
        return
    _watch()
    _titles[label] = title


@cache
def _watch() -> None:
    get_ipython().events.register("post_run_cell", _dress)


def _dress(_: object) -> None:
    """Show the style below the fragments of the cell; references find the titles of all cells that ran."""
    if _titles:
        css = (resources.files("lakip_lib.present") / "lab.css").read_text(encoding="utf-8")
        rules = [
            f'.jp-RenderedHTMLCommon a.rujuk[href="#{label}"]:empty::after {{ content: "{_quoted(title)}"; }}'
            for label, title in _titles.items()
            if label
        ]
        _titles.clear()
        style = "\n".join([css, *rules])
        display(HTML(f'<style class="lakip">{style}</style>'), metadata=STYLE)


def _quoted(text: str) -> str:
    """As the inside of a CSS string that stands in HTML."""
    return "".join(c if c.isalnum() or c in " ,.:;–-“”()" else f"\\{ord(c):x} " for c in text)
