"""Opens the zip of an Office file without trusting it: sizes are limited while reading, DTDs and entities refused."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["ZIP_ERRORS", "Archive", "ArchiveError"]

_MAX_TOTAL = 200 * 1024 * 1024
_MAX_PART = 64 * 1024 * 1024
_MAX_ENTRIES = 5000
_MAX_RATIO = 250
_SMALL = 1024 * 1024
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
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
#: The strict namespaces that are more than another address; the rest of a strict name carries over.
_RENAMED = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"spreadsheetml/main": b"spreadsheetml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/math": b"officeDocument/2006/math",
}


class ArchiveError(ValueError):
    """The file cannot be used; `kind` says why: damaged, swollen (a zip bomb) or entities (a DTD)."""

    def __init__(self, kind: Literal["damaged", "swollen", "entities"]) -> None:
        super().__init__(kind)
        self.kind = kind


class Archive:
    """The parts of an Office file; a context manager.  Raises `ArchiveError`."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except ZIP_ERRORS as error:
            raise ArchiveError("damaged") from error
        entries = self._zip.infolist()
        total = sum(e.file_size for e in entries)
        bloated = any(e.file_size > _SMALL and e.file_size > _MAX_RATIO * max(1, e.compress_size) for e in entries)
        if len(entries) > _MAX_ENTRIES or total > _MAX_TOTAL or bloated:
            self._zip.close()
            raise ArchiveError("swollen")
        self.names = frozenset(e.filename for e in entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, without comments; nothing if the file has no such part."""
        from lxml import etree

        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as part:
                content = part.read(_MAX_PART + 1)
        except ZIP_ERRORS as error:
            raise ArchiveError("damaged") from error
        if len(content) > _MAX_PART:
            raise ArchiveError("swollen")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        if _STRICT in content:
            for strict, name_2006 in _RENAMED.items():
                content = content.replace(_STRICT + strict, _TRANSITIONAL + name_2006)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ArchiveError("damaged") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise ArchiveError("entities")
        return root
