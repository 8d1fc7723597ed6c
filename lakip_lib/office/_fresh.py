"""Facts as the source files hold them now: a cell that is run again in a notebook shows what was changed meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from lakip_lib import recording

if TYPE_CHECKING:
    from lakip_lib.office.office import Office

__all__ = ["Fresh", "per_reading"]

T = TypeVar("T")


class Fresh(Generic[T]):
    """What `read` makes of the files below `folder`; read again when one of them has changed.

    In a notebook the files are looked at once per cell, so that all of a cell sees one state; outside of one, never
    again.  What `read` raises is raised by `get`, and every later `get` tries again: old facts are never shown for new.
    `made` keeps what was made of this reading, and is emptied by the next one.
    """

    def __init__(self, folder: Path, read: Callable[[], T]) -> None:
        self._folder, self._read = folder, read
        self.made: dict[str, Any] = {}
        self._cell = _cell()
        self._state = _state(folder)
        self._facts = read()

    def get(self) -> T:
        """The facts, at most one cell old."""
        if (cell := _cell()) != self._cell:
            if (state := _state(self._folder)) != self._state:
                self._facts = self._read()
                self.made = {}
                self._state = state
            self._cell = cell
        return self._facts


def per_reading(make: Callable[[Office], T]) -> Callable[[Office], T]:
    """A fact of an office that is computed once per reading of its files."""

    @wraps(make)
    def ask(office: Office) -> T:
        facts = office._facts  # noqa: SLF001 - part of the office, in a module of its own
        facts.get()
        made = facts.made
        if make.__name__ not in made:
            made[make.__name__] = make(office)
        fact: T = made[make.__name__]
        return fact

    return ask


def _cell() -> int:
    """The number of the notebook cell that is running; always 0 outside of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.execution_count if shell else 0


def _state(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Path, size and time of change of every file."""
    with recording.unnoted():
        return frozenset(_files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118 - every cell waits for this: a Path takes five times as long
            try:
                about = os.stat(path)  # noqa: PTH116 - as above
            except OSError:  # gone since it was listed
                continue
            yield path, about.st_size, about.st_mtime_ns
