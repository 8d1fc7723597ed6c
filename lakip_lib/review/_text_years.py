"""NAM02 to NAM05: years and dates that cannot be, or do not fit the table that they stand over."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lakip_lib.document.model import Paragraph, Table
from lakip_lib.document.recognise import Meaning
from lakip_lib.review._text import Spot, own_texts, quoted, titles, tokens, unquoted
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import years_in
from lakip_lib.review.finding import Finding, Rule, short

__all__ = [
    "caption_years",
    "column_years",
    "different_days",
    "impossible_years",
]

NAM02 = Rule("NAM02", "galat", "Tahun yang tidak mungkin")
NAM03 = Rule("NAM03", "catatan", "Tanggal keadaan berbeda dalam satu rangkaian tabel")
NAM04 = Rule("NAM04", "peringatan", "Tahun pada judul tidak sesuai dengan isi tabel")
NAM05 = Rule("NAM05", "peringatan", "Kolom memakai tahun yang tidak sesuai")

_MONTHS = "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_YEAR_WORD = re.compile(
    rf"(?i)\b(?:(tahun(?: anggaran)?|t\.?a\.?)|(?:\d{{1,2}}\s+)?(?:{_MONTHS}))\s+(\d{{3,6}})\b(?!\s*[.,]\d)"
)
# What may follow a year; after any other word the figure counts something ("Desember 250 peserta").
_AFTER_YEAR = re.compile(
    r"(?i)\s*(?:$|[.,;:)\]”\"/–-]|\b(?:di|yang|dan|dengan|oleh|pada|sebagai|tentang|atau|serta|untuk|dalam|dari|adalah|"
    r"sampai|hingga|telah|sudah|ini|tidak|belum|maka|namun|sebesar|nomor|terhadap|menjadi)\b)"
)
_DATE = rf"\s+(\d{{1,2}})\s+({_MONTHS})\s+((?:19|20)\d\d)"
_AS_OF = re.compile(
    rf"(?i)\b(?:per(?: tanggal)?|(?:posisi|keadaan|kondisi)(?: per)?(?: tanggal)?"
    rf"|(?:(?:data|jumlah|realisasi)\b[^.;\d]{{0,60}} |^|(?<=[.;] ))sampai dengan){_DATE}"
)
# In a title a bare date gives the state; in a sentence it may be the day of anything, and a range of days.
_DATED = re.compile(rf"(?i)\b(?:per(?: tanggal)?|posisi|keadaan|kondisi|sampai dengan|s\.?/?d\.?|tanggal){_DATE}")
_FIRST, _LAST = 1900, 2100


def impossible_years(listed: Sequence[Spot]) -> Iterator[Finding]:
    for spot in listed:
        for text, _ in own_texts(spot.block):
            for hit in _YEAR_WORD.finditer(text):
                year = hit.group(2)
                # "tahun 500" may be anything; what begins with 19 or 20, or follows a month, is meant as a year.
                meant = hit.group(1) is None or year[:2] in {"19", "20"}
                meant = meant and bool(_AFTER_YEAR.match(text[hit.end() :]))
                # What stands in quotation marks is quoted, not said.
                if text[: hit.start()].rstrip().endswith(("“", "‘")):
                    continue
                if meant and not (len(year) == 4 and _FIRST <= int(year) <= _LAST):  # noqa: PLR2004 - a year
                    text_of = quoted(text, *hit.span())
                    yield Finding(NAM02, f"“{hit.group(0)}” bukan tahun yang mungkin.", (spot.place(text_of),), year)


def different_days(listed: Sequence[Spot]) -> Iterator[Finding]:
    """Captions of one section that give the state at different days of one month."""
    by_section: dict[tuple[str, str, str], list[tuple[int, Spot, str]]] = defaultdict(list)
    for spot in listed:
        text = spot.block.caption if isinstance(spot.block, Table) else ""
        if isinstance(spot.block, Paragraph):
            text = unquoted(spot.block)
        for day, month, year in (_DATED if isinstance(spot.block, Table) else _AS_OF).findall(text):
            by_section[spot.section, month.lower(), year].append((int(day), spot, text))
    for (_, month, year), found in by_section.items():
        days = Counter(d for d, _, _ in found)
        captions = {d for d, spot, _ in found if isinstance(spot.block, Table)}
        if len(days) < 2 or not captions:  # noqa: PLR2004 - one day is no difference
            continue
        usual, often = days.most_common(1)[0]
        odd = [(spot, text) for d, spot, text in found if d != usual]
        rest = next(spot for d, spot, _ in found if d == usual)
        others = sorted(set(days) - {usual})
        said = " dan ".join(f"{d} {month.capitalize()} {year}" for d in [*others, usual])
        places = [spot.place(short(text, 120)) for spot, text in odd]
        tie = often == max(days[d] for d in others)
        expected = "" if tie else f"{usual} {month.capitalize()} {year}"
        yield Finding(
            NAM03,
            f"Keadaan dinyatakan per {said} dalam bagian yang sama.",
            (*places, rest.place()),
            f"{others[0]} {month.capitalize()} {year}",
            expected,
        )


def caption_years(book: Book) -> Iterator[Finding]:
    """A caption whose year is none of the years in its columns, or not the year that the sentence above announces."""
    spots_before: dict[int, Spot] = {}
    for earlier, spot in zip(book.spots, book.spots[1:], strict=False):
        spots_before[spot.index] = earlier
    for spot, m in book.tables:
        named = years_in(m.table.caption)
        if len(set(named)) != 1 or re.search(r"(?i)sampai|s/d|s\.d|[-–]\s*\d|sebelum|akhir|terhadap", m.table.caption):
            continue
        year = named[0]
        if re.search(r"(?i)\b(?:nomor|no\.?)\s*\d+\s+tahun", m.table.caption):
            continue  # a regulation
        measured = {"target", "realisasi", "capaian", "tahun", "pagu", "realisasi uang"}
        columns = sorted({c.year for c in m.columns if c.year and c.role in measured} | set(_row_years(m)))
        if columns and year not in columns:
            listed = ", ".join(map(str, columns))
            text = f"Judul menyebut tahun {year}, tetapi kolom atau barisnya memuat {listed}."
            yield Finding(NAM04, text, (spot.place(short(m.table.caption, 120)),), str(year))
            continue
        before = spots_before.get(spot.index)
        if (
            not columns
            and before
            and isinstance(before.block, Paragraph)
            and re.search(r"(?i)\btabel\b", before.block.text)
        ):
            said = set(years_in(before.block.text))
            if len(said) == 1 and year not in said and book.year in said:
                wanted = str(said.pop())
                text = f"Judul menyebut tahun {year}, tetapi kalimat pengantarnya menyebut {wanted}."
                places = (spot.place(short(m.table.caption, 120)), before.place(short(before.block.text, 140)))
                yield Finding(NAM04, text, places, str(year), wanted)


def _row_years(m: Meaning) -> Iterator[int]:
    for column in m.of("baris tahun"):
        for row in m.data:
            yield from years_in(m.cell(row.index, column.index).text)


def column_years(book: Book) -> Iterator[Finding]:
    """Two columns for one measure and year, and a title that differs from its twins in other tables by a year alone."""
    masked: dict[tuple[str, ...], list[tuple[tuple[int, ...], Spot, str]]] = defaultdict(list)
    for spot, m in book.tables:
        seen: dict[tuple[str, int, Key], str] = {}
        for column in m.columns:
            if column.role in {"target", "realisasi", "capaian"} and column.year and column.kind != "money":
                title = titles(m.table)[column.index]
                # "Target 2024 murni" and "Target 2024 perubahan" differ by a word; only equal words show a slip.
                words = frozenset(tokens(title)) - {"tahun", str(column.year)}
                before = seen.setdefault((column.role, column.year, words), title)
                if before != title:
                    said = f"Kolom “{before}” dan “{title}” memuat {column.role} {column.year} dua kali."
                    said += " Salah satu tahunnya keliru."
                    places = (spot.place(column=title), spot.place(column=before))
                    yield Finding(NAM05, said, places, str(column.year))
        plain = tuple(dict.fromkeys(titles(m.table)))
        for title in plain:
            years = tuple(years_in(title))
            if len(years) > 1 and len(title) > 25:  # noqa: PLR2004 - long titles only: "Tahun 2023" alone is free
                key = (re.sub(r"\d{4}", "#", title.lower()), *(re.sub(r"\d{4}", "#", t.lower()) for t in plain))
                masked[key].append((years, spot, title))
    for found in masked.values():
        common, often = Counter(y for y, _, _ in found).most_common(1)[0]
        odd = [f for f in found if f[0] != common]
        if odd and often > len(odd):
            good = next(t for y, _, t in found if y == common)
            for _, spot, title in odd:
                text = f"Judul kolom “{title}” berbeda tahun dari kolom yang sama di {often} tabel lain."
                yield Finding(NAM05, text, (spot.place(column=title),), title, good)
