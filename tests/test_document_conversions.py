"""Properties of the readers on our own report as other programs write it: the model stays the same."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from lakip_lib.document.model import Document, Table
from lakip_lib.document.read import read

Built = Callable[[int], Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """LibreOffice, with a profile of its own, as a function of a file and the ending wanted."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs soffice (LibreOffice Writer)")
    folder = tmp_path_factory.mktemp("soffice")

    def run(path: Path, to: str) -> Path:
        profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return folder / f"{path.stem}.{to}"

    return run


def _rows(table: Table) -> list[tuple[str, ...]]:
    """The rows without spaces and signs, which line breaks in narrow cells change."""
    return [tuple(re.sub(r"[\W_]+", "", c.text) for c in row) for row in table.rows]


def _recovered(original: Document, other: Document) -> float:
    """The share of the cells of all tables that stand in the same row and column in the other document."""
    found = {(t.number, t.caption): t for t in other.tables()}
    cells = same = 0
    for table in original.tables():
        rows, others = _rows(table), _rows(found[table.number, table.caption])
        cells += sum(map(len, rows))
        for _kind, a, b, c, d in SequenceMatcher(None, rows, others, autojunk=False).get_opcodes():
            pairs = zip(rows[a:b], others[c:d], strict=False)
            same += sum(x == y for row, other_row in pairs for x, y in zip(row, other_row, strict=False))
    return same / cells


def _headings(document: Document) -> list[tuple[int, str, str]]:
    """All numbered headings."""
    return [(h.level, h.number, h.text) for h in document.headings() if h.number]


@pytest.mark.slow
@pytest.mark.parametrize(("to", "share"), [("odt", 1.0), ("html", 1.0), ("pdf", 0.99)])
def test_our_report_written_by_libreoffice(
    built: Built, convert: Callable[[Path, str], Path], to: str, share: float
) -> None:
    """Tables, captions, header rows and numbered headings of our Word file survive LibreOffice, cells nearly so."""
    path = built(2024) / "lakip-2024.docx"
    written = convert(path, to)
    original, other = read(path), read(convert(written, "docx") if to == "odt" else written)

    def titles(document: Document) -> list[tuple[str, str, int]]:
        return [(t.number, t.caption, t.header_rows) for t in document.tables()]

    assert titles(other) == titles(original)
    assert _recovered(original, other) >= share
    assert _headings(other) == _headings(original)
    assert other.unread == []
