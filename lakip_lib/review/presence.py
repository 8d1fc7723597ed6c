"""ADA: what should be there: sasaran in every table, budgets behind outputs, remedies, true conclusions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lakip_lib.document.figures import in_text
from lakip_lib.document.model import Block, Heading, Paragraph, Table
from lakip_lib.document.recognise import Meaning
from lakip_lib.review._text import Spot, bare, has_word, item_mark, quoted, titles, unquoted
from lakip_lib.review._text_conclusions import conclusions
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_missing import missing
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_sentences import sentences
from lakip_lib.review.finding import Finding, Place, Rule, short

__all__ = ["check"]

ADA02 = Rule("ADA02", "peringatan", "Program melaporkan hasil tanpa anggaran")
ADA03 = Rule("ADA03", "peringatan", "Keluaran tercapai tanpa realisasi anggaran")
ADA04 = Rule("ADA04", "peringatan", "Kendala, solusi, atau tindak lanjut kosong")

_EMPTY = re.compile(r"[-–—.\s]*")
_REMEDIES = re.compile(
    r"(?i)\b(?:kendala|hambatan|permasalahan|solusi|tindak lanjut|rencana aksi|rekomendasi|upaya perbaikan|"
    r"pemecahan masalah|saran)\b"
)
_PROGRAM = re.compile(r"(?i)program\b(?! (?:ini|tersebut|itu)\b)")
_UNFUNDED = re.compile(
    r"(?i)tidak (?:dianggarkan|beranggaran|berpagu|mendapat anggaran|dibiayai)|tanpa anggaran|non ?anggaran"
)
_TITLE, _ANNOUNCEMENT, _SENTENCE = 90, 200, 15


def check(book: Book) -> Iterator[Finding]:
    """All findings about what is missing and about conclusions that the tables do not bear out."""
    yield from missing(book)
    yield from _unfunded(book)
    for spot, meaning in book.tables:
        yield from _unpaid_rows(spot, meaning)
    for spot in book.spots:
        yield from _unpaid_sentences(spot)
    yield from _empty(book)
    yield from conclusions(book)


def _unfunded(book: Book) -> Iterator[Finding]:
    """A programme that reports results in a list, while the budget tables do not know it."""
    funded = {f.key for f in book.facts if f.measure == "anggaran"}
    if sum("program" in k for k in funded) < 2:  # noqa: PLR2004 - no budget by programme
        return
    found: dict[Key, tuple[str, Spot, list[Place]]] = {}
    explained: set[Key] = set()
    current: tuple[Key, str, Spot] | None = None
    for spot in book.spots:
        block = spot.block
        if not isinstance(block, Paragraph):
            current = None
            continue
        text = unquoted(block)
        if _PROGRAM.match(bare(text)):
            current = _program(book, spot, text)
        if current is None or any(current[0] <= k or k <= current[0] for k in funded):
            continue
        if _UNFUNDED.search(text):
            explained.add(current[0])
        counts = [f for f in in_text(text) if f.unit and not f.percent and not f.money and f.value > 0]
        if counts and item_mark(text)[0]:
            found.setdefault(current[0], (current[1], current[2], []))[2].append(spot.place(text))
    for key, (name, spot, places) in found.items():
        if key not in explained:
            said = f"“{short(name, 80)}” melaporkan hasil, tetapi tidak ada dalam tabel anggaran."
            yield Finding(ADA02, said, (spot.place(name), *places[:3]))


def _program(book: Book, spot: Spot, text: str) -> tuple[Key, str, Spot] | None:
    start = len(text) - len(bare(text)) + 3
    hit = next((h for h in book.names.mentions(text) if "program" in h[2] and h[0] <= start), None)
    return (hit[2], text[hit[0] : hit[1]], spot) if hit else None


def _unpaid_rows(spot: Spot, m: Meaning) -> Iterator[Finding]:
    """Output reached in a row that spent nothing."""
    spent, budget = next(iter(m.of("realisasi uang")), None), next(iter(m.of("pagu")), None)
    output = next((c for c in m.of("realisasi") if c.kind != "money"), None)
    if spent is None or output is None:
        return
    for row in m.data:
        paid, done = m.figure(row.index, spent.index), m.figure(row.index, output.index)
        planned = m.figure(row.index, budget.index) if budget is not None else None
        if paid and done and paid.value == 0 and done.value > 0 and (planned is None or planned.value > 0):
            said = f"Realisasi anggaran nol, tetapi keluaran dilaporkan {m.cell(row.index, output.index).text.strip()}."
            yield Finding(ADA03, said, (spot.place(paid.text, row.label, titles(m.table)[spent.index]),), paid.text)


def _unpaid_sentences(spot: Spot) -> Iterator[Finding]:
    """The same in one sentence: "realisasi Rp0 ... dengan hasil 5 orang"."""
    for _, text in sentences(unquoted(spot.block)) if isinstance(spot.block, Paragraph) else ():
        figures = in_text(text)
        zero = next((f for f in figures if f.money and f.value == 0), None)
        done = [f for f in figures if f.unit and not f.money and not f.percent and f.value > 0]
        if zero and done and done[-1].start > zero.end and re.search(r"(?i)realisasi|terserap", text[: zero.start]):
            said = f"Realisasi anggaran nol, tetapi hasil dilaporkan {done[-1].text} {done[-1].unit}."
            yield Finding(ADA03, said, (spot.place(quoted(text, zero.start, done[-1].end, 40)),), zero.text)


def _empty(book: Book) -> Iterator[Finding]:
    for spot, following in zip(book.spots, [*book.spots[1:], None], strict=True):
        block = spot.block
        after = following.block if following is not None else None
        if isinstance(block, Heading) and len(block.text) < _TITLE and _REMEDIES.search(block.text):
            # A PDF does not tell the level of a heading without a number.
            sure = book.document.format != "pdf" or bool(block.number)
            if sure and _nothing(block, after):
                yield Finding(ADA04, f"“{short(block.text)}” tidak berisi apa pun.", (spot.place(block.text),))
        elif isinstance(block, Paragraph) and re.search(r":\s*$", block.text) and _REMEDIES.search(block.text[-120:]):
            if len(block.text) < _ANNOUNCEMENT and (after is None or isinstance(after, Heading)):
                yield Finding(ADA04, f"“{short(block.text)}” tidak diikuti rincian.", (spot.place(block.text),))
        elif isinstance(block, Table):
            yield from _empty_cells(spot, block)


def _nothing(heading: Heading, after: Block | None) -> bool:
    """Whether a heading has nothing below it, or only a dash."""
    if isinstance(after, Heading):
        return after.level <= heading.level
    return after is None or (isinstance(after, Paragraph) and bool(_EMPTY.fullmatch(after.text)))


def _empty_cells(spot: Spot, table: Table) -> Iterator[Finding]:
    for column, title in enumerate(titles(table)):
        cells = [r[column] for r in table.body if column < len(r)]
        if not _REMEDIES.search(title) or len(cells) < 2:  # noqa: PLR2004 - one row may still be open
            continue
        empty = [
            c for c in cells if _EMPTY.fullmatch(c.text) and any(len(x.text) > _SENTENCE for x in table.rows[c.row])
        ]
        if empty and len(empty) * 2 <= len(cells):
            names = [next((x.text for x in table.rows[c.row] if has_word(x.text)), "") for c in empty]
            places = tuple(spot.place(c.text, n, title) for c, n in zip(empty, names, strict=True))
            yield Finding(ADA04, f"Kolom “{short(title)}” kosong pada {len(empty)} baris.", places)
