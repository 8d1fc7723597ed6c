"""The two sheets around the tables: instructions with the state of each table, and the codes to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from lakip_lib import schema
from lakip_lib.new._draft import Draft
from lakip_lib.new._sheet import Progress
from lakip_lib.new._styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["codes", "cover"]

_HOW = (
    "Isi sel kuning; warnanya hilang setelah terisi. Sel krem diisi bila ada. Sel abu-abu diambil dari tempat lain.",
    "Bila suatu angka memang tidak ada, ketik - atau alasannya (mis. Tidak dianggarkan), bukan 0.",
    "Persentase diketik dengan tanda persen: 98,5%. Uang dan cacahan diketik sebagai angka saja.",
    "Baris boleh ditambah, dihapus, dan diurutkan. Nama lembar dan nama kolom (baris 3) jangan diubah. Tanda *: wajib.",
    "Baris 1 sampai 3 tidak dibaca sebagai data. Jumlah dan capaian tidak diketik: dihitung oleh program.",
)
_THEN = "Simpan, tutup Excel, lalu jalankan perintah ini. Yang belum diisi disebut menurut unitnya."
_ELSEWHERE = "Deret beberapa tahun tidak diisi di sini. Tambahkan baris tahun {} pada berkas berikut di data/raw:"


def cover(sheet: Worksheet, styles: Styles, draft: Draft, progress: Sequence[Progress]) -> None:
    """Fill the sheet of instructions."""
    sheet.hide_gridlines(2)
    for column, width in enumerate((3, 28, 62, 14, 14, 14)):
        sheet.set_column(column, column, width, styles.named("plain"))
    origin = f"Struktur dan teks tetap dari tahun {draft.source}; semua angkanya dikosongkan." if draft.source else ""
    sheet.write_string(1, 1, f"Isian LAKIP tahun {draft.year}", styles.named("title"))
    sheet.write_string(2, 1, draft.office, styles.named("subtitle"))
    sheet.write_string(3, 1, origin or "Belum ada tahun sebelumnya: semua tabel kosong.", styles.named("subtitle"))
    sheet.write_string(5, 1, "Cara mengisi", styles.named("section"))
    row = 6
    for n, text in enumerate(_HOW, 1):
        sheet.merge_range(row, 1, row, 5, f"{n}. {text}", styles.named("wrapped"))
        row += 1
    sheet.merge_range(row, 1, row, 5, f"{len(_HOW) + 1}. {_THEN}", styles.named("wrapped"))
    for command in ("check", "build"):
        row += 1
        sheet.write_string(row, 1, f"    lakip {command} --year {draft.year}", styles.named("code"))
    row = _state(sheet, styles, progress, row + 2)
    _series(sheet, styles, draft, row + 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _state(sheet: Worksheet, styles: Styles, progress: Sequence[Progress], row: int) -> int:
    """The tables and how many of their cells are still blank, counted by Excel itself; returns the last row."""
    sheet.write_string(row, 1, "Lembar yang diisi", styles.named("section"))
    head = row + 1
    for c, text in enumerate(("Lembar", "Isi", "Harus diisi", "Sudah", "Belum"), 1):
        sheet.write_string(head, c, text, styles.named("head" if c <= 2 else "head_right"))  # noqa: PLR2004
    row = head
    for p in progress:
        row += 1
        sheet.write_url(row, 1, f"internal:'{p.table.name}'!A4", styles.named("link"), p.table.name)
        sheet.write_string(row, 2, p.table.about, styles.named("cell"))
        if p.due:
            sheet.write_number(row, 3, p.due, styles.named("number"))
            sheet.write_formula(row, 4, f"=D{row + 1}-F{row + 1}", styles.named("number"), 0)
            sheet.write_formula(row, 5, f"={p.blank}", styles.named("number"), p.due)
        else:
            sheet.write_string(row, 3, _wanted(p.table), styles.named("number"))
            sheet.write_formula(
                row, 4, f'=COUNTA({p.first_column})&" baris"', styles.named("number"), f"{p.rows} baris"
            )
            sheet.write_blank(row, 5, None, styles.named("number"))
    total = row + 1
    sheet.write_string(total, 1, "Jumlah sel", styles.named("sum_word"))
    sheet.write_blank(total, 2, None, styles.named("sum_word"))
    everything = sum(p.due for p in progress)
    for c, value in ((3, everything), (4, 0), (5, everything)):
        letter = "ABCDEF"[c]
        sheet.write_formula(total, c, f"=SUM({letter}{head + 2}:{letter}{total})", styles.named("sum"), value)
    for criterion, style in (("=", "done"), (">", "due")):
        filled = f"AND(ISNUMBER(F{head + 2}),F{head + 2}{criterion}0)"
        rule = {"type": "formula", "criteria": f"={filled}", "format": styles.fill(style)}
        sheet.conditional_format(head + 1, 5, total, 5, rule)
    return total


def _wanted(table: schema.Table) -> str:
    return {"wajib": "baris baru", "bila ada": "bila ada"}.get(table.each_year, "periksa")


def _series(sheet: Worksheet, styles: Styles, draft: Draft, row: int) -> None:
    """The files outside the year that need rows of this year."""
    sheet.write_string(row, 1, "Data di luar buku kerja ini", styles.named("section"))
    sheet.write_string(row + 1, 1, _ELSEWHERE.format(draft.year), styles.named("plain"))
    for n, table in enumerate(_with_years(), row + 2):
        sheet.write_string(n, 1, table.path(draft.period, draft.year), styles.named("cell"))
        sheet.write_string(n, 2, table.about, styles.named("cell"))


def _with_years() -> list[schema.Table]:
    return [t for t in schema.TABLES if t.place != "tahun" and any(t.column(k).kind == "tahun" for k in t.key)]


def codes(sheet: Worksheet, styles: Styles, draft: Draft) -> Mapping[str, str]:
    """Fill the sheet of codes; returns the cells to choose from, by ``table.column``, and those of ``satuan``."""
    from xlsxwriter.utility import xl_range_abs

    lists: list[tuple[str, Sequence[str], Iterable[str]]] = [
        (name, list(found), found.values()) for name, found in draft.codes.items()
    ]
    lists.append(("satuan", draft.units, ()))
    sheet.write_string(0, 0, "Kode dan satuan yang dapat dipilih", styles.named("title"))
    sheet.write_string(1, 0, "Untuk dibaca. Kode baru ditambahkan pada tabelnya sendiri.", styles.named("subtitle"))
    sheet.freeze_panes(4, 0)
    ranges = {}
    column = 0
    for name, values, names in lists:
        table = name.partition(".")[0]
        sheet.write_string(3, column, table, styles.named("head"))
        sheet.set_column(column, column, max([len(table), 12, *map(len, values)]) + 2)
        for r, value in enumerate(values, 4):
            sheet.write_string(r, column, value, styles.named("cell"))
        if values:
            ranges[name] = f"='{sheet.get_name()}'!{xl_range_abs(4, column, 3 + len(values), column)}"
        if names:
            sheet.write_string(3, column + 1, "nama", styles.named("head"))
            sheet.set_column(column + 1, column + 1, 48)
            for r, text in enumerate(names, 4):
                sheet.write_string(r, column + 1, text, styles.named("cell"))
            column += 1
        column += 2
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return ranges
