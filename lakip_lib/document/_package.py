"""The parts of a Word file that may come from anywhere."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Self

from lakip_lib.archive import Archive, ArchiveError
from lakip_lib.document.model import UnreadableError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Package"]

_REASONS = {
    "damaged": "rusak atau terpotong: buka dengan Word, simpan ulang, lalu coba lagi.",
    "swollen": "membengkak jauh melebihi ukuran wajar sebuah laporan bila dibuka, sehingga ditolak: "
    "simpan ulang dengan Word tanpa lampiran berukuran besar.",
    "entities": "memuat deklarasi DTD atau entitas, yang tidak pernah ada dalam dokumen Word yang wajar, "
    "sehingga tidak dibuka: buka dengan Word dan simpan ulang.",
}


class Package:
    """The parts of a Word file; a context manager.

    Raises:
        UnreadableError: the zip is damaged, encrypted, or would unpack to far more than a report holds.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._archive = Archive(path)
        except ArchiveError as error:
            raise self._refused(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._archive.__exit__(*exception)

    def main(self) -> str:
        """The name of the part that holds the text."""
        if "word/document.xml" in self._archive.names:
            return "word/document.xml"
        rels = self.xml("_rels/.rels")
        for relation in rels if rels is not None else ():
            target = posixpath.normpath(relation.get("Target", "").lstrip("/"))
            if relation.get("Type", "").endswith("/officeDocument") and target.startswith("word/"):
                return target
        raise UnreadableError(f"{self._name} bukan dokumen Word: simpan laporan sebagai .docx, lalu ulangi.")

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, or nothing if the file has no such part."""
        try:
            return self._archive.xml(name)
        except ArchiveError as error:
            raise self._refused(error) from error

    def _refused(self, error: ArchiveError) -> UnreadableError:
        return UnreadableError(f"{self._name} {_REASONS[error.kind]}")
