"""Reads a finished report, whatever its format: the content decides, not the name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lakip_lib.document.model import Document, UnreadableError
from lakip_lib.timelimit import TooLong, at_most

__all__ = ["read"]

_LONGEST = 20.0  # seconds; the largest reports take a few
_MAX_BYTES = 300 * 1024 * 1024
_MAX_HTML = 60 * 1024 * 1024
_MAX_KIND = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|h1)\b", re.IGNORECASE)
_MHT = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_READABLE = "yang dapat direviu ialah .docx, .html, dan .pdf berlapis teks"


def read(path: str | Path) -> Document:
    """The report in a file, as one model for all formats.

    Raises:
        UnreadableError: the file cannot be read as a report; the message is one Indonesian sentence that names it.
    """
    path = Path(path)
    if path.is_dir():
        raise UnreadableError(f"{path.name} ialah folder: sebutkan berkas laporannya.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8192)
    except FileNotFoundError as error:
        raise UnreadableError(f"{path} tidak ditemukan: periksa nama dan foldernya.") from error
    except OSError as error:
        raise UnreadableError(f"{path.name} tidak dapat dibuka: periksa hak bacanya dan tutup program lain.") from error
    if not start:
        raise UnreadableError(f"{path.name} kosong: simpan atau unduh ulang laporannya.")
    try:
        document = _read(path, start, size)
    except TooLong as error:
        raise UnreadableError(
            f"{path.name} tersusun terlalu rumit untuk dibaca: hapus gambar dan objeknya, lalu simpan ulang."
        ) from error
    except (RecursionError, MemoryError) as error:
        raise UnreadableError(f"{path.name} bersusun terlalu dalam untuk dibaca: simpan ulang dengan Word.") from error
    if not document.blocks:
        raise UnreadableError(f"{path.name} tidak memuat teks yang dapat dibaca: periksa apakah isinya hanya gambar.")
    return document


def _read(path: Path, start: bytes, size: int) -> Document:
    is_zip, is_pdf = start.startswith(b"PK"), b"%PDF-" in start[:1024]
    if (is_zip or is_pdf) and size > _MAX_BYTES:
        raise UnreadableError(f"{path.name} lebih besar dari {_MAX_BYTES >> 20} MB: perkecil gambar di dalamnya.")
    if is_zip:
        with at_most(_LONGEST):
            return _zipped(path)
    if is_pdf:
        from lakip_lib.document.pdf import read_pdf

        return read_pdf(path)
    if _HTML.search(_plain(start)) and not _MHT.search(start):
        from lakip_lib.document.html import read_html

        if size > _MAX_HTML:
            raise UnreadableError(
                f"{path.name} lebih besar dari {_MAX_HTML >> 20} MB: simpan tanpa gambar di dalamnya."
            )
        with at_most(_LONGEST):
            return read_html(path, path.read_bytes())
    raise UnreadableError(_refusal(path, start))


def _plain(start: bytes) -> bytes:
    """The first bytes as one byte a character, should they be UTF-16."""
    return start.replace(b"\x00", b"") if start[:2] in (b"\xff\xfe", b"\xfe\xff") else start


def _zipped(path: Path) -> Document:
    from lakip_lib.archive import ZIP_ERRORS
    from lakip_lib.document.docx import read_docx

    other = ""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if "mimetype" in names and package.getinfo("mimetype").file_size < _MAX_KIND:
                other = "dokumen OpenDocument" if b"opendocument" in package.read("mimetype") else ""
    except ZIP_ERRORS:
        names = []  # damaged: the Word reader says so
    if names and not any(n.startswith("word/") for n in names):
        kind = other or ("buku kerja Excel" if any(n.startswith("xl/") for n in names) else "arsip zip")
        raise UnreadableError(f"{path.name} ialah {kind}, bukan laporan: {_READABLE}.")
    return read_docx(path)


def _refusal(path: Path, start: bytes) -> str:
    """Why this file is no report that can be read, and what to do."""
    name = path.name
    if start.startswith(_OLE):
        with path.open("rb") as file:
            held = file.read(4 * 1024 * 1024)
        if "EncryptedPackage".encode("utf-16-le") in held:
            return f"{name} terkunci kata sandi: buka dengan Word, hapus kata sandinya, lalu simpan ulang."
        return f"{name} berformat Word lama (.doc): buka dengan Word, lalu simpan sebagai .docx."
    if start.startswith(b"{\\rtf"):
        return f"{name} berformat RTF: buka dengan Word, lalu simpan sebagai .docx."
    if _MHT.search(start):
        return f"{name} berformat MHT (halaman web satu berkas): buka dengan Word, lalu simpan sebagai .docx."
    if start.startswith(_IMAGES) or start[:4] == b"RIFF":
        return f"{name} ialah gambar: {_READABLE}."
    return f"{name} bukan laporan yang dikenal: {_READABLE}."
