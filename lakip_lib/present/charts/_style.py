"""The one look of all charts, and the decorator that draws in it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from lakip_lib.office import Gap
from lakip_lib.present import _text
from lakip_lib.present.drawing import BODY, GREY, INK, LIGHT, SMALL
from lakip_lib.present.gapped import gapped

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

__all__ = ["STYLE", "drawn"]

P = ParamSpec("P")
T = TypeVar("T")

#: What differs from matplotlib's own settings: text stays text, ids and bytes are the same in every run, no frame, no
#: tick marks, faint grid.
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "lakip",
    "path.simplify": False,
    "text.parse_math": False,
    "font.family": _text.FAMILY,
    "font.size": BODY,
    "text.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.75,
    "axes.axisbelow": True,
    "axes.spines.left": False,
    "axes.spines.bottom": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.xmargin": 0,
    "axes.ymargin": 0,
    "grid.color": LIGHT,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.8,
    "lines.linewidth": 1.8,
    "lines.markersize": 5.5,
    "lines.markeredgewidth": 1.2,
    "patch.linewidth": 0.75,
    **{
        f"{axis}tick.{key}": value
        for axis in "xy"
        for key, value in {
            "labelsize": SMALL,
            "color": GREY,
            "labelcolor": GREY,
            "major.size": 0,
            "major.pad": 4,
        }.items()
    },
}

#: matplotlib keeps its settings and font caches per process: one drawing at a time.
_LOCK = RLock()


@cache
def _settings() -> dict[str, object]:
    """All settings of a chart: matplotlib's own, whatever the user's matplotlibrc says, and `STYLE`.

    Makes the faces of the report known to matplotlib, from the wheel's files, before any face of the machine.
    """
    logger = logging.getLogger("matplotlib")
    logger.setLevel(logging.ERROR)  # what it says of this machine's folders and fonts would stand in a chapter's output
    import matplotlib as mpl
    from matplotlib.font_manager import fontManager

    logger.setLevel(logging.NOTSET)
    known = len(fontManager.ttflist)
    for face in ("Regular", "Semibold"):
        fontManager.addfont(_text.fonts() / f"SourceSansPro-{face}.ttf")
    fontManager.ttflist[:] = fontManager.ttflist[known:] + fontManager.ttflist[:known]
    return {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")} | STYLE


def drawn(make: Callable[P, T]) -> Callable[P, T | Gap]:
    """The same chart function, drawn in the report's style; a `Gap` that it raises is returned."""

    @gapped
    @wraps(make)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        with _LOCK:
            settings = _settings()
            import matplotlib as mpl

            with mpl.rc_context(cast("dict[RcKeyType, Any]", settings)):
                return make(*args, **kwargs)

    return wrapped
