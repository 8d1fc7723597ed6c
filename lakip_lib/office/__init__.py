"""One office in one fiscal year: the only thing a chapter asks for facts and measures."""

from lakip_lib.office.evaluation import Evaluation
from lakip_lib.office.gaps import Gap
from lakip_lib.office.indicator import Indicator
from lakip_lib.office.office import Office
from lakip_lib.office.pictures import Picture
from lakip_lib.office.program import Program, ProgramIndicator, sum_of_funded
from lakip_lib.office.renstra import Goal
from lakip_lib.office.staff import people

__all__ = [
    "Evaluation", "Gap", "Goal", "Indicator", "Office", "Picture", "Program", "ProgramIndicator", "people",
    "sum_of_funded",
]  # fmt: skip
