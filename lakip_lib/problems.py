"""What is wrong with the source data: one problem per place, all of them at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lakip_lib.quantity import located

__all__ = ["NO_TEXT", "DataError", "Problem", "Told", "nearest", "unseen"]

#: Signs that nobody sees and that are no text: control characters, which no report can hold, and those that turn the
#: direction of what follows, so that a reader sees other figures than there are (U+200E and U+200F only mark).
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
#: What is expected and what to do where there is one.
NO_TEXT = ("teks tanpa tanda kendali yang tak tampak", "Hapus tanda itu, atau ketik ulang isinya.")


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
        return _visible(f"{place}: {read}seharusnya {self.expected}. {self.todo}")


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


def unseen(text: str) -> re.Match[str] | None:
    """The first sign in `text` that nobody sees and that is no text."""
    return _UNSEEN.search(text)


def _visible(text: str) -> str:
    """With the number of each sign that nobody sees: a terminal would obey it."""
    return _UNSEEN.sub(lambda sign: f"<U+{ord(sign[0]):04X}>", text)


def _short(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
