"""Opens the zip of a Word file without trusting it: sizes are limited while reading, DTDs and entities are refused."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Self

from lakip_lib.document.model import UnreadableError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["ZIP_ERRORS", "Package"]

_MAX_TOTAL = 200 * 1024 * 1024
_MAX_PART = 64 * 1024 * 1024
_MAX_ENTRIES = 5000
_MAX_RATIO = 250
_SMALL = 1024 * 1024
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: What `zipfile` raises where a file is damaged.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class Package:
    """The parts of a Word file; a context manager.

    Raises:
        UnreadableError: the zip is damaged, encrypted, or would unpack to far more than a report holds.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except ZIP_ERRORS as error:
            raise self._damaged() from error
        entries = self._zip.infolist()
        total = sum(e.file_size for e in entries)
        swollen = any(e.file_size > _SMALL and e.file_size > _MAX_RATIO * max(1, e.compress_size) for e in entries)
        if len(entries) > _MAX_ENTRIES or total > _MAX_TOTAL or swollen:
            self._zip.close()
            raise self._bomb()
        self._names = {e.filename for e in entries}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def main(self) -> str:
        """The name of the part that holds the text."""
        if "word/document.xml" in self._names:
            return "word/document.xml"
        rels = self.xml("_rels/.rels")
        for relation in rels if rels is not None else ():
            target = posixpath.normpath(relation.get("Target", "").lstrip("/"))
            if relation.get("Type", "").endswith("/officeDocument") and target.startswith("word/"):
                return target
        raise UnreadableError(f"{self._name} bukan dokumen Word: simpan laporan sebagai .docx, lalu ulangi.")

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, or nothing if the file has no such part."""
        from lxml import etree

        if name not in self._names:
            return None
        try:
            with self._zip.open(name) as part:
                content = part.read(_MAX_PART + 1)
        except ZIP_ERRORS as error:
            raise self._damaged() from error
        if len(content) > _MAX_PART:
            raise self._bomb()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content.replace(_STRICT, _TRANSITIONAL), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError(
                f"{self._name} memuat deklarasi DTD atau entitas, yang tidak pernah ada dalam dokumen Word yang wajar, "
                "sehingga tidak dibuka: buka dengan Word dan simpan ulang."
            )
        return root

    def _damaged(self) -> UnreadableError:
        return UnreadableError(f"{self._name} rusak atau terpotong: buka dengan Word, simpan ulang, lalu coba lagi.")

    def _bomb(self) -> UnreadableError:
        return UnreadableError(
            f"{self._name} membengkak jauh melebihi ukuran wajar sebuah laporan bila dibuka, sehingga ditolak: "
            "simpan ulang dengan Word tanpa lampiran berukuran besar."
        )
