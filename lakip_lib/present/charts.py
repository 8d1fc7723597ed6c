"""Charts of the report: each takes an office or an indicator and gives a `Drawing` whose title is what the data say.

A chart with too little data raises `lakip_lib.office.Gap`, which names what is missing.  No chart knows any indicator,
programme or region, and none shows a figure of a year after the fiscal year except targets of the five-year plan.
"""

from lakip_lib.present._change_charts import year_change
from lakip_lib.present._count_charts import counts, ratio_history
from lakip_lib.present._efficiency_charts import efficiency, output_vs_money
from lakip_lib.present._end_charts import against_end, comparison
from lakip_lib.present._indicator_charts import renstra_path
from lakip_lib.present._money_charts import absorption_by_program, budget_shares
from lakip_lib.present._office_charts import achievement_bars, akip_components, staff
from lakip_lib.present._quarter_charts import quarters
from lakip_lib.present.drawing import Drawing

__all__ = [
    "Drawing",
    "absorption_by_program",
    "achievement_bars",
    "against_end",
    "akip_components",
    "budget_shares",
    "comparison",
    "counts",
    "efficiency",
    "output_vs_money",
    "quarters",
    "ratio_history",
    "renstra_path",
    "staff",
    "year_change",
]
