"""What is wrong with the source data: one problem per place, all of them at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from lakip_lib.quantity import located

__all__ = ["DataError", "Problem", "Told", "nearest"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One place in the source data that cannot be used as it stands.

    `file` is relative to data/raw, ``2024/tabel.xlsx!anggaran`` for a sheet of a workbook; `row` is numbered as in a
    spreadsheet, 0 if the whole file is meant; `letter` is the spreadsheet column of a cell in a workbook.
    """

    file: str
    row: int
    column: str
    typed: str
    expected: str
    todo: str
    letter: str = ""

    def __str__(self) -> str:
        place = located(self.file, self.row, self.column, self.letter)
        read = f"terbaca “{_short(self.typed)}”, " if self.typed else ""
        return f"{place}: {read}seharusnya {self.expected}. {self.todo}"


class Told:
    """For exceptions whose message says everything: a notebook shows it alone, without the traceback."""

    def _render_traceback_(self) -> list[str]:
        """IPython's hook: the lines to show."""
        return str(self).splitlines()


class DataError(Told, ValueError):
    """The source tables have problems; `problems` lists all of them, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        head = f"{len(self.problems)} kesalahan pada tabel sumber:"
        return "\n".join([head, *(f"  {p}" for p in self.problems)])


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint such as ``Mungkin maksudnya “pagu”?``, or nothing when no known name is near."""
    folded = {k.casefold(): k for k in known}
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"Mungkin maksudnya “{folded[found[0]]}”?" if found else ""


def _short(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
