"""Source tables as text: every cell as typed, with its file and row.  Nothing is interpreted here.

A table is a CSV file or a sheet of an Excel workbook; `Sources` finds it, and nobody above need know which it was.
"""

from lakip_lib.sources._csv import records
from lakip_lib.sources._excel import Workbook, WorkbookError
from lakip_lib.sources._files import PROFILE, STATES, NoOfficeError, Sources, find_root, workbooks
from lakip_lib.sources._layout import ORIGIN
from lakip_lib.sources._links import refuse_links_outward
from lakip_lib.sources._plans import plans_in_force
from lakip_lib.sources._sheet import RawRow, RawTable, Remark, Sheet, letter

__all__ = [
    "ORIGIN",
    "PROFILE",
    "STATES",
    "NoOfficeError",
    "RawRow",
    "RawTable",
    "Remark",
    "Sheet",
    "Sources",
    "Workbook",
    "WorkbookError",
    "find_root",
    "letter",
    "plans_in_force",
    "records",
    "refuse_links_outward",
    "workbooks",
]
