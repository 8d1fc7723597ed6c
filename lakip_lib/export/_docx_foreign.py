"""Somebody else's Word file, opened without trust: nothing outside it is read, DTDs and locked files are refused."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from lakip_lib.archive import ZIP_ERRORS
from lakip_lib.export._docx_package import OFFICE, Relation
from lakip_lib.export.fragments import Element

__all__ = ["BROKEN", "Foreign", "opened", "parsed"]

_LIMIT = 60_000_000
"""Bytes that it may take, unpacked."""
BROKEN = "berkas kop bukan dokumen Word (.docx) yang utuh; simpan ulang dari Word sebagai .docx"


@dataclass(frozen=True)
class Foreign:
    """The file's parts by path; `main` is the path of the document itself."""

    files: dict[str, bytes]
    main: str

    def xml(self, path: str) -> Element:
        """A part, parsed anew; `ValueError` if it is damaged."""
        return parsed(self.files[path])

    def relations(self, path: str) -> Iterator[Relation]:
        """What a part relates to."""
        folder, file = posixpath.split(path)
        return _relations(self.files.get(f"{folder}/_rels/{file}.rels"), folder)

    def related(self, kind: str) -> str | None:
        """The path of the document's part of one kind, as settings or theme, if it has one."""
        found = (one.target for one in self.relations(self.main) if one.type == f"{OFFICE}/{kind}")
        return next((path for path in found if path in self.files), None)

    def type(self, path: str) -> str:
        """The content type of a part."""
        types = self.xml("[Content_Types].xml")
        for node in types:
            if node.get("PartName") == f"/{path}":
                return node.get("ContentType", "")
        ending = path.rpartition(".")[2].lower()
        found = (node.get("ContentType", "") for node in types if node.get("Extension", "").lower() == ending)
        return next(found, "application/octet-stream")


def opened(reference: bytes) -> Foreign:
    """Open the Word file `reference`.

    Raises:
        ValueError: it is no Word file, or one that is not safe to open.
    """
    files = _unpacked(reference)
    top = (one.target for one in _relations(files.get("_rels/.rels"), "") if one.type == f"{OFFICE}/officeDocument")
    main = next(top, "")
    if main not in files or "[Content_Types].xml" not in files:
        raise ValueError(BROKEN)
    return Foreign(files, main)


def parsed(data: bytes) -> Element:
    """The root element of a part; `ValueError` if it is damaged or has a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(BROKEN) from error
    if element.getroottree().docinfo.internalDTD is not None:
        raise ValueError("berkas kop memuat deklarasi yang tidak lazim (DTD); simpan ulang dari Word sebagai .docx")
    return element


def _unpacked(reference: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(BytesIO(reference))
    except ZIP_ERRORS as error:
        raise ValueError(BROKEN) from error
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ValueError("berkas kop terkunci kata sandi; simpan tanpa kata sandi")
    if sum(member.file_size for member in members) > _LIMIT:
        raise ValueError(f"berkas kop lebih besar dari {_LIMIT // 1_000_000} MB setelah dibuka; kecilkan gambarnya")
    try:
        return {member.filename: archive.read(member) for member in members}
    except ZIP_ERRORS as error:
        raise ValueError(BROKEN) from error


def _relations(data: bytes | None, folder: str) -> Iterator[Relation]:
    for node in parsed(data) if data else ():
        outside = node.get("TargetMode") == "External"
        target = node.get("Target", "")
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield Relation(node.get("Id", ""), node.get("Type", ""), target, outside)
