"""CSV as a spreadsheet program of any locale saves it: comma, semicolon or tab, UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import csv
import io
import re

from lakip_lib.problems import Problem

__all__ = ["records"]

_SEPARATORS = (",", ";", "\t")
#: The longest cell that csv may hand us; longer ones are reported, not parsed.
_CELL_LIMIT = 1_000_000


def records(file: str, data: bytes) -> list[list[str]] | Problem:
    """All records, blank ones too, so that their index tells the row; or why it is no CSV."""
    text = _text(file, data)
    if isinstance(text, Problem):
        return text
    first = re.search(r"[^\s,;][^\r\n]*", text)
    line = first[0] if first else ""
    # A spreadsheet fills a short row, such as a title with commas in it, up to the last column.
    separator = line[-1] if line.endswith(_SEPARATORS) else max(_SEPARATORS, key=line.count)
    csv.field_size_limit(_CELL_LIMIT)
    found: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            found.append(record)  # noqa: PERF402 - what was read before an error tells its row
    except csv.Error as error:
        todo = f"Periksa tanda kutip dan akhir berkas ({error})."
        return Problem(file, len(found) + 1, "", "", "CSV yang utuh", todo)
    if not text.endswith(("\n", "\r")) and len(found) > 1 and len(found[-1]) < max(map(len, found[:-1])):
        todo = "Berkas berakhir di tengah baris ini: lengkapi, atau ambil lagi dari sumbernya."
        return Problem(file, len(found), "", separator.join(found[-1]), "CSV yang utuh sampai sel terakhir", todo)
    return found


def _text(file: str, data: bytes) -> str | Problem:
    """The text of a file, decoded; a problem if it cannot be read without loss."""
    try:
        text = _decode(data)
    except UnicodeDecodeError:
        return Problem(file, 0, "", "", "teks UTF-8, UTF-16 atau Windows-1252", "Simpan ulang sebagai CSV UTF-8.")
    for mark, what in (("\0", "byte NUL"), ("\ufffd", "huruf yang rusak (U+FFFD)")):
        if mark in text:
            row = text[: text.index(mark)].count("\n") + 1
            todo = f"Berkas memuat {what}: perbaiki dan simpan ulang sebagai CSV UTF-8."
            return Problem(file, row, "", "", "teks", todo)
    return text


def _decode(data: bytes) -> str:
    """UTF-16 by its mark, else UTF-8, else Windows-1252; UnicodeDecodeError if it is none of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")
