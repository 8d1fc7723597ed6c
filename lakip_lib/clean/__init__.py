"""From text cells to typed rows: parse by column kind, apply decisions, validate, and report every problem at once."""

from lakip_lib.clean._clean import clean
from lakip_lib.clean._decisions import points_at
from lakip_lib.clean._model import Cleaned, Decision, LogEntry, Row
from lakip_lib.clean._noted import noted
from lakip_lib.clean._numbers import kind_of_unit

__all__ = ["Cleaned", "Decision", "LogEntry", "Row", "clean", "kind_of_unit", "noted", "points_at"]
