"""Damage that source files suffer between a desk and a report, one kind at a time, repeatable.

`damaged` picks a file and a kind by chance.  What must come of it is known beforehand: nothing changes (`SAME`), the
file is refused by name (`REFUSED`), or whatever an independent reckoning of the damaged records gives (`OTHER`).
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import xlsxwriter

__all__ = ["OTHER", "REFUSED", "SAME", "Damage", "damaged", "kinds", "read_records", "written"]

SAME, REFUSED, OTHER = "sama", "ditolak", "lain"
Records = list[list[str]]

_HUGE = 10_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What no cell of a number may be read as something else than.
_NO_NUMBERS = (
    "1.2.3",
    "1,2,3",
    "1e9",
    "NaN",
    "Infinity",
    "0x1F",
    "12a",
    "--5",
    "1.250.00",
    "٣٤",
    "１２３",
    "1/2",
    "ya",
)
_NUMBERS = (
    "0",
    "1",
    "-1",
    "(5)",
    "999.999.999.999.999",
    "0,01",
    "100%",
    "1.115",
    "12,345",
    "Rp 1.500.000,00",
    "7 unit",
)
_TEMPLATES = (
    "{{ instansi.__class__ }}", "{{ anggaran.pagu.inputs }}", "{{ ''.__class__.__mro__ }}", "{{ self }}",
    "{{ 'a' * 1000000000 }}", "{{ '%999999999d' % 1 }}", "{{ '{:999999999}'.format(1) }}", "{{ tidak_ada }}",
    "{{ instansi | attr('upper') }}", "{{ instansi | center(1000000000) }}", "{{ 1 / 0 }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% include 'profil.toml' %}", "{% import 'os' as os %}",
    "{% for a in range(1000000000) %}{% endfor %}", "{% if %}", "{{ tahun",
    "{% for a in 'aaaaaaaaaa' %}" * 12 + "x" + "{% endfor %}" * 12, "{{ instansi | angka }}",
    "(" * 5 + "{{ " + "(" * 3000,
)  # fmt: skip


@dataclass(frozen=True)
class Damage:
    """A file with new content; `instead` is the file that it replaces, if it has another name.

    `records` are what a table holds now, where that can be said; `effect` is what must come of it.
    """

    kind: str
    file: str
    content: bytes
    effect: str
    records: Records | None = None
    instead: str = ""


def damaged(chance: random.Random, files: Mapping[str, bytes]) -> Damage:
    """One file of `files` (by path below data/raw), damaged in one way."""
    while True:
        kind = chance.choice(sorted(_KINDS))
        suffix, damage = _KINDS[kind]
        file = chance.choice(sorted(f for f in files if f.endswith(suffix)))
        if found := damage(chance, files[file], file):
            return found


def kinds() -> list[str]:
    """All kinds of damage."""
    return sorted(_KINDS)


def read_records(content: bytes) -> Records:
    """The records of a CSV file that is sound; UnicodeDecodeError or csv.Error if it is not."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def written(records: Records, separator: str = ",", end: str = "\n") -> str:
    """Records as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(records)
    return out.getvalue()


_KINDS: dict[str, tuple[str, Callable[[random.Random, bytes, str], Damage | None]]] = {}
Change = Callable[[random.Random, Records], Records | None]
Spoil = Callable[[random.Random, bytes], bytes | None]


def _on_records(kind: str, effect: str = OTHER) -> Callable[[Change], Change]:
    """A change of what a table says."""

    def register(change: Change) -> Change:
        def damage(chance: random.Random, content: bytes, file: str) -> Damage | None:
            records = change(chance, read_records(content))
            return records and Damage(kind, file, written(records).encode(), effect, records)

        _KINDS[kind] = (".csv", damage)
        return change

    return register


def _on_bytes(kind: str, effect: str, suffix: str = ".csv") -> Callable[[Spoil], Spoil]:
    """A change of how a file is written."""

    def register(spoil: Spoil) -> Spoil:
        def damage(chance: random.Random, content: bytes, file: str) -> Damage | None:
            spoilt = spoil(chance, content)
            if spoilt is None:
                return None
            records = _maybe(spoilt) if suffix == ".csv" and effect == OTHER else None
            return Damage(kind, file, spoilt, effect, records)

        _KINDS[kind] = (suffix, damage)
        return spoil

    return register


def _maybe(content: bytes) -> Records | None:
    try:
        return read_records(content)
    except (UnicodeDecodeError, csv.Error):
        return None


def _row(chance: random.Random, records: Records) -> int:
    """The index of a row below the header; 0 if there is none."""
    return chance.randrange(1, len(records)) if len(records) > 1 else 0


def _cell(chance: random.Random, records: Records) -> tuple[int, int] | None:
    row = _row(chance, records)
    return (row, chance.randrange(len(records[row]))) if row else None


# --- what a table says -------------------------------------------------------------------------


@_on_records("dua sel bertukar")
def _swapped(chance: random.Random, records: Records) -> Records | None:
    one, other = _cell(chance, records), _cell(chance, records)
    if not one or not other:
        return None
    (a, b), (c, d) = one, other
    records[a][b], records[c][d] = records[c][d], records[a][b]
    return records


@_on_records("baris bergeser")
def _shifted(chance: random.Random, records: Records) -> Records | None:
    if row := _row(chance, records):
        records[row] = ["", *records[row][:-1]] if chance.random() < 0.5 else [*records[row][1:], ""]
    return records if row else None


@_on_records("kolom bergeser")
def _column_down(chance: random.Random, records: Records) -> Records | None:
    if not (at := _cell(chance, records)):
        return None
    column = [r[at[1]] for r in records[1:]]
    for record, text in zip(records[1:], ["", *column[:-1]], strict=True):
        record[at[1]] = text
    return records


@_on_records("sel kosong")
def _emptied(chance: random.Random, records: Records) -> Records | None:
    if at := _cell(chance, records):
        records[at[0]][at[1]] = ""
    return records if at else None


@_on_records("baris dua kali", REFUSED)
def _twice(chance: random.Random, records: Records) -> Records | None:
    row = _row(chance, records)
    return [*records, list(records[row])] if row else None


@_on_records("baris hilang")
def _lost(chance: random.Random, records: Records) -> Records | None:
    row = _row(chance, records)
    return [*records[:row], *records[row + 1 :]] if row else None


@_on_records("tahun keliru")
def _wrong_year(chance: random.Random, records: Records) -> Records | None:
    years = [
        (r, c)
        for r, row in enumerate(records[1:], 1)
        for c, text in enumerate(row)
        if text.isdecimal() and len(text) == 4
    ]
    if not years:
        return None
    row, column = chance.choice(years)
    records[row][column] = chance.choice(["1924", "20224", "2O24", "2026", "2099", "0", "-2024", "24", "2024,0"])
    return records


@_on_records("angka aneh")
def _odd_number(chance: random.Random, records: Records) -> Records | None:
    return _replaced(chance, records, _NUMBERS)


@_on_records("bukan angka")
def _no_number(chance: random.Random, records: Records) -> Records | None:
    return _replaced(chance, records, _NO_NUMBERS)


def _replaced(chance: random.Random, records: Records, texts: tuple[str, ...]) -> Records | None:
    digits = [(r, c) for r, row in enumerate(records[1:], 1) for c, text in enumerate(row) if text[:1].isdecimal()]
    if not digits:
        return None
    row, column = chance.choice(digits)
    records[row][column] = chance.choice(texts)
    return records


@_on_records("rumus sebagai teks")
def _formula(chance: random.Random, records: Records) -> Records | None:
    if at := _cell(chance, records):
        records[at[0]][at[1]] = chance.choice(
            ["=1+1", '=HYPERLINK("http://x.invalid","klik")', "+cmd|' /C calc'!A0", "@SUM(A1)"]
        )
    return records if at else None


@_on_records("nama kolom keliru")
def _header(chance: random.Random, records: Records) -> Records | None:
    column = chance.randrange(len(records[0]))
    records[0][column] = chance.choice(["", records[0][column] + "x", records[0][0], "kolom"])
    return records


# --- how a file is written ---------------------------------------------------------------------


@_on_bytes("UTF-8 dengan tanda", SAME)
def _mark(_: random.Random, content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


@_on_bytes("UTF-16", SAME)
def _utf16(_: random.Random, content: bytes) -> bytes:
    return content.decode().encode("utf-16")


@_on_bytes("UTF-16 tanpa tanda", REFUSED)
def _utf16_unmarked(chance: random.Random, content: bytes) -> bytes:
    return content.decode().encode(chance.choice(["utf-16-le", "utf-16-be"]))


@_on_bytes("Windows-1252", SAME)
def _cp1252(_: random.Random, content: bytes) -> bytes | None:
    try:
        return content.decode().encode("cp1252")
    except UnicodeEncodeError:
        return None


@_on_bytes("pemisah lain", SAME)
def _separator(chance: random.Random, content: bytes) -> bytes:
    return written(read_records(content), separator=chance.choice(";\t")).encode()


@_on_bytes("pemisah tak dikenal", REFUSED)
def _no_separator(chance: random.Random, content: bytes) -> bytes:
    return written(read_records(content), separator=chance.choice("|:~")).encode()


@_on_bytes("akhir baris lain", SAME)
def _line_end(chance: random.Random, content: bytes) -> bytes:
    return written(read_records(content), end=chance.choice(["\r\n", "\r"])).encode()


@_on_bytes("byte NUL", REFUSED)
def _nul(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + b"\0" + content[at:]


@_on_bytes("huruf kendali", REFUSED)
def _control(chance: random.Random, content: bytes) -> bytes:
    records = read_records(content)
    row = chance.randrange(len(records))
    column = chance.randrange(len(records[row]))
    text = records[row][column]
    at = chance.randrange(len(text) + 1)
    records[row][column] = text[:at] + chance.choice("\x01\x08\x1b\x7f\x85\u202e\u2066\ufffe") + text[at:]
    return written(records).encode()


@_on_bytes("sel 10 MB", REFUSED)
def _endless(chance: random.Random, content: bytes) -> bytes | None:
    records = read_records(content)
    if not (at := _cell(chance, records)):
        return None
    records[at[0]][at[1]] = "\ufdd0"  # csv would write the cell itself for seconds
    long = chance.choice([b"9", b"a", b"a ", b"<b>"])
    return written(records).encode().replace("\ufdd0".encode(), long * (_HUGE // len(long)))


@_on_bytes("setengah tertulis", OTHER)
def _half(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


@_on_bytes("satu byte berubah", OTHER)
def _one_byte(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


@_on_bytes("kutip terbuka", REFUSED)
def _quote(chance: random.Random, content: bytes) -> bytes | None:
    lines = content.split(b"\n")
    row = chance.randrange(len(lines) - 1)
    if b'"' in b"\n".join(lines[row:]):
        return None
    lines[row] = b'"' + lines[row]
    return b"\n".join(lines)


# --- Excel -------------------------------------------------------------------------------------

Fill = Callable[[xlsxwriter.Workbook, Records, random.Random], object]


def _as_book(content: bytes, fill: Fill | None, chance: random.Random) -> bytes:
    """The table as a workbook of text cells, and what `fill` changes in its sheet."""
    records = read_records(content)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("lembar")
        for r, record in enumerate(records):
            for c, text in enumerate(record):
                sheet.write_string(r, c, text)
        if fill is not None and fill(book, records, chance) is None:
            return b""
    return out.getvalue()


def _on_book(kind: str, effect: str, suffix: str = ".xlsx") -> Callable[[Spoil], Spoil]:
    """A table that is now a workbook: `spoil` is given the CSV."""

    def register(spoil: Spoil) -> Spoil:
        def damage(chance: random.Random, content: bytes, file: str) -> Damage | None:
            spoilt = spoil(chance, content)
            name = file.removesuffix(".csv") + suffix
            return Damage(kind, name, spoilt, effect, None, file) if spoilt else None

        _KINDS[kind] = (".csv", damage)
        return spoil

    return register


@_on_book("buku kerja", SAME)
def _book(chance: random.Random, content: bytes) -> bytes:
    return _as_book(content, None, chance)


@_on_book("buku kerja setengah tertulis", REFUSED)
def _half_book(chance: random.Random, content: bytes) -> bytes:
    made = _as_book(content, None, chance)
    return made[: chance.randrange(1, len(made) - 1)]


@_on_book("buku kerja satu byte berubah", OTHER)
def _book_byte(chance: random.Random, content: bytes) -> bytes:
    return _one_byte(chance, _as_book(content, None, chance))


@_on_book("bukan buku kerja", REFUSED)
def _no_book(chance: random.Random, content: bytes) -> bytes:
    return chance.choice([content, b"<html><table></table></html>", _OLE + b"\0" * 600, b"PK\x03\x04", b"\n"])


@_on_book("Excel lama", REFUSED, ".xls")
def _old_book(_: random.Random, __: bytes) -> bytes:
    return _OLE + b"\0" * 600


@_on_book("rumus tanpa nilai", REFUSED)
def _no_value(chance: random.Random, content: bytes) -> bytes:
    def fill(book: xlsxwriter.Workbook, records: Records, chance: random.Random) -> object:
        at = _data_cell(chance, records)
        return at and (book.worksheets()[0].write_formula(*at, "=A1+1", None, ""), True)[1]

    return _as_book(content, fill, chance)


@_on_book("galat Excel", REFUSED)
def _excel_error(chance: random.Random, content: bytes) -> bytes:
    def fill(book: xlsxwriter.Workbook, records: Records, chance: random.Random) -> object:
        at = _data_cell(chance, records)
        return at and (book.worksheets()[0].write_formula(*at, "=1/0", None, "#DIV/0!"), True)[1]

    return _as_book(content, fill, chance)


def _data_cell(chance: random.Random, records: Records) -> tuple[int, int] | None:
    """A cell that is filled, of a row that stays one with any content."""
    found = [(r, c) for r, row in enumerate(records[1:], 1) for c, t in enumerate(row) if t and sum(map(bool, row)) > 2]
    return chance.choice(found) if found else None


@_on_book("bagian buku kerja rusak", OTHER)
def _book_part(chance: random.Random, content: bytes) -> bytes:
    """One part of the zip cut short, emptied, left out, or with an entity."""
    made, out = _as_book(content, None, chance), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name == victim:
                part = chance.choice([
                    part[: len(part) // 2], b"", None, b"\0" * len(part),
                    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + part.partition(b"?>")[2],
                ])  # fmt: skip
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


# --- TOML and narratives -----------------------------------------------------------------------


@_on_bytes("TOML baris hilang", OTHER, ".toml")
def _toml_line(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


@_on_bytes("TOML tak terurai", REFUSED, ".toml")
def _no_toml(chance: random.Random, content: bytes) -> bytes:
    return content + chance.choice(
        [b"\nkunci", b"\n[", b'\nx = "', b"\nx = 1 2", b"\xff", b"\0", b"\nx = " + b"[" * 5000]
    )


@_on_bytes("TOML nilai lain", OTHER, ".toml")
def _toml_value(chance: random.Random, content: bytes) -> bytes | None:
    lines = content.split(b"\n")
    given = [i for i, line in enumerate(lines) if b" = " in line and b"#" not in line]
    if not given:
        return None
    at = chance.choice(given)
    name = lines[at].partition(b" = ")[0]
    value = chance.choice(
        [b"-1", b"1e400", b"nan", b"[]", b"{}", b"true", b'""', b"1979-05-27", b'"\\u0001"', b'"<b>"', b"[[1]]"]
    )
    lines[at] = name + b" = " + value
    return b"\n".join(lines)


@_on_bytes("TOML satu byte berubah", OTHER, ".toml")
def _toml_byte(chance: random.Random, content: bytes) -> bytes:
    return _one_byte(chance, content)


@_on_bytes("templat jahat", REFUSED, ".md")
def _template(chance: random.Random, content: bytes) -> bytes:
    return chance.choice(_TEMPLATES).encode() + b"\n\n" + content


@_on_bytes("narasi setengah tertulis", OTHER, ".md")
def _half_words(chance: random.Random, content: bytes) -> bytes:
    return _half(chance, content)


@_on_bytes("narasi satu byte berubah", OTHER, ".md")
def _words_byte(chance: random.Random, content: bytes) -> bytes:
    return _one_byte(chance, content)


@_on_bytes("narasi bukan UTF-8", REFUSED, ".md")
def _words_encoding(chance: random.Random, content: bytes) -> bytes:
    return chance.choice([content + b"\xff", content.decode().encode("utf-16"), content + b"\0", content + b"\x1b"])
