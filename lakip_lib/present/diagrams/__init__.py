"""Diagrams of the report, drawn from tables: organisation, cascade, programs, procedure, shared work, processes.

Every box is as high as its text needs in the report's typeface.  A diagram without data gives the `Gap` in its way.
"""

from lakip_lib.present.diagrams._cascade import cascading, programs_per_indicator
from lakip_lib.present.diagrams._flows import business_process, crosscutting, procedure
from lakip_lib.present.diagrams._organisation import organisation

__all__ = ["business_process", "cascading", "crosscutting", "organisation", "procedure", "programs_per_indicator"]
