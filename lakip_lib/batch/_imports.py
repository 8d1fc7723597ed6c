"""Imported once, by the process that the workers of a pool are forked from: all that making a report imports."""

import gc
import sys
from importlib import import_module

# What `report.make` keeps jsonschema from importing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
for _name in (
    "lakip_lib.batch._work",
    "lakip_lib.build",
    "lakip_lib.export.html",
    "lakip_lib.present.prose",
    "lakip_lib.processed",
    "lakip_lib.review.tables",
    "nbconvert",
    "papermill.execute",
):
    import_module(_name)
gc.collect()
gc.freeze()  # collections in the workers leave the shared pages alone
