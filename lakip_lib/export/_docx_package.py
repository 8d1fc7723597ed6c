"""The .docx file: parts, relations, content types and fonts, in a fixed order and without a clock."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from lakip_lib.export import fonts

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = {
    "officeDocument": f"{_WORD}.document.main+xml",
    "styles": f"{_WORD}.styles+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "settings": f"{_WORD}.settings+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "extended-properties": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Relation:
    """From one part to another, or to an address outside the file."""

    id: str
    type: str
    target: str
    outside: bool = False


@dataclass
class Package:
    """Parts by their path, with content types and relations."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    """Content types of single parts."""
    endings: dict[str, str] = field(default_factory=lambda: dict(_DEFAULTS))
    relations: dict[str, list[Relation]] = field(default_factory=dict)
    """Relations by the path of the part that they start from ("" is the package)."""

    def add(self, path: str, data: bytes, kind: str, owner: str = "", relation: str = "") -> None:
        """Add the part `path` of `kind` and the relation to it from `owner`."""
        self.parts[path] = data
        if kind in KINDS:
            self.types[path] = KINDS[kind]
        place = f"{_PACKAGE}/relationships/metadata" if kind == "core-properties" else OFFICE
        known = self.relations.setdefault(owner, [])
        target = path.removeprefix("word/") if owner.startswith("word/") else path
        known.append(Relation(relation or f"rId{len(known) + 1}", f"{place}/{kind}", target))

    def link(self, owner: str, relation: str, address: str) -> None:
        """Add a relation to `address` on the web."""
        self.relations.setdefault(owner, []).append(Relation(relation, f"{OFFICE}/hyperlink", address, outside=True))

    def as_bytes(self) -> bytes:
        """Give the file; the same parts give the same bytes."""
        files = {"[Content_Types].xml": self._content_types()}
        for owner, known in self.relations.items():
            at = PurePosixPath(owner or "x")
            files[str(at.parent / "_rels" / f"{at.name if owner else ''}.rels")] = _relations(known)
        files |= self.parts
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for path, data in files.items():
                info = zipfile.ZipInfo(path, _EPOCH)
                packed = path.endswith((".png", ".jpg", ".jpeg"))
                info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                info.create_system, info.external_attr = 0, 0
                archive.writestr(info, data)
        return out.getvalue()

    def _content_types(self) -> bytes:
        lines = [
            f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in sorted(self.endings.items())
        ]
        lines += [
            f'<Override PartName={quoteattr("/" + path)} ContentType="{kind}"/>' for path, kind in self.types.items()
        ]
        return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{"".join(lines)}</Types>'.encode()


def _relations(known: Iterable[Relation]) -> bytes:
    lines = (
        f"<Relationship Id={quoteattr(one.id)} Type={quoteattr(one.type)} Target={quoteattr(one.target)}"
        f"{' TargetMode=' + quoteattr('External') if one.outside else ''}/>"
        for one in known
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


# --- fonts -------------------------------------------------------------------------------------

_FACES = {"Regular": "Regular", "Bold": "Bold", "Italic": "It", "BoldItalic": "BoldIt"}


def add_fonts(package: Package) -> None:
    """Embed the family in the file, hidden as Word asks for: the first 32 bytes mixed with a key that is told."""
    folder = fonts.files()[0].parent
    embedded = []
    for number, (face, suffix) in enumerate(_FACES.items(), start=1):
        data = (folder / f"SourceSansPro-{suffix}.ttf").read_bytes()
        key = f"{{{number:08X}-4C41-4B49-5000-{zlib.crc32(data):012X}}}"
        package.add(f"word/fonts/font{number}.odttf", _hidden(data, key), "font", "word/fontTable.xml", f"rId{number}")
        embedded.append(f'<w:embed{face} r:id="rId{number}" w:fontKey="{key}"/>')
    table = (
        f'{_HEAD}<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}">'
        f'<w:font w:name="{fonts.FAMILY}"><w:altName w:val="Source Sans 3"/><w:panose1 w:val="020B0503030403020204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/><w:sig w:usb0="600002F7" '
        'w:usb1="02000001" w:usb2="00000000" w:usb3="00000000" w:csb0="2000019F" w:csb1="00000000"/>'
        f"{''.join(embedded)}</w:font></w:fonts>"
    )
    package.add("word/fontTable.xml", table.encode(), "fontTable", "word/document.xml", "huruf")


def _hidden(data: bytes, key: str) -> bytes:
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    return bytes(byte ^ mask[index % 16] for index, byte in enumerate(data[:32])) + data[32:]


def pixel(colour: str) -> bytes:
    """Give a PNG of one pixel of `colour` ("14507D")."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    shape = (1).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    content = zlib.compress(b"\0" + bytes.fromhex(colour))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", shape) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def about(title: str, author: str, language: str) -> Mapping[str, bytes]:
    """Give the parts that hold the properties of the document; they tell no time."""
    core = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>"
    )
    app = (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Company>{escape(author)}</Company></Properties>"
    )
    return {"core-properties": core.encode(), "extended-properties": app.encode()}
