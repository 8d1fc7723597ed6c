"""Source tables as text: every cell as typed, with its file and row.  Nothing is interpreted here.

A table is a CSV file or a sheet of an Excel workbook; `Sources` finds it, and nobody above need know which it was.
"""

from lakip_lib.sources._files import PROFILE, STATES, Sources, find_root
from lakip_lib.sources._sheet import RawRow, RawTable, Remark

__all__ = ["PROFILE", "STATES", "RawRow", "RawTable", "Remark", "Sources", "find_root"]
