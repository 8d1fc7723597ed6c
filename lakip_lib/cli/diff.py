"""`lakip diff`: which published numbers changed since an earlier build, and why."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lakip_lib.cli._voice import DONE, USAGE, Voice, short, tell
from lakip_lib.sources import find_root

if TYPE_CHECKING:
    from lakip_lib.diff import Change, Difference, Number

__all__ = ["run"]

_MANIFEST = "manifest.json"


class _UnusableError(ValueError):
    """A folder that holds no build that can be compared."""


def run(options: argparse.Namespace) -> int:
    """Compare an earlier outputs folder with the present one; returns the exit code."""
    say = Voice(quiet=options.json)
    root = find_root(options.root)
    from lakip_lib.diff import compare

    now = root / "outputs" / str(options.year)
    before = Path(options.against)
    before = before.parent if before.name == _MANIFEST else before
    try:
        (old, old_told), (new, new_told) = _read(before, options.year), _read(now, options.year)
    except _UnusableError as error:
        return say.refuse(USAGE, str(error))
    found = compare(old, new, old_told, new_told)
    if options.json:
        tell(_as_json(found))
        return DONE
    _print(say, found, f"Laporan {options.year}: {short(now)} dibandingkan dengan {short(before)}")
    return DONE


def _read(folder: Path, year: int) -> tuple[list[Number], Mapping[str, Any]]:
    """The numbers of a build and its manifest; that of a folder without one is empty."""
    from lakip_lib.diff import numbers

    notebook = folder / f"lakip-{year}.ipynb"
    todo = f"Sebutkan folder outputs/{year} dari pembuatan sebelumnya, atau manifest.json di dalamnya."
    try:
        found = numbers(notebook)
    except OSError:
        raise _UnusableError(f"{notebook} tidak ada. {todo}") from None
    except ValueError as error:
        raise _UnusableError(f"{notebook} bukan buku kerja laporan yang utuh ({error}). {todo}") from None
    try:
        told = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {}
    return found, told if isinstance(told, dict) else {}


def _print(say: Voice, found: Difference, title: str) -> None:
    say.line(title)
    say.line(f"{_counted(found.changes)}.")
    for heading, changes in groupby(found.changes, key=lambda c: c.number.title):
        say.line(f"\n{heading or 'tanpa judul'}")
        for why, same in groupby(changes, key=lambda c: c.why):
            for change in same:
                old, new = (n.shown if n else "–" for n in (change.old, change.new))
                state = "" if change.old and change.new else "  (baru)" if change.new else "  (tidak ada lagi)"
                say.line(f"  {change.number.where}: {old} → {new}{state}")
            for reason in why:
                say.line(f"      karena {reason}")
    say.line("\nYang berbeda di antara keduanya:" if found.causes else "\nSumber, kode, dan versi keduanya sama.")
    for cause in found.causes:
        say.line(f"  {cause}")


def _counted(changes: Iterable[Change]) -> str:
    changes = list(changes)
    new, gone = sum(c.old is None for c in changes), sum(c.new is None for c in changes)
    return f"{len(changes) - new - gone} angka berubah, {new} baru, {gone} tidak ada lagi"


def _as_json(found: Difference) -> dict[str, object]:
    return {
        "angka": [
            {
                "di": c.number.title,
                "id": c.number.place,
                "tempat": c.number.where,
                "lama": _number(c.old),
                "baru": _number(c.new),
                "sebab": list(c.why),
            }
            for c in found.changes
        ],
        "perbedaan": found.causes,
    }


def _number(number: Number | None) -> dict[str, str] | None:
    return {"nilai": number.value, "tertulis": number.shown} if number else None
