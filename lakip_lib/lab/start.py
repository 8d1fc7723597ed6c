"""What the start notebook shows: years, source tables, what is missing, what the check says, and the chapters.

Every function reads the files anew, so that running its cell again shows the present state.  Problems of the tables
are shown as a table, with links that JupyterLab opens; nothing here fails because the data are not ready.
"""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from lakip_lib import schema
from lakip_lib.lab import notebooks
from lakip_lib.office import Office
from lakip_lib.present import show
from lakip_lib.problems import DataError, Problem
from lakip_lib.quantity import located
from lakip_lib.review.finding import Finding, counts
from lakip_lib.review.tables import check
from lakip_lib.review.tables import missing as still_missing
from lakip_lib.sources import Sources, find_root

__all__ = ["chapters", "missing", "reports", "review", "set_year", "tables", "years"]

_OPENED = {".csv", ".toml", ".md", ".ipynb", ".html", ".pdf", ".json"}
_SHOWN_PLACES = 4
_LONG = 300


def years(root: str = "") -> None:
    """The fiscal years that the office has, with the state of their data."""
    office = find_root(root)
    rows = []
    for file in sorted((office / "data" / "raw").glob("[0-9][0-9][0-9][0-9]/tahun.toml")):
        year = file.parent.name
        try:
            about = Sources(office, int(year)).year
            state, note = about.get("keadaan", "final"), about.get("keterangan", "")
        except DataError as error:
            state, note = "belum dapat dibaca", str(error.problems[0])
        made = office / "outputs" / year / f"lakip-{year}.html"
        rows.append((year, _text(state), _text(note), _link(made, made.name) if made.is_file() else "–"))
    _table("Tahun anggaran yang tersedia", ("Tahun", "Keadaan data", "Keterangan", "Laporan terakhir"), rows)


def tables(root: str, fiscal_year: int) -> None:
    """The source tables of that year: which are there and how many rows they have; or what is wrong with them."""
    office = _open(root, fiscal_year)
    if not isinstance(office, Office):
        raw = find_root(root) / "data" / "raw"
        problems = [(_place(raw, p), _text(p.typed), _text(f"{p.expected}."), _text(p.todo)) for p in office.problems]
        caption = f"Belum dapat dipakai: {len(problems)} kesalahan pada tabel sumber"
        _table(caption, ("Tempat", "Terbaca", "Seharusnya", "Yang dilakukan"), problems)
        return
    raw, rows = office.root / "data" / "raw", []
    for declared in schema.TABLES:
        found = office.data.tables.get(declared.name)
        file = found[0].file if found else office.file(declared.name)
        place = _text(file) if found is None else _link(raw / file.partition("!")[0], file)
        state = "belum ada" if found is None else f"{len(found)}" if found else "kosong"
        rows.append((place, _text(declared.about), state))
    there = sum(1 for t in schema.TABLES if office.data.tables.get(t.name))
    caption = f"Tabel sumber tahun {office.year}: {there} dari {len(rows)} berisi"
    _table(caption, ("Berkas di data/raw", "Isi", "Baris"), rows, numbers=(2,))


def missing(root: str, fiscal_year: int) -> None:
    """What is still to be filled in, by the unit that must deliver it."""
    office = _open(root, fiscal_year)
    if not isinstance(office, Office):
        _note("Menunggu tabel sumber diperbaiki.")
        return
    lacking = still_missing(office)
    if not lacking:
        _note(f"Tidak ada yang harus diisi untuk tahun {office.year} (keadaan {_state(office)}).")
        return
    raw, rows = office.root / "data" / "raw", []
    for unit, found in groupby(lacking, key=lambda m: m.unit):
        for m in found:
            first = ", ".join(m.places[:_SHOWN_PLACES]) + " …" * (len(m.places) > _SHOWN_PLACES)
            file = _link(raw / m.file.partition("!")[0], m.file)
            rows.append((_text(unit), file, _text(m.column or "(baris)"), str(len(m.places)), _text(first)))
    caption = f"Belum diisi menurut unit yang menyampaikannya: {sum(len(m.places) for m in lacking)} sel atau baris"
    _table(caption, ("Unit", "Berkas", "Kolom", "Banyaknya", "Tempat"), rows, numbers=(3,))


def review(root: str, fiscal_year: int) -> None:
    """The findings of `lakip check`, worst first, each with its cells."""
    office = _open(root, fiscal_year)
    if not isinstance(office, Office):
        _note("Menunggu tabel sumber diperbaiki.")
        return
    findings = check(office)
    told = ", ".join(f"{n} {severity}" for severity, n in counts(findings).items())
    raw = office.root / "data" / "raw"
    rows = [(f.severity, f.code, _text(f.message), _places(raw, f)) for f in findings]
    heads = ("Tingkat", "Kode", "Temuan", "Tempat dan isinya")
    _table(f"Pemeriksaan tabel sumber tahun {office.year}: {told}", heads, rows)


