"""What a new fiscal year takes from the newest one before it that has tables.

The catalogue says which columns are carried over and which each year fills anew; see `schema.Column.each_year`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lakip_lib import schema
from lakip_lib.clean import Cleaned, Row, clean
from lakip_lib.problems import DataError
from lakip_lib.sources import Sources
from lakip_lib.yearly import marked

__all__ = ["YEAR_TABLES", "Draft", "draft"]

YEAR_TABLES = tuple(t for t in schema.TABLES if t.place == "tahun")
#: Narratives about one indicator are named ``analisis_KODE``.
_ABOUT_ONE = ("analisis_", "program_")
#: What a template asks for, and the names in it.
_WORDS = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
_NAME = re.compile(r"\w+")
Rows = tuple[dict[str, str], ...]

_SETTINGS = """\
# Keterangan tahun {year}; arti tiap kunci ada di kamus data.
tahun = {year}

# rencana: baru ada target. sementara: realisasi sedang diisi. final: semua data sudah lengkap dan diperiksa.
keadaan = "sementara"

# Tanggal penandatanganan laporan, mis. "28 Februari {next}".
tanggal_laporan = ""

# Catatan tentang keadaan data tahun ini.
keterangan = ""
{site}
# Laporan Hasil Evaluasi AKIP yang terbit pada tahun ini (menilai tahun sebelumnya).
[lhe]
nomor = ""
penerbit = {issuer}

# Tanggal keadaan data pada judul tabel, mis. "31 Desember {year}".
[posisi]
pegawai = ""
sarana = ""
"""


@dataclass(frozen=True)
class Draft:
    """All that `write` needs.

    `period` is the folder of the five-year plan.  `source` is the year carried over, None when no earlier year has
    tables; `skipped` are the years after it, without tables.  `tables` holds every table of a year by name, as text by
    column; `codes` the codes and names of tables in other folders, by ``table.column``; `indicators` their rows as
    text; `units` all units in use.  `left_out` says in Indonesian what has no place in the new five-year plan.
    """

    office: str
    year: int
    period: str
    source: int | None
    skipped: tuple[int, ...]
    tables: Mapping[str, Rows]
    codes: Mapping[str, Mapping[str, str]]
    indicators: Mapping[str, Mapping[str, str]]
    units: tuple[str, ...]
    settings: str
    narratives: Mapping[str, str]
    left_out: tuple[str, ...]


def draft(root: Path, year: int) -> Draft:
    """The draft of a fiscal year of the office in `root`.

    Raises `DataError` when the tables of the source year or of the five-year plan cannot be used, or when there is no
    five-year plan for `year`.
    """
    sources = Sources(root, year, new=True)
    lists = {name: sources.table(schema.table(name)) for name in ("renstra", "indikator", "variabel")}
    if sources.problems:
        raise DataError(sources.problems)
    codes = {
        f"{name}.kode": {_tidy(r.cells["kode"]): _tidy(_name(r.cells)) for r in table.rows} if table else {}
        for name, table in lists.items()
    }
    known = lists["indikator"]
    indicators = {_tidy(r.cells["kode"]): r.cells for r in known.rows} if known else {}
    before = [y for y in sources.years() if y < year]
    cleaned = next((c for y in reversed(before) if (c := _with_tables(root, y))), None)
    source = cleaned.fiscal_year if cleaned else None
    skipped = tuple(y for y in before if y > (source or 0))
    found = cleaned.tables if cleaned else {}
    left_out: list[str] = []
    tables = {t.name: tuple(_carried(t, found.get(t.name, ()), codes, left_out)) for t in YEAR_TABLES}
    units = {_tidy(r.cells["satuan"]) for t in lists.values() if t for r in t.rows if r.cells.get("satuan")}
    units |= {row["satuan"] for rows in tables.values() for row in rows if row.get("satuan")}
    gone = {row["kode"] for row in found.get("indikator", ())} - indicators.keys()
    texts = dict(_narratives(sources.raw, source, gone, left_out)) if source else {}
    office = str(sources.profile.get("instansi", {}).get("nama", ""))
    return Draft(
        office, year, sources.period, source, skipped, tables, codes, indicators,
        tuple(sorted(sorted(units), key=str.casefold)), _settings(year, cleaned.year if cleaned else {}), texts,
        tuple(left_out),
    )  # fmt: skip


def _with_tables(root: Path, year: int) -> Cleaned | None:
    """The cleaned tables of a year, None if it has none of its own."""
    cleaned = clean(root, year)
    return cleaned if any(t.name in cleaned.tables for t in YEAR_TABLES) else None


def _carried(
    table: schema.Table, rows: tuple[Row, ...], codes: Mapping[str, Mapping[str, str]], left_out: list[str]
) -> Iterator[dict[str, str]]:
    """The rows of a new year: stable columns as text, the others empty.

    A reference that the plan of the new year does not know is emptied, or its row left out where it must be filled.
    """
    if table.each_year:
        return
    lost = 0
    for row in rows:
        cells = {c.name: "" if c.each_year or row[c.name] is None else str(row[c.name]) for c in table.columns}
        unknown = [
            c for c in table.columns if c.refers in codes and cells[c.name] and cells[c.name] not in codes[c.refers]
        ]
        if any(c.required for c in unknown):
            lost += 1
            continue
        for c in unknown:
            left_out.append(f"{table.name}, kolom {c.name}: {cells[c.name]} tidak ada lagi di {c.refers}, dikosongkan")
            cells[c.name] = ""
        yield cells
    if lost:
        left_out.append(f"{table.name}: {lost} baris tidak dibawa, karena kode yang dirujuk tidak ada lagi")


def _narratives(raw: Path, source: int, gone: set[str], left_out: list[str]) -> Iterator[tuple[str, str]]:
    """Name and marked text of each narrative; those about indicators that are `gone`, or that ask for one, stay behind.

    Nobody could fill them, and the new year would begin with an error.
    """
    for path in sorted((raw / str(source) / "narasi").glob("[!.]*.md")):
        about = next((path.stem.removeprefix(p) for p in _ABOUT_ONE if path.stem.startswith(p)), "")
        why = f"indikator {about} tidak ada lagi" if about in gone else ""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            why = why or "bukan teks UTF-8"
        except OSError as error:
            why = why or f"tidak dapat dibuka ({error.strerror})"
        else:
            asked = gone & {name for words in _WORDS.findall(text) for name in _NAME.findall(words)}
            why = why or (f"memuat isian {', '.join(sorted(asked))}, yang tidak ada lagi" if asked else "")
        if why:
            left_out.append(f"narasi/{path.name}: tidak disalin, karena {why}")
        else:
            yield path.stem, marked(text, source)


def _settings(year: int, before: Mapping[str, object]) -> str:
    lhe = before.get("lhe", {})
    issuer = lhe.get("penerbit", "") if isinstance(lhe, dict) else ""
    site = f"situs_data = {_quoted(before['situs_data'])}\n" if "situs_data" in before else ""
    return _SETTINGS.format(year=year, next=year + 1, site=site, issuer=_quoted(issuer))


def _quoted(text: object) -> str:
    """A TOML string."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _name(cells: Mapping[str, str]) -> str:
    return next((cells[c] for c in ("nama", "indikator", "uraian") if c in cells), "")


def _tidy(text: str) -> str:
    return " ".join(text.split())
