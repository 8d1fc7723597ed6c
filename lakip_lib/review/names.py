"""NAM: names of places, years, dates and titles that do not belong where they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lakip_lib.document.model import Document, Heading, Paragraph, Table
from lakip_lib.document.recognise import Meaning
from lakip_lib.review._text import NUMBER_WORDS, Spot, quoted, short, spots, stripped, titles, tokens, unquoted
from lakip_lib.review._text_book import book_of
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import Region, named_regions, years_in
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["RULES", "check"]

NAM01 = Rule("NAM01", "peringatan", "Lembaga daerah lain disebut sebagai lembaga sendiri")
NAM02 = Rule("NAM02", "galat", "Tahun yang tidak mungkin")
NAM03 = Rule("NAM03", "catatan", "Tanggal keadaan berbeda dalam satu rangkaian tabel")
NAM04 = Rule("NAM04", "peringatan", "Tahun pada judul tidak sesuai dengan isi tabel")
NAM05 = Rule("NAM05", "peringatan", "Kolom memakai tahun yang tidak sesuai")
NAM06 = Rule("NAM06", "peringatan", "Judul tabel menyebut sasaran yang lain")
NAM07 = Rule("NAM07", "catatan", "Judul yang sama dipakai untuk bagian yang berbeda")
RULES = (NAM01, NAM02, NAM03, NAM04, NAM05, NAM06, NAM07)

_OWN_BODY = re.compile(
    r"(?i)\b(?:inspektorat(?: daerah)?|pemerintah(?: daerah)?|pemda|pemkot|pemkab|apbd(?: perubahan)?|dprd|sekretariat daerah|"
    r"(?:dinas|badan|kantor|satuan|rsud|kecamatan)\b[\w\s,&/()-]{0,80}?|peraturan (?:daerah|wali ?kota|bupati|gubernur)|rpjmd|rkpd|"
    r"wali ?kota|bupati|gubernur|sekda)\s*(?:,\s*)?$"
)
# Other regions may be named: compared with, visited, worked with, come from.
_LEGITIMATE = re.compile(
    r"(?i)\b(?:banding\w*|dibanding\w*|pembanding|studi|kunjungan|benchmark\w*|kerja ?sama|bekerja ?sama|berkolaborasi|bersama|"
    r"kemitraan|perbatasan|berbatas\w*|hibah|bantuan|asal|berasal|peserta|penghargaan|juara|lomba|festival|pameran|mutasi|pindah\w*|"
    r"wilayah lain|daerah lain|replikasi|adopsi|se-|hadir\w*|undangan|rapat|bimtek|diklat|antar|nasional|tingkat|bertempat|"
    r"berlokasi|dikirim|alamat|jalan|jl)\b"
)
_YEAR_WORD = re.compile(
    r"(?i)\b(?:(tahun(?: anggaran)?|t\.?a\.?)|(?:\d{1,2}\s+)?(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|"
    r"oktober|november|nopember|desember))\s+(\d{3,6})\b(?!\s*[.,]\d)(?!\s*(?:orang|unit|rupiah|hari|bulan|jam|kali|persen|%))"
)
_AS_OF = re.compile(
    r"(?i)\b(?:per(?: tanggal)?|posisi(?: per)?|keadaan(?: per)?|sampai dengan|s\.?/?d\.?|tanggal)\s+(\d{1,2})\s+"
    r"(januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember)\s+((?:19|20)\d\d)"
)
_GOAL_NUMBER = re.compile(
    r"(?i)\bsasaran(?: strategis| renstra)?\s+(?:ke-?\s*)?(?:(\d{1,2})\b|((?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|"
    r"sepuluh|pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan)\b))(?!\s*(?:tahun|orang|program|kegiatan|indikator|sasaran))"
)
_ORDINALS = {"pertama": 1}
_FIRST, _LAST = 1900, 2100


def check(document: Document) -> Iterator[Finding]:
    """All findings about names, years and titles."""
    book = book_of(document)
    yield from _places(book)
    yield from _years(list(spots(document)))
    yield from _dates(book.spots)
    yield from _captions(book)
    yield from _columns(book)
    yield from _goals(book)
    yield from _titles(document)


def _places(book: Book) -> Iterator[Finding]:
    """An inspectorate, government or office of another region where the office's own is meant."""
    own = book.region
    if own is None:
        return
    found: dict[str, list[Place]] = defaultdict(list)
    for spot, text in _headings_and_sentences(book.spots):
        for kind, words, start, end in named_regions(text):
            # An office of a province rightly names its cities, and everyone names the own province.
            level = {"Provinsi"} if own.kind == "Provinsi" else {"Kota", "Kabupaten"}
            if kind not in level or own.begins(words) or _like(words, own):
                continue
            if not _OWN_BODY.search(text[:start]) or _LEGITIMATE.search(text):
                continue
            found[f"{kind} {words[0].capitalize()}"].append(spot.place(quoted(text, start, end, 60)))
    for name, places in found.items():
        # A region that is named again and again is a partner, not a slip of copying.
        if len(places) <= 3:  # noqa: PLR2004
            yield Finding(
                NAM01, f"Disebut lembaga {name}, padahal laporan ini milik {own}.", tuple(places), name, str(own)
            )


