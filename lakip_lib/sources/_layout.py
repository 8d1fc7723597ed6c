"""Finds the table in a sheet: its header, its rows, and what people put around them.

Title rows above the header, a row of column numbers below it, totals, and notes beside or below the table are no data:
they are set aside with a remark, so that nothing is counted twice and nothing disappears in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lakip_lib import schema
from lakip_lib.problems import NO_TEXT, Problem, nearest, unseen
from lakip_lib.sources._sheet import RawRow, RawTable, Remark, Sheet, letter

__all__ = ["ORIGIN", "Layout"]

#: How the columns begin that `lakip import` writes right of a draft: where each value was read.  They are no notes.
ORIGIN = "asal "

#: The header stands among the first rows, if at all.
_SEARCHED = 60
#: A row is the header if it holds this many names of columns; a table with fewer columns needs all of them.
_ENOUGH = 3
_NUMBERS = ("uang", "jumlah", "persen", "nilai", "bulat")
_TOTAL = re.compile(
    r"(grand |sub ?)?(total|jumlah)"
    r"( (keseluruhan|seluruhnya|akhir|total|pagu|anggaran|belanja|pegawai|pns|asn|orang|barang))?:?|rata[- ]rata:?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(sumber|catatan|keterangan|ket\.?)\b.*|\*.*", re.IGNORECASE | re.DOTALL)
#: Fewer cells than this are no row of column numbers.
_COUNTED = 3
_BESIDE = "catatan di samping tabel, tidak dibaca"


@dataclass
class Layout:
    """One sheet read as one table; `table` is None where the header does not tell which cell is which."""

    declaration: schema.Table
    place: str
    sheet: Sheet
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    table: RawTable | None = None

    def __post_init__(self) -> None:
        head = self._head()
        self._check_text(head)
        self._origins = _origins(self.sheet.rows[head] if self.sheet.rows else [])
        columns = self._columns(head)
        if columns is None:
            return
        self._at = columns
        titles = [(i, shown) for i in range(head) if (shown := _joined(self.sheet.rows[i]))]
        if titles:
            self._remark(titles[0][0], titles[0][1], f"{len(titles)} baris di atas judul kolom, tidak dibaca")
        rows, totals = self._rows(head)
        letters = {n: letter(c) for n, c in self._at.items()} if self.sheet.lettered else {}
        self.table = RawTable(
            self.declaration, self.place, self.sheet.file, tuple(rows), letters, tuple(totals), tuple(self.remarks)
        )

    def _head(self) -> int:
        """The index of the header: the first row with enough names of columns, else the first that is not blank."""
        known = {c.name for c in self.declaration.columns}
        enough = min(_ENOUGH, len(known))
        searched = list(enumerate(self.sheet.rows[:_SEARCHED]))
        heads = (i for i, row in searched if len(known & {_name(c) for c in row}) >= enough)
        return next(heads, next((i for i, row in searched if any(c.strip() for c in row)), 0))

    def _columns(self, head: int) -> dict[str, int] | None:
        """Where each column of the table stands; None if one is missing or stands twice."""
        record = self.sheet.rows[head] if self.sheet.rows else []
        names = [_name(c) for c in record]
        while names and not names[-1]:
            names.pop()
        known = [c.name for c in self.declaration.columns]
        used = [i for i, n in enumerate(names) if n in known]
        beside = _beside(names, used[-1] if used else len(names))
        for c, name in enumerate(names):
            if name in known or c in beside or c in self._origins:
                continue
            if name or not self.sheet.lettered:
                hint = nearest(name, known) or f"Kolom: {', '.join(known)}."
                self._problem("nama kolom yang dikenal", hint, (head, c), name)
        twice = sorted({n for n in names if n and names.count(n) > 1 and n in known})
        missing = [c.name for c in self.declaration.columns if c.required and c.name not in names]
        for name in twice:
            self._problem("satu kolom saja dengan nama itu", "Hapus salah satunya.", (head, names.index(name)), name)
        for name in missing:
            self._problem("kolom wajib yang ada", "Tambahkan kolom itu.", (head, -1), name)
        return None if twice or missing else {n: i for i, n in enumerate(names) if n in known}

    def _rows(self, head: int) -> tuple[list[RawRow], list[RawRow]]:
        rows: list[RawRow] = []
        totals: list[RawRow] = []
        loose = False  # after a blank row or a total, a lone text is a note
        width = max(self._at.values(), default=0) + 1
        for i, record in enumerate(self.sheet.rows[head + 1 :], start=head + 1):
            self._extra(i, record, width)
            row = self._row(i, record)
            filled = [t for t in row.cells.values() if t.strip()]
            if not filled:
                loose = True
            elif not rows and _numbered(filled):
                self._remark(i, _joined(record), "baris nomor kolom, tidak dibaca")
            elif self._is_total(row):
                totals.append(row)
                self._remark(i, _joined(record), "baris jumlah, tidak dibaca; jumlah selalu dihitung")
                loose = True
            elif len(filled) == 1 and self._is_note(row, filled[0], loose=loose):
                self._remark(i, filled[0], "catatan di bawah tabel, tidak dibaca")
            else:
                self._check(i, row)
                rows.append(row)
                if i in self.sheet.hidden:
                    self._remark(i, _joined(record), "baris tersembunyi, tetap dibaca")
        return rows, totals

    def _row(self, i: int, record: list[str]) -> RawRow:
        cells = {c.name: "" for c in self.declaration.columns}
        cells |= {name: record[c] for name, c in self._at.items() if c < len(record)}
        return RawRow(i + 1, cells, frozenset(n for n, c in self._at.items() if (i, c) in self.sheet.numbers))

    def _is_total(self, row: RawRow) -> bool:
        """True for a row named as a total that has no key of its own."""
        named = {n for n, t in row.cells.items() if _TOTAL.fullmatch(" ".join(t.split()))}
        return bool(named) and all(not row.cells[k].strip() for k in self.declaration.key if k not in named)

    def _is_note(self, row: RawRow, text: str, *, loose: bool) -> bool:
        """True for a lone text that leaves the row without what a row of this table must have: words are no code."""
        cells = ((c.kind, row.cells[c.name].split()) for c in self.declaration.columns if c.required)
        lacking = any(not words or (kind == "kode" and len(words) > 1) for kind, words in cells)
        return lacking and (loose or bool(_NOTE.fullmatch(text.strip())))

    def _extra(self, i: int, record: list[str], width: int) -> None:
        """What stands in no column of the table: a note in a workbook, an unquoted separator in a CSV file."""
        used = {*self._at.values(), *self._origins}
        outside = [t for c, t in enumerate(record) if c not in used and (c >= width or self.sheet.lettered)]
        extra = [t for t in outside if t.strip()]
        if not extra:
            return
        if self.sheet.lettered:
            self._remark(i, extra[0], _BESIDE)
        else:
            todo = "Beri tanda kutip pada sel yang memuat pemisah."
            self._problem(f"paling banyak {width} sel", todo, (i, -1), "", extra[0])

    def _check(self, i: int, row: RawRow) -> None:
        """Cells of a data row that a workbook cannot give."""
        for column in self.declaration.columns:
            at = (i, self._at.get(column.name, -1))
            if at in self.sheet.broken:
                expected, todo = self.sheet.broken[at]
                self._problem(expected, todo, at, column.name, row.cells[column.name])
            elif at in self.sheet.merged and column.kind in _NUMBERS:
                todo = "Pisahkan sel gabungan itu, lalu isi tiap baris dengan angkanya sendiri."
                self._problem("satu angka bagi satu baris, bukan sel gabungan", todo, at, column.name)
            elif at in self.sheet.numbers and column.kind == "kode" and "," in row.cells[column.name]:
                todo = "Format kolom itu sebagai Teks, lalu ketik ulang kodenya: bagi Excel 1.10 sama dengan 1.1."
                self._problem("kode yang diketik sebagai teks", todo, at, column.name, row.cells[column.name])

    def _check_text(self, head: int) -> None:
        names = [_name(c) for c in self.sheet.rows[head]] if self.sheet.rows else []
        for i, record in enumerate(self.sheet.rows):
            if unseen("".join(record)):
                for c, text in enumerate(record):
                    if unseen(text):
                        self._problem(*NO_TEXT, (i, c), names[c] if c < len(names) else "", text)

    def _remark(self, i: int, typed: str, why: str) -> None:
        self.remarks.append(Remark(i + 1, typed, why))

    def _problem(self, expected: str, todo: str, at: tuple[int, int], column: str, typed: str = "") -> None:
        in_sheet = letter(at[1]) if self.sheet.lettered and at[1] >= 0 else ""
        self.problems.append(Problem(self.sheet.file, at[0] + 1, column, typed, expected, todo, in_sheet))


def _name(text: str) -> str:
    """A header as a column name: ``Target Keluaran *`` is target_keluaran."""
    return "_".join(re.sub(r"\([^()]*\)|\*", " ", text).casefold().split())


def _beside(names: list[str], last: int) -> set[int]:
    """Headers that a blank one separates from the table, right of its last column."""
    gap = next((i for i in range(last + 1, len(names)) if not names[i]), len(names))
    return set(range(gap, len(names)))


def _numbered(filled: list[str]) -> bool:
    """True for ``1 2 3 …`` or ``(1) (2) (3) …``."""
    return len(filled) >= _COUNTED and [t.strip(" ()") for t in filled] == [str(n) for n in range(1, len(filled) + 1)]


def _origins(record: list[str]) -> frozenset[int]:
    """The columns of origins that a draft has right of its table."""
    return frozenset(c for c, text in enumerate(record) if text.startswith(ORIGIN))


def _joined(record: list[str]) -> str:
    return " · ".join(" ".join(c.split()) for c in record if c.strip())
