"""Properties of `lakip_lib.document.read`: a damaged or hostile file is refused in one sentence, and soon."""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from lakip_lib.document.model import UnreadableError
from lakip_lib.document.read import read
from lakip_lib.timelimit import TooLong, at_most

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import dokumen_rekaan as rekaan

TEXT = b"BT /F1 12 Tf 72 700 Td (Halo dunia) Tj ET "
LIST = '<w:numPr><w:ilvl w:val="99999999"/><w:numId w:val="1"/></w:numPr>'
LEVELS = (
    '<w:lvl w:ilvl="99999999"/><w:lvl w:ilvl="0"><w:start w:val="9999999999"/><w:numFmt w:val="upperLetter"/>'
    '<w:lvlText w:val="%1"/></w:lvl>'
)


def stream(content: bytes, said: bytes = b"") -> bytes:
    """A packed stream of a PDF."""
    packed = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d%s>>\nstream\n" % (len(packed), said) + packed + b"\nendstream"


def pdf(content: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """A PDF of one page with this content; `more` are objects from number 6 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % resources,
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )
    made, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return made + end % (len(objects) + 1, table, len(objects) + 1, len(made))


def laughing() -> bytes:
    """A PDF whose drawing holds another ten times, which holds another ten times, and so on."""
    said = b"/Type/XObject/Subtype/Form/BBox[0 0 500 800]/Resources<</XObject<</X %d 0 R>>/Font<</F1 5 0 R>>>>"
    forms = (stream(b"/X Do " * 10 if n < 15 else TEXT, said % (n + 1)) for n in range(6, 16))
    return pdf(TEXT + b" /X Do", *forms, resources=b"/XObject<</X 6 0 R>>")


def with_part(name: str, content: str) -> bytes:
    """A Word file in which one part is another."""
    parts = {
        "word/document.xml": f"<w:document {rekaan.NAMESPACES}><w:body>{rekaan.paragraph('a')}</w:body></w:document>"
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part, text in (parts | {name: content}).items():
            package.writestr(part, text)
    return made.getvalue()


def seconds_until_refused(path: Path, content: bytes, reason: str) -> float:
    """How long it takes until the file is refused for this reason."""
    path.write_bytes(content)
    start = time.process_time()
    with pytest.raises(UnreadableError, match=reason) as refusal:
        read(path)
    assert str(refusal.value).startswith(f"{path.name} ")
    return time.process_time() - start


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/document.xml"])
def test_no_part_may_declare_entities(tmp_path: Path, part: str) -> None:
    """A DTD in any part of a Word file is refused, whatever it declares."""
    dtd = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
    assert seconds_until_refused(tmp_path / "a.docx", with_part(part, dtd), "DTD") < 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(with_part("word/settings.xml", "<"), id="only a text"),
        pytest.param(with_part("../../etc/passwd", "x"), id="path out of the file"),
        pytest.param(
            rekaan.docx(
                rekaan.paragraph("a", properties=LIST)
                + rekaan.paragraph("b", properties=LIST.replace("99999999", "0")),
            ),
            id="level of a list",
        ),
        pytest.param(
            rekaan.docx(rekaan.table(rekaan.row(rekaan.cell("1", f'<w:gridSpan w:val="{"9" * 5000}"/>'), "2"))),
            id="width of a cell",
        ),
        pytest.param(
            rekaan.docx(rekaan.table(rekaan.row("1", "2", properties='<w:gridBefore w:val="9999999"/>'))), id="gap"
        ),
        pytest.param(b"<!doctype html><p>a" + b". " * 100_000 + b"b</p>", id="dots"),
        pytest.param(b"<!doctype html><p>a\0b</p>\0", id="zero bytes"),
        pytest.param(b'<html><meta charset="rot13"><p>a</p>', id="charset that is none"),
        pytest.param(b'<html><meta charset="utf-16"><p>a</p>', id="charset that lies"),
    ],
)
def test_strange_files_are_read_at_once(tmp_path: Path, content: bytes) -> None:
    """Parts that are missing, numbers of any size and false declarations neither stop the reader nor slow it."""
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    start = time.process_time()
    assert read(path).blocks
    assert time.process_time() - start < 3


def test_letters_of_a_list_stay_short(tmp_path: Path) -> None:
    """A list that claims to begin at ten thousand millions prints no endless row of letters."""
    numbering = f'<w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'
    used = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    xml = f"<w:numbering {rekaan.NAMESPACES}>{numbering}{used}</w:numbering>"
    for depth in ("0", "99999999"):
        listed = rekaan.paragraph("<w:r/>", properties=LIST.replace("99999999", depth))
        cells = rekaan.table(rekaan.row("No", "Uraian"), rekaan.row(rekaan.cell(listed), "a"))
        content = rekaan.docx(cells)
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                new.writestr(name, xml if name == "word/numbering.xml" else old.read(name))
        path = tmp_path / "a.docx"
        path.write_bytes(made.getvalue())
        (table,) = read(path).tables()
        assert len(table.rows[1][0].text) < 20


def test_a_limit_that_was_swallowed_is_raised_again() -> None:
    """A parser, or a callback of the collector, that swallows the end of its time is ended a moment later."""
    swallowed = 0

    def work() -> None:
        nonlocal swallowed
        while True:
            try:
                sum(range(1000))
            except TooLong:
                swallowed += 1
                if swallowed > 1:
                    raise

    with pytest.raises(TooLong), at_most(0.1):
        work()
    assert swallowed == 2


@pytest.mark.parametrize("content", [pdf(b" " * 200_000_000 + TEXT), laughing()], ids=["packed", "nested"])
def test_pdf_that_swells_is_refused(tmp_path: Path, content: bytes) -> None:
    """A PDF that unpacks to hundreds of megabytes, or draws ten thousand million letters, is refused in time."""
    assert len(content) < 300_000
    assert seconds_until_refused(tmp_path / "a.pdf", content, "membengkak|rumit") < 12


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("<!doctype html><p>é – halo</p>", "utf-16"),
        ("\ufeff<!doctype html><p>é – halo</p>", "utf-16-be"),
        ('<html><meta charset="utf-8"><p>é – halo</p>', "windows-1252"),
        ('<html><meta charset="windows-1252"><p>é – halo</p>', "utf-8"),
        ('<html><meta charset="iso-8859-1"><p>é – halo</p>', "windows-1252"),
    ],
)
def test_encodings_are_found_whatever_is_declared(tmp_path: Path, text: str, encoding: str) -> None:
    """A page is read in the encoding of its bytes, if it declares another one, too."""
    path = tmp_path / "a.html"
    path.write_bytes(text.encode(encoding))
    (block,) = read(path).blocks
    assert block.text == "é – halo"


def _sample(kind: str) -> bytes:
    rows = [(str(n), f"Program {n}", f"{n}.000") for n in range(1, 30)]
    if kind == "docx":
        return rekaan.docx(
            rekaan.paragraph("PENDAHULUAN", "Judul1")
            + rekaan.table(rekaan.row("No", "A", "B"), *(rekaan.row(*r) for r in rows))
        )
    if kind == "html":
        body = "".join(f"<tr>{''.join(f'<td>{c}' for c in row)}" for row in rows)
        return f"<!doctype html><h1>BAB I – Uang</h1><table><caption>Tabel 1.1 Pagu</caption>{body}</table>".encode()
    cells = ", ".join(f"[{c}]" for row in rows for c in row)
    return rekaan.pdf(f"= BAB I\n*Tabel 1.1 Pagu*\n#table(columns: 3, {cells})\n#quote[1.150]")


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_damage_of_any_kind_is_told_in_one_sentence(tmp_path: Path, kind: str) -> None:
    """A file with changed, missing or added bytes is read, or refused with a sentence; nothing else is raised."""
    sample, path, dice = _sample(kind), tmp_path / f"a.{kind}", random.Random(7)  # noqa: S311 - repeatable
    for _ in range(30 if kind == "pdf" else 135):
        damaged = bytearray(sample)
        at = dice.randrange(len(damaged))
        how = dice.randrange(4)
        if how == 0:
            del damaged[at:]
        elif how == 1:
            del damaged[at : at + dice.randrange(1, 100)]
        elif how == 2:
            damaged[at:at] = dice.randbytes(20)
        else:
            for _ in range(dice.choice([1, 5, 50])):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        message = ""
        try:
            read(path)
        except UnreadableError as error:
            message = str(error)
        assert message.count("\n") == 0
        assert message[-1:] in {"", "."}