def _like(words: Sequence[str], own: Region) -> bool:
    """Whether a name is the own one with a slip of the pen."""
    a, b = words[0], own.name[0]
    return len(set(a) ^ set(b)) <= 1 and abs(len(a) - len(b)) <= 1


def _headings_and_sentences(listed: Sequence[Spot]) -> Iterator[tuple[Spot, str]]:
    for spot in listed:
        block = spot.block
        if isinstance(block, Heading):
            yield spot, block.text
        elif isinstance(block, Paragraph):
            for sentence in re.split(r"(?<=[.;])\s+", unquoted(block)):
                yield spot, sentence
        else:
            yield spot, block.caption


def _years(listed: Sequence[Spot]) -> Iterator[Finding]:
    for spot in listed:
        for text in _own_texts(spot):
            for hit in _YEAR_WORD.finditer(text):
                year = hit.group(2)
                # "tahun 500" may count something; a year that begins with 19 or 20, or follows a month, is meant as one.
                meant = hit.group(1) is None or year[:2] in {"19", "20"}
                # What stands in quotation marks is quoted, not said.
                if text[: hit.start()].rstrip().endswith(("“", "‘")):
                    continue
                if meant and not (len(year) == 4 and _FIRST <= int(year) <= _LAST):  # noqa: PLR2004 - a year
                    text_of = quoted(text, *hit.span())
                    yield Finding(NAM02, f"“{hit.group(0)}” bukan tahun yang mungkin.", (spot.place(text_of),), year)


def _own_texts(spot: Spot) -> Iterator[str]:
    block = spot.block
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Paragraph):
        yield unquoted(block)
    else:
        yield block.caption
        yield from (c.text for c in {id(c): c for r in block.rows for c in r}.values() if not c.quoted)


def _dates(listed: Sequence[Spot]) -> Iterator[Finding]:
    """Captions of one section that give the state at different days of one month."""
    by_section: dict[tuple[str, str, str], list[tuple[int, Spot, str]]] = defaultdict(list)
    for spot in listed:
        text = spot.block.caption if isinstance(spot.block, Table) else ""
        if isinstance(spot.block, Paragraph):
            text = unquoted(spot.block)
        for day, month, year in _AS_OF.findall(text):
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


def _captions(book: Book) -> Iterator[Finding]:
    """A caption whose year is none of the years in its columns, or not the year that the sentence above announces."""
    spots_before: dict[int, Spot] = {}
    for before, spot in zip(book.spots, book.spots[1:], strict=False):
        spots_before[spot.index] = before
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


def _columns(book: Book) -> Iterator[Finding]:
    """Two columns for one measure and year, and a title that differs from its twins in other tables by a year alone."""
    masked: dict[tuple[str, ...], list[tuple[tuple[int, ...], Spot, str]]] = defaultdict(list)
    for spot, m in book.tables:
        seen: dict[tuple[str, int, Key], str] = {}
        for column in m.columns:
            if column.role in {"target", "realisasi", "capaian"} and column.year and column.kind != "money":
                title = titles(m.table)[column.index]
                # "Target 2024 murni" and "Target 2024 perubahan" differ by a word; only equal words make a slip of the year.
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


