"""Numbers, years and dates as people type them in Indonesian offices, read strictly and written uniformly.

The lowest layer: standard library only.  `parse` gives the one number a cell can mean, or raises `NumeralError`: it
never guesses in silence.
"""

from lakip_lib.numerals._dates import parse_date, parse_year, write_date
from lakip_lib.numerals._numbers import parse, separator_of
from lakip_lib.numerals._values import Kind, Missing, Number, NumeralError, Parsed, Range, Separator
from lakip_lib.numerals._writing import rounded, with_unit, words, write, write_exact

__all__ = [
    "Kind", "Missing", "Number", "NumeralError", "Parsed", "Range", "Separator", "parse", "parse_date", "parse_year",
    "rounded", "separator_of", "with_unit", "words", "write", "write_date", "write_exact",
]  # fmt: skip
