"""`lakip import`: drafts of source tables from an earlier report, a budget realisation or an evaluation form."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.cli._voice import DATA, DONE, USAGE, Voice, quoted, short, tell

if TYPE_CHECKING:
    from lakip_lib.importing import Drafted, Drafts, Line, Material, Written

__all__ = ["run"]

_SHOWN = 12
_SHOWN_PLACES = 3
_SHOWN_TEXT = 50


def run(options: argparse.Namespace) -> int:
    """Draft tables from a file; returns the exit code: 1 when no table is recognised, 2 when it cannot be read."""
    from lakip_lib.document.model import UnreadableError
    from lakip_lib.problems import DataError

    say = Voice(quiet=options.json)
    folder = Path(options.into) if options.into else Path("impor") / Path(options.file).stem
    if ("data", "raw") in pairwise(folder.resolve().parts):
        return say.refuse(USAGE, "Draf tidak ditulis ke data/raw: pilih folder lain, periksa drafnya, lalu pindahkan.")
    try:
        material, lines, year = _read(options)
        result = _draft(options, folder, material, lines, year)
    except UnreadableError as error:
        return say.refuse(USAGE, str(error))
    except DataError as error:
        told = "\n".join(["Pemetaan tidak dapat diikuti:", *(f"  {p}" for p in error.problems)])
        return say.refuse(USAGE, told, problems=[str(p) for p in error.problems])
    except OSError as error:
        return say.refuse(USAGE, f"{folder} tidak dapat ditulis ({error.strerror}).")
    if result is None:
        return say.refuse(DATA, _nothing(material))
    if options.json:
        tell(result.as_json())
    for line in result.told():
        say.line(line)
    return DONE


def _read(options: argparse.Namespace) -> tuple[Material, list[Line], int]:
    """The file, the mapping that holds, and the fiscal year."""
    from lakip_lib.document.model import UnreadableError
    from lakip_lib.importing import edited, propose, read_lines, read_material

    path = Path(options.file)
    material = read_material(path)
    year = options.year or material.year
    if year is None:
        raise UnreadableError(f"Tahun anggaran tidak tertulis dalam {path.name}: sebutkan, mis. --year 2024.")
    lines = propose(material, year)
    if options.map:
        lines = edited(lines, read_lines(Path(options.map)), Path(options.map).name)
    return material, lines, year


def _draft(
    options: argparse.Namespace, folder: Path, material: Material, lines: list[Line], year: int
) -> _Result | None:
    """Place the cells and write the drafts; None, and nothing written, where no table is recognised."""
    from lakip_lib.importing import MAPPING, place, summary, write

    drafts = place(material, lines, year)
    drafted = summary(material, lines, drafts, year)
    if not drafted:
        return None
    written = write(drafts, lines, year, folder)
    kept = tuple(k for k in written.kept if not (k == MAPPING and options.map))
    return _Result(options.file, year, material, drafts, tuple(drafted), written, kept)


def _nothing(material: Material) -> str:
    tables = f"{len(material.tables)} tabel" if material.tables else "tidak ada tabel"
    return (
        f"{material.file}: {tables}, tidak satu pun dikenali sebagai tabel sumber; tidak ada yang ditulis. Dikenali "
        "dari kepala kolomnya: program dan anggaran, indikator dan target, triwulan, pegawai, sarana, evaluasi AKIP, "
        "cacahan menurut tahun."
    )


@dataclass(frozen=True)
class _Result:
    """What an import did; `kept` are files that a person has changed."""

    path: str
    year: int
    material: Material
    drafts: Drafts
    drafted: tuple[Drafted, ...]
    written: Written
    kept: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The recap for programs."""
        return {
            "selesai": True,
            "kode": DONE,
            "berkas": self.material.file,
            "tahun": self.year,
            "folder": str(self.written.folder),
            "draf": [
                {"tabel": d.table, "berkas": d.file, "baris": d.rows, "dari": d.places, "bukti": d.evidence,
                 "kosong": dict(d.lacking)}
                for d in self.drafted
            ],
            "cocok": self.drafts.agreed,
            "tidak_ditempatkan": [asdict(u) for u in self.drafts.unplaced],
            "tidak_ditimpa": list(self.kept),
        }  # fmt: skip

    def told(self) -> Iterator[str]:
        """The recap for people."""
        from lakip_lib.importing import MAPPING, UNPLACED

        where = short(self.written.folder.resolve())
        yield f"{self.material.file}: {len(self.material.tables)} tabel, tahun anggaran {self.year}. Draf di {where}:"
        wide = max(len(d.file) for d in self.drafted)
        for d in self.drafted:
            places = ", ".join(d.places[:_SHOWN_PLACES])
            more = f" dan {len(d.places) - _SHOWN_PLACES} lagi" if len(d.places) > _SHOWN_PLACES else ""
            yield f"  {d.file:<{wide}} {d.rows:>4} baris{'  dari ' if places else ''}{places}{more}"
            for proof in d.evidence[:_SHOWN_PLACES]:
                yield f"  {'':<{wide}}             {proof}"
            if d.lacking:
                lacking = ", ".join(f"{name} ({rows})" for name, rows in d.lacking)
                yield f"  {'':<{wide}}             belum ada dalam berkas: {lacking}"
        left = self.drafts.unplaced
        yield f"\n{self.drafts.agreed} nilai tercetak sama di tempat kedua."
        yield f"{len(left)} hal tidak ditempatkan ({UNPLACED}){':' if left else '.'}"
        for u in left[:_SHOWN]:
            text = u.text if len(u.text) <= _SHOWN_TEXT else f"{u.text[: _SHOWN_TEXT - 1]}…"
            yield f"  {u.cell or u.place}: “{text}” – {u.why}"
        if len(left) > _SHOWN:
            yield f"  … dan {len(left) - _SHOWN} lagi."
        if self.kept:
            yield f"\nTidak ditimpa, karena sudah diubah tangan: {', '.join(self.kept)}"
        yield "\nLangkah berikut:"
        yield f"  1. Periksa {where}/{MAPPING}; ubah tujuan, dokumen, tahun, atau triwulan yang keliru, lalu:"
        places = f"--into {quoted(where)} --map {quoted(f'{where}/{MAPPING}')}"
        yield f"     lakip import {quoted(self.path)} --year {self.year} {places}"
        yield "  2. Lengkapi yang kosong; sel asal setiap nilai ada di kanan tabelnya (kolom “asal …”)."
        yield "  3. Pindahkan tabelnya ke data/raw, lalu jalankan lakip check."