def chapters(root: str, fiscal_year: int) -> None:
    """Links to the chapters, with the year that stands in their parameters cell."""
    rows = []
    readable, damaged = notebooks.sound(_chapters(root))
    for path in readable:
        year = notebooks.year(path)
        other = "" if year == fiscal_year else " (bukan tahun yang dipilih)"
        rows.append((_link(path, path.name), _text(notebooks.title(path)), f"{year or '–'}{other}"))
    _table("Bab: klik untuk membuka, lalu Run > Run All Cells", ("Buku kerja", "Mulai dari", "fiscal_year"), rows)
    for error in damaged:
        _note(str(error))


def set_year(root: str, fiscal_year: int) -> None:
    """Write the year into the parameters cell of every chapter, and of the start notebook's own file."""
    readable, damaged = notebooks.sound([*_chapters(root), *Path.cwd().glob(notebooks.START)])
    changed = notebooks.set_year(readable, fiscal_year)
    told = f"fiscal_year = {fiscal_year} ditulis dalam {len(changed)} buku kerja."
    _note(f"{told} Tutup dan buka lagi yang sedang terbuka.")
    for error in damaged:
        _note(str(error))


def reports(root: str, fiscal_year: int) -> None:
    """The command that makes the report, and the files that it made last."""
    folder = find_root(root) / "outputs" / str(fiscal_year)
    links = [_link(f, f.name) for f in sorted(folder.glob(f"lakip-{fiscal_year}.*")) if f.suffix != ".ipynb"]
    made = f"Hasil terakhir: {', '.join(links)}." if links else "Laporan tahun ini belum pernah dibuat."
    place = f' --root "{root}"' if root else ""
    command = f"lakip build --year {fiscal_year} --to html,pdf,docx{place}"
    told = f"Di terminal (<em>File &gt; New &gt; Terminal</em>): <code>{html.escape(command)}</code>"
    show.markup(f'<div class="prosa"><p>{told}</p><p>{made}</p></div>')


# -- inside -----------------------------------------------------------------------------------------------------------


def _open(root: str, fiscal_year: int) -> Office | DataError:
    try:
        office = Office(root, fiscal_year)
        office.check()
    except DataError as error:
        return error
    return office


def _state(office: Office) -> str:
    return str(office.data.year.get("keadaan", "final"))


def _chapters(root: str) -> list[Path]:
    """The office's own chapters, or the working copies beside the start notebook."""
    own = sorted((find_root(root) / "notebooks").glob("[0-9]*.ipynb"))
    return own or sorted(Path.cwd().glob("[0-9]*.ipynb"))


def _place(raw: Path, p: Problem) -> str:
    where = located(p.file, p.row, p.column, p.letter)
    return _link(raw / p.file.partition("!")[0], where)


def _places(raw: Path, f: Finding) -> str:
    """The first places of a finding, a line each: file, row, column, and the text that stands there."""
    lines = []
    for p in f.places[:_SHOWN_PLACES]:
        name = p.table or p.section
        rest = str(replace(p, section="", table="")) if p.row or p.column else ""
        said = f" “{p.quote}”" if p.quote else ""
        lines.append(f"{_link(raw / name.partition('!')[0], name)} {_text(rest + said)}".rstrip())
    if len(f.places) > len(lines):
        lines.append(f"dan {len(f.places) - len(lines)} tempat lain")
    return "<br/>".join(lines)


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """A table whose cells are HTML; the columns in `numbers` hold numbers."""
    kind = [' class="n"' if n in numbers else "" for n in range(len(heads))]
    head = "".join(f'<th scope="col"{k}>{_text(title)}</th>' for k, title in zip(kind, heads, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{k}>{cell}</td>' for k, cell in zip(kind, row, strict=True))}</tr>" for row in rows
    )
    show.markup(
        f'<figure class="tabel mulai"><figcaption>{_text(caption)}</figcaption><div class="gulir">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></figure>"
    )


def _note(text: str) -> None:
    show.markup(f'<div class="prosa"><p>{_text(text)}</p></div>')


def _link(path: Path, text: str) -> str:
    """A link that JupyterLab opens, relative to the notebook; only the text for what it cannot open."""
    if path.suffix not in _OPENED or not path.is_file():
        return _text(text)
    try:
        way = os.path.relpath(path, Path.cwd())
    except ValueError:  # another drive
        return _text(text)
    return f'<a class="ke-berkas" href="{quote(Path(way).as_posix())}">{_text(text)}</a>'


def _text(text: str) -> str:
    short = " ".join(text.split())
    return html.escape(short if len(short) <= _LONG else f"{short[:_LONG]} …", quote=False)
