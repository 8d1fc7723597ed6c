"""Imported once, by the process that the workers of a pool are forked from: all that making a report imports."""

import gc

from lakip_lib import report
from lakip_lib.batch import _work  # noqa: F401 - what workers run

report.import_all()
gc.collect()
gc.freeze()  # collections in the workers leave the shared pages alone
