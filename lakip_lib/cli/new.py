"""`lakip new`: the folder of a new fiscal year, made from the newest one before it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib import schema
from lakip_lib.cli._voice import DATA, DONE, USAGE, Voice, quoted, short, tell
from lakip_lib.problems import DataError
from lakip_lib.sources import find_root

if TYPE_CHECKING:
    from lakip_lib.new import Draft

__all__ = ["run"]

_YEARS = range(1900, 2200)
_SHOWN = 10


def run(options: argparse.Namespace) -> int:
    """Write data/raw/<year> and say what to do next; returns the exit code.

    1: the year before or the five-year plan cannot be used; 2: the year is none, or the folder already holds data.
    """
    year = options.fiscal_year
    say = Voice(quiet=options.json)
    if year not in _YEARS:
        return say.refuse(USAGE, f"{year} bukan tahun anggaran: ketik seperti lakip new 2026.")
    root = find_root(options.root)
    from lakip_lib.new import OccupiedError, draft, write

    try:
        made = draft(root, year)
        files = write(made, root, xlsx=options.xlsx)
    except DataError as error:
        told = f"data/raw/{year} tidak dibuat. {error}{_plan_first(error, year)}"
        return say.refuse(DATA, told, problems=[str(p) for p in error.problems])
    except OccupiedError as error:
        told = "\n".join([
            f"data/raw/{year} tidak diubah, karena sudah memuat:", *_some(error.files),
            "Berkas yang sudah ada tidak pernah ditimpa. Pindahkan dulu, atau teruskan mengisinya.",
        ])  # fmt: skip
        return say.refuse(USAGE, told, problems=list(error.files))
    except OSError as error:
        return say.refuse(USAGE, f"data/raw/{year} tidak dapat ditulis ({error.strerror}).")
    series = _series(root, year)
    if options.json:
        done = {
            "selesai": True, "kode": DONE, "tahun": year, "dari": made.source, "berkas": [str(f) for f in files],
            "tidak_dibawa": list(made.left_out), "deret": series,
        }  # fmt: skip
        tell(done)
    else:
        for line in _recap(made, files, series, options.root):
            say.line(line)
    return DONE


def _recap(made: Draft, files: Sequence[Path], series: Sequence[str], root: str) -> Iterator[str]:
    """What was made, what is left to do by hand, and how to go on."""
    skipped = f" ({', '.join(map(str, made.skipped))} tidak mempunyai tabel)" if made.skipped else ""
    origin = f"dari tahun {made.source}{skipped}" if made.source else "tanpa tahun sebelumnya: semua tabel kosong"
    yield f"{short(files[-1].parent)} dibuat {origin}."
    book = next((f.name for f in files if f.suffix == ".xlsx"), f"{len(made.tables)} tabel CSV")
    yield f"  {book}: struktur dan teks tetap dibawa, angkanya dikosongkan"
    yield "  tahun.toml: keadaan, tanggal, dan nomor LHE diisi di sini"
    if made.narratives:
        yield f"  narasi: {len(made.narratives)} berkas disalin dan ditandai untuk ditulis ulang"
    for title, lines in (("Tidak dibawa:", made.left_out), (f"Perlu baris tahun {made.year} di data/raw:", series)):
        if lines:
            yield f"\n{title}"
            yield from _some(lines)
    where = f" --root {quoted(root)}" if root else ""
    yield f"\nYang belum diisi, menurut unitnya: lakip check --year {made.year}{where}"


def _some(lines: Sequence[str]) -> Iterator[str]:
    """The first lines, indented, and how many there are besides."""
    yield from (f"  {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"  … dan {len(lines) - _SHOWN} lagi."


def _plan_first(error: DataError, year: int) -> str:
    """What to make first, when no five-year plan holds the year."""
    if not any(p.file == "data/raw" for p in error.problems):
        return ""
    needed = ", ".join(f"{t.name}.csv" for t in schema.TABLES if t.place == "periode" and t.required)
    return (
        f"\nBuat dulu folder Renstra yang memuat {year}, data/raw/renstra-AWAL-AKHIR, dengan {needed} "
        f"(lihat kamus data), lalu jalankan lagi lakip new {year}."
    )


def _series(root: Path, year: int) -> list[str]:
    """What tables outside the new folder still lack for that year."""
    from lakip_lib.office import Office
    from lakip_lib.review.tables import missing

    try:
        return [f"{m.file}: {m.told()}" for m in missing(Office(root, year)) if m.series]
    except DataError:
        return []
