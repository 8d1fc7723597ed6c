"""Facts in sentences: "target X sebesar 20,34% terealisasi 22,65%", with the name, measure and year that the words give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.model import Heading, Paragraph, Table
from lakip_lib.review._text import Spot, quoted, short, unquoted
from lakip_lib.review._text_facts import Book, Fact, document_of, scope_of, shape_of
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import years_in

__all__ = ["sentence_facts", "sentences"]

# The last of these words before a figure says what it measures.
_MEASURE = re.compile(
    r"(?P<serapan>\b(?:serapan|penyerapan|daya serap)\w*)|"
    r"(?P<capaian>\b(?:tingkat )?(?:capaian|pencapaian)(?:nya)?(?: kinerja| realisasi| persentase| indikator)?\b)|"
    r"(?P<realisasi>\b(?:realisasi|terealisasi|direalisasikan|terserap|membelanjakan|dibelanjakan|belanja)(?:nya)?\b"
    r"(?: capaian\b)?)|"
    r"(?P<akhir>\btarget(?:nya)?(?: kinerja)?(?: pada)? akhir\b)|"
    r"(?P<target>\btarget(?:nya|kan)?\b|\bditargetkan\b)|"
    r"(?P<anggaran>\b(?:anggaran|pagu|berpagu|alokasi)(?:nya)?\b)|"
    r"(?P<nilai>\b(?:sebanyak|berjumlah|sejumlah|mencatat|terdapat|jumlah\w*|bernilai|dengan nilai)\b)",
    re.IGNORECASE,
)
# Between the measure and the figure these turn it into a difference, a growth or a ratio of something else.
_TURNED = re.compile(
    r"(?i)\b(?:naik|turun|kenaikan|penurunan|meningkat\s+(?:sebesar|menjadi|dari)|menurun|peningkatan|selisih|tumbuh|pertumbuhan"
    r"|perubahan|sisa\w*|tersisa|rata-rata|minimal|maksimal|bobot|kurang dari|lebih dari|di ?atas|di ?bawah|antara|kekurangan|"
    r"dibandingkan|dibanding|terhadap|kemajuan|bertambah|berkurang|kontribusi|poin|triwulan|semester|bulan)\b"
)
_RATIO_AFTER = re.compile(
    r"(?i)^\s*(?:\([^)]*\)\s*)?(?:poin\b|dari\b|terhadap\b|lebih\b|kurang\b|di ?atas|di ?bawah|untuk setiap|/)"
)
_YEAR_AFTER = re.compile(
    r"(?i)^\s*(?:\([^)]*\)\s*)?(?:(?!dan\b|dengan\b|sedangkan\b|serta\b)[a-z/]+\s+){0,3}?(?:pada|di|untuk|dalam)\s+tahun\s+"
    r"((?:19|20)\d\d)\b"
)
_SHARE = re.compile(r"(?i)[\s,]*(?:atau|yaitu)?\s*(?:sebesar|setara)?\s*\(?\s*")
_GOES_ON = re.compile(r"(?i)[\s\w]{0,40}tahun\s+\d{4}\s*(?:,|dan|serta|sedangkan|menjadi)\s*")
_SPLIT = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"(•·])")
_MAX_GAP = 90


@dataclass(slots=True)
class _Said:
    """What the words before a figure have said so far."""

    key: Key | None = None
    name: str = ""
    here: bool = False
    measure: str = ""
    year: int | None = None
    source: str = ""


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """(start, sentence) of a text."""
    start = 0
    for part in _SPLIT.split(text):
        at = text.find(part, start)
        yield at, part
        start = at + len(part)


def sentence_facts(book: Book) -> Iterator[Fact]:
    """The facts of all sentences about things whose figures also stand in tables."""
    known: dict[Key, set[str]] = defaultdict(set)
    values: dict[tuple[Key, str, int | None], set[Decimal]] = defaultdict(set)
    for fact in book.facts:
        known[fact.key].add(fact.measure)
        values[fact.key, fact.measure, fact.year].add(fact.figure.value)
    for fact in _all(book):
        key = fact.key
        share = key | {"persentase"}
        if fact.shape == "pecahan" and share in known and fact.measure in known[share] and "persentase" not in key:
            # "koperasi sehat sebesar 22,65%" speaks of the percentage, not of the count of the same name.
            key = share
        measure = fact.measure
        if measure == "nilai" and "nilai" not in known[key] and "realisasi" in known[key]:
            measure = "realisasi"
        if measure not in known[key]:
            continue
        value = fact.figure.value
        at = (key, "realisasi", fact.year)
        if measure == "capaian" and value in values[at] and value not in values[key, "capaian", fact.year]:
            measure = "realisasi"  # many call the result itself "capaian"
        yield replace(fact, key=key, measure=measure)


def _all(book: Book) -> Iterator[Fact]:
    heading: tuple[Key, str] | None = None
    for spot in book.spots:
        block = spot.block
        if isinstance(block, Heading):
            found = _only_name(book, block.text)
            # A deeper heading without a name keeps the subject of the one above.
            heading = found or (heading if block.level > 3 or not block.number else None)  # noqa: PLR2004
        elif isinstance(block, Paragraph) and block.kind != "caption":
            yield from _paragraph(book, spot, unquoted(block), heading)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    if "Rp" in cell.text and not cell.quoted and len(cell.text) > 40 and row[cell.column] is cell:  # noqa: PLR2004
                        yield from _paragraph(book, spot, cell.text, None)


def _only_name(book: Book, text: str) -> tuple[Key, str] | None:
    hits = book.names.mentions(text)
    if len(hits) == 1 and hits[0][1] - hits[0][0] >= 0.7 * len(text.strip()):
        return hits[0][2], text[hits[0][0] : hits[0][1]]
    return None


def _paragraph(book: Book, spot: Spot, text: str, heading: tuple[Key, str] | None) -> Iterator[Fact]:
    subject = heading
    for _, sentence in sentences(text):
        figures = in_text(sentence)
        names = book.names.mentions(sentence) if figures or len(sentence) < 400 else []  # noqa: PLR2004 - a heading-like start
        yield from _sentence(book, spot, sentence, figures, names, subject)
        if len({n[2] for n in names}) == 1:
            subject = (names[0][2], sentence[names[0][0] : names[0][1]])
        elif names:
            subject = None


def _sentence(
    book: Book,
    spot: Spot,
    text: str,
    figures: list[Figure],
    names: list[tuple[int, int, Key]],
    subject: tuple[Key, str] | None,
) -> Iterator[Fact]:
    before = 0
    said = _Said(*(subject or (None, "")))
    last: Fact | None = None
    for figure in figures:
        segment = text[before : figure.start]
        after = text[figure.end :]
        near = [n for n in names if n[1] <= figure.start]
        direct = False
        if near:
            said.key, said.name, said.here = near[-1][2], text[near[-1][0] : near[-1][1]], True
            direct = near[-1][1] >= before
        elif names:
            said.key = None if subject is None else said.key
        fact = _fact(book, spot, text, figure, segment, said, last, after, direct=direct)
        if fact is not None:
            yield fact
        last = fact
        before = figure.end


def _fact(
    book: Book,
    spot: Spot,
    text: str,
    figure: Figure,
    segment: str,
    said: _Said,
    last: Fact | None,
    after: str,
    *,
    direct: bool,
) -> Fact | None:
    if said.key is None or figure.value == 0:
        return None
    hits = [h for h in _MEASURE.finditer(segment) if not _inside_name(h, said.name, segment)]
    if not hits:
        return _unmeasured(book, spot, text, figure, segment, said, last, after, direct=direct)
    hit = hits[-1]
    measure = hit.lastgroup or ""
    if measure == "target" and any(h.lastgroup == "akhir" for h in hits):
        measure = "akhir"
    tail = segment[hit.end() :]
    lead = segment[max(0, hit.start() - 25) : hit.start()]
    if (
        len(tail) > _MAX_GAP
        or _TURNED.search(tail)
        or re.search(r"(?i)\b(?:kenaikan|penurunan|selisih|rata-rata|sisa|pertumbuhan|peningkatan)\s*$", lead)
        or _RATIO_AFTER.match(after)
    ):
        return None
    if measure == "realisasi" and figure.money:
        measure = "realisasi anggaran"
    if (measure in {"target", "akhir"} and figure.money) or (measure == "anggaran" and not figure.money):
        return None
    if measure == "anggaran" and re.search(r"(?i)\b(?:total|seluruh|keseluruhan)\b", lead) and not said.here:
        return None
    if measure == "nilai" and (not direct or figure.money or figure.percent):
        return None
    # "realisasi anggaran 78,13%" is absorption in all but name; which is meant stays open.
    if measure == "realisasi" and re.search(r"(?i)^\s*(?:anggaran|keuangan|belanja)\b", tail):
        return None
    year = _year(book, segment, text[: figure.start], after)
    scope = scope_of(tail, book.region)
    if scope:
        return _made(book, spot, text, figure, said, f"{measure} {scope}", year)
    if measure == "akhir":
        years = years_in(segment)
        return (
            _made(book, spot, text, figure, said, "target", years[-1], "Renstra")
            if years and years[-1] != book.year
            else None
        )
    said.source = document_of(segment) if measure == "target" else ""
    return _made(book, spot, text, figure, said, measure, year, said.source)


def _unmeasured(
    book: Book,
    spot: Spot,
    text: str,
    figure: Figure,
    segment: str,
    said: _Said,
    last: Fact | None,
    after: str,
    *,
    direct: bool,
) -> Fact | None:
    """A figure without a word for its measure: a count right after its name, or one that goes on with the last figure."""
    count = figure.unit and not figure.percent and not figure.money
    if direct:
        alone = not re.search(r"\w", segment[segment.rfind(said.name) + len(said.name) :])
        year = _year(book, segment, text[: figure.start], after)
        return _made(book, spot, text, figure, said, "nilai", year) if count and alone else None
    if last is None:
        return None
    # "Rp A dengan realisasi Rp B (78,13%)": the share in brackets is the absorption.
    if last.measure == "realisasi anggaran" and figure.percent and _SHARE.fullmatch(segment):
        return _made(book, spot, text, figure, said, "serapan", last.year)
    follows = _YEAR_AFTER.match(after)
    if (
        count
        and last.measure == "nilai"
        and follows
        and int(follows.group(1)) != last.year
        and _GOES_ON.fullmatch(segment)
    ):
        return _made(book, spot, text, figure, said, "nilai", int(follows.group(1)))
    return None


def _inside_name(hit: re.Match[str], name: str, segment: str) -> bool:
    """Whether the word belongs to the name itself ("Jumlah laporan capaian kinerja")."""
    at = segment.rfind(name) if name else -1
    return at >= 0 and at <= hit.start() < at + len(name)


def _year(book: Book, segment: str, before: str, after: str) -> int | None:
    follows = _YEAR_AFTER.match(after)
    if follows:
        return int(follows.group(1))
    if re.search(r"(?i)\btahun (?:sebelumnya|lalu|yang lalu)\b", segment):
        return book.year - 1 if book.year else None
    years = years_in(segment) or years_in(before)
    return years[-1] if years else book.year


def _made(
    book: Book, spot: Spot, text: str, figure: Figure, said: _Said, measure: str, year: int | None, source: str = ""
) -> Fact:
    del book
    place = spot.place(quoted(text, figure.start, figure.end, 60))
    key = said.key or frozenset()
    return Fact(key, short(said.name, 90), measure, year, source, figure, shape_of(figure), place, spot)