def _goals(book: Book) -> Iterator[Finding]:
    """A caption about "Sasaran Dua" over a table about another sasaran, by the order of the numbered lists."""
    order: dict[Key, set[int]] = defaultdict(set)
    for _, m in book.tables:
        goal = next((c for c in m.columns if c.role == "label" and re.match(r"sasaran\b", c.title)), None)
        if goal is None:
            continue
        keys = list(dict.fromkeys(_goal_key(book, m, r.index, goal.index) for r in m.data))
        if len(keys) > 1 and None not in keys:
            for n, key in enumerate(keys, start=1):
                if key is not None:
                    order[key].add(n)
    for spot, m in book.tables:
        hit = _GOAL_NUMBER.search(m.table.caption)
        goal = next((c for c in m.columns if c.role == "label" and re.match(r"sasaran\b", c.title)), None)
        if not hit or goal is None:
            continue
        keys = {_goal_key(book, m, r.index, goal.index) for r in m.data}
        key = next(iter(keys)) if len(keys) == 1 else None
        said = _number(hit)
        numbers = order.get(key, set()) if key else set()
        if len(numbers) == 1 and said and said not in numbers:
            right = numbers.pop()
            yield Finding(
                NAM06,
                f"Judul menyebut “{hit.group(0)}”, tetapi tabelnya tentang sasaran ke-{right}.",
                (spot.place(short(m.table.caption, 120)),),
                hit.group(0),
                f"Sasaran {right}",
            )


def _goal_key(book: Book, m: Meaning, row: int, column: int) -> Key | None:
    text = m.cell(row, column).text
    return book.names.key(text) if re.search(r"[^\W\d_]{3}", text) else None


def _number(hit: re.Match[str]) -> int | None:
    if hit.group(1):
        return int(hit.group(1))
    word = hit.group(2).lower()
    return _ORDINALS.get(word) or NUMBER_WORDS.get(word) or NUMBER_WORDS.get(word.removeprefix("ke"))


def _titles(document: Document) -> Iterator[Finding]:
    """Two numbered headings or two captions with the same words over different contents."""
    headings: dict[str, list[Heading]] = defaultdict(list)
    for heading in document.headings():
        if re.search(r"\d\.\d", heading.number) and len(tokens(heading.text)) > 1:
            headings[stripped(heading.text)].append(heading)
    for same in headings.values():
        # Each indicator may have its "Target dan Realisasi": a repeated title is a slip only among sisters.
        parents = Counter(h.number.rstrip(".").rpartition(".")[0] for h in same)
        if len(same) > 1 and max(parents.values()) > 1 and len({h.number for h in same}) > 1:
            places = tuple(Place(section=f"{h.number} {h.text}", quote=h.text) for h in same)
            numbers = " dan ".join(h.number for h in same)
            yield Finding(NAM07, f"Subbab {numbers} berjudul sama: “{short(same[0].text)}”.", places)
    captions: dict[str, list[tuple[Spot, Table]]] = defaultdict(list)
    for spot in spots(document):
        if isinstance(spot.block, Table) and spot.block.number and len(tokens(spot.block.caption)) > 2:  # noqa: PLR2004
            captions[stripped(spot.block.caption)].append((spot, spot.block))
    for same_caption in captions.values():
        numbers_of = {t.number for _, t in same_caption}
        inside = [frozenset(_first_words(t)) for _, t in same_caption]
        apart = len(numbers_of) > 1 and all(not a & b for i, a in enumerate(inside) for b in inside[i + 1 :])
        if apart and all(inside) and len({titles(t) for _, t in same_caption}) > 1:
            listed = " dan ".join(f"Tabel {t.number}" for _, t in same_caption)
            caption = same_caption[0][1].caption
            text = f"{listed} berjudul sama, “{short(caption)}”, tetapi isinya berbeda."
            yield Finding(NAM07, text, tuple(s.place(short(t.caption, 120)) for s, t in same_caption))


def _first_words(table: Table) -> Iterator[str]:
    for row in table.body:
        name = next((c.text for c in row if re.search(r"[^\W\d_]{3}", c.text)), "")
        if name:
            yield stripped(name)
