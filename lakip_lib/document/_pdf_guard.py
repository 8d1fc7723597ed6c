"""Finds PDF files that would unpack to far more than a report holds, before a parser unpacks them whole."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

__all__ = ["swells"]

_START = re.compile(rb"(?<!end)stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_DICTIONARY = 1200  # bytes before a stream in which its dictionary says that it is a picture
_LARGEST = 48 * 1024 * 1024
_LARGEST_TOTAL = 384 * 1024 * 1024
_PIECE = 1024 * 1024
_MARK = 2  # bytes; with these begins what zlib has packed (RFC 1950)


def swells(path: Path) -> bool:
    """Whether a stream of the file, or all together, unpacks to more than a report needs; pictures stay packed."""
    content = path.read_bytes()
    total = 0
    for start in _START.finditer(content):
        before = content[max(0, start.start() - _DICTIONARY) : start.start()]
        if _IMAGE.search(before, max(0, before.rfind(b" obj"))):
            continue
        end = content.find(b"endstream", start.end())
        size, first = _unpacked(content[start.end() : end if end > 0 else len(content)])
        size = max(size, _unpacked(first)[0])  # packed twice
        total += size
        if size > _LARGEST or total > _LARGEST_TOTAL:
            return True
    return False


def _unpacked(packed: bytes) -> tuple[int, bytes]:
    """(size, the first piece) of what is packed here; nothing if it is not packed."""
    if len(packed) < _MARK or packed[0] & 0x0F != zlib.DEFLATED or int.from_bytes(packed[:_MARK]) % 31:
        return 0, b""
    unpacker = zlib.decompressobj()
    size, first = 0, b""
    try:
        while packed and not unpacker.eof and size <= _LARGEST:
            piece = unpacker.decompress(packed, _PIECE)
            first = first or piece
            size += len(piece)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size, first
