"""Charts of the report, drawn by matplotlib: from an indicator or an office to a `Drawing`, or the `Gap` it met.

The picture's title is its message, computed from the data.  `Plate` is the sheet that they are drawn on: an analyst who
wants another chart makes a function with `@drawn` that fills one and returns ``plate.finish(alt)``.
"""

from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.charts.achievement import achievement_bars, efficiency
from lakip_lib.present.charts.ends import against_end, comparison
from lakip_lib.present.charts.history import ratio_history
from lakip_lib.present.charts.money import absorption_by_program, output_vs_money
from lakip_lib.present.charts.path import renstra_path
from lakip_lib.present.charts.people import akip_components, staff

__all__ = [
    "Plate",
    "absorption_by_program",
    "achievement_bars",
    "against_end",
    "akip_components",
    "comparison",
    "drawn",
    "efficiency",
    "output_vs_money",
    "ratio_history",
    "renstra_path",
    "staff",
]
