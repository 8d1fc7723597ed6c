"""What every chapter does first, done once: a process that has rehearsed forks kernels that need not do it again."""

from __future__ import annotations

import string

from lakip_lib.present import _text, charts, diagrams, prose, show, tables, tiles
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.drawing import Drawing

__all__ = ["rehearse"]

#: The parts of this package that chapters use.
PARTS = (charts, diagrams, show, tables, tiles)


def rehearse() -> None:
    """Import what waits for its first use, measure the typeface, draw a chart, fill in a sentence; nothing is kept."""
    for weight in (400, 600):
        _text.width(string.printable, 1, weight)
    _chart()
    prose.filled("", "{{ nilai }}", {"nilai": "1"})


@drawn
def _chart() -> Drawing:
    plate = Plate("Judul", 90.0, foot="Catatan")
    axes = plate.figure.add_axes((0.1, 0.1, 0.8, 0.6))
    axes.plot([1, 2], [1, 2], marker="o", label="garis")
    axes.bar([1, 2], [1, 2], hatch="//")
    axes.barh([1, 2], [1, 2])
    axes.annotate("tanda", (1, 1))
    axes.legend()
    return plate.finish("Uraian")
