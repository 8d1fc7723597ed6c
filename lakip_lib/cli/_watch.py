"""Hear of files that are saved, so that a process with everything imported can make a report again at once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["saved"]

#: Seconds between two looks.  Looking works on every file system, network drives included, which tell of no changes.
_LOOK = 0.1
#: What is made, not typed; folders and files whose names begin with a dot or a tilde are of programs, not of people.
_MADE = ("outputs", "data/processed")

_Stamps = dict[str, tuple[int, int]]


def saved(*folders: Path) -> Iterator[list[str]]:
    """The names of files below `folders` that were saved, added or removed since the last time, once they stand still.

    The first time at once, with no names; never ends.  What happens while the caller works is told the next time.  A
    file that is being written is left alone until two looks find it the same.
    """
    before = _stamps(folders)
    yield []
    while True:
        time.sleep(_LOOK)
        now = _stamps(folders)
        if now == before:
            continue
        while (later := _settled(folders)) != now:
            now = later
        yield sorted({Path(path).name for path, _ in before.items() ^ now.items()})
        before = now


def _settled(folders: tuple[Path, ...]) -> _Stamps:
    time.sleep(_LOOK)
    return _stamps(folders)


def _stamps(folders: tuple[Path, ...]) -> _Stamps:
    """Size and time of change of each file, by path."""
    found = {}
    for folder in folders:
        made = {str(folder / name) for name in _MADE}
        for place, within, names in os.walk(folder):
            # os.path, not pathlib: many files, ten times a second
            within[:] = [n for n in within if not n.startswith((".", "__")) and os.path.join(place, n) not in made]  # noqa: PTH118
            for name in names:
                path = os.path.join(place, name)  # noqa: PTH118
                try:
                    state = os.stat(path)  # noqa: PTH116
                except OSError:  # removed while we look
                    continue
                if not name.startswith((".", "~")):
                    found[path] = (state.st_mtime_ns, state.st_size)
    return found
