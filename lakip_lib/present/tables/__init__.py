"""The tables of the report: a function each, from an `Office` or an `Indicator` to a `Grid`, or the `Gap` it met."""

from lakip_lib.present.tables.annex import cleaning_log, decisions, gaps, measurement, register
from lakip_lib.present.tables.indicator import (
    against_end,
    against_target,
    against_years,
    base_data,
    comparison,
    efforts,
)
from lakip_lib.present.tables.money import (
    absorption,
    allocation,
    budget_by_program,
    budget_tree,
    efficiency,
    outputs,
    program_performance,
)
from lakip_lib.present.tables.performance import (
    achievements,
    awards,
    compared,
    follow_up,
    quarters,
    scale,
    score_components,
    to_end,
    to_years,
)
from lakip_lib.present.tables.plan import (
    annual_plan,
    documents,
    formulations,
    goals,
    indicators,
    pact,
    pact_programs,
    program_matrix,
    strategy,
    targets,
)
from lakip_lib.present.tables.profile import assets, cross_cutting, procedure, staff, staff_by_position, staff_by_rank

__all__ = [
    "absorption", "achievements", "against_end", "against_target", "against_years", "allocation", "annual_plan",
    "assets", "awards", "base_data", "budget_by_program", "budget_tree", "cleaning_log", "compared", "comparison",
    "cross_cutting", "decisions", "documents", "efficiency", "efforts", "follow_up", "formulations", "gaps", "goals",
    "indicators", "measurement", "outputs", "pact", "pact_programs", "procedure", "program_matrix",
    "program_performance", "quarters", "register", "scale", "score_components", "staff", "staff_by_position",
    "staff_by_rank", "strategy", "targets", "to_end", "to_years",
]  # fmt: skip
