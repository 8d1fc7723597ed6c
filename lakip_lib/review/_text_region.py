"""The region and the year that a report is about, learned from the report itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.model import Document, Heading, Paragraph, Table

__all__ = ["Region", "named_regions", "own_region", "report_year", "years_in"]

_KINDS = {"kota": "Kota", "kabupaten": "Kabupaten", "kab": "Kabupaten", "provinsi": "Provinsi", "propinsi": "Provinsi"}
_REGION = re.compile(
    r"\b(?P<kind>kota|kabupaten|kab\.?|provinsi|propinsi)\s+(?P<name>[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*){0,3})",
    re.IGNORECASE,
)
# Words that follow "kota" or "kabupaten" without naming one.
_NO_NAME = frozenset(
    [
        "tahun", "nomor", "dan", "di", "ke", "yang", "dengan", "pada", "untuk", "atau", "sebagai", "adalah", "ini",
        "itu", "tersebut", "se", "dalam", "serta", "telah", "sudah", "oleh", "dari", "terhadap", "layak", "sehat",
        "cerdas", "pintar", "kreatif", "tua", "lama", "baru", "administrasi", "adm", "seluruh", "setempat",
        "provinsi", "kota", "kabupaten", "kab", "republik", "indonesia", "nilai", "periode", "per", "bulan",
        "triwulan", "semester", "tanggal", "terkait", "melalui", "maka", "juga", "akan", "dapat", "tidak", "belum",
        "bidang", "dinas", "badan", "kantor", "sekretariat", "inspektorat", "kecamatan", "kelurahan", "desa",
        "selaku", "atas", "lainnya", "lain", "madya", "besar", "kecil", "hijau", "bersih", "inklusif", "tangguh",
        "mandiri", "ramah", "wisata", "pusaka", "satelit", "terbaik", "induk", "kewenangan", "berdasarkan",
        "sesuai", "maupun", "tentang", "sebesar", "menurut", "rencana", "program", "kegiatan", "anggaran",
        "laporan", "renstra", "rpjmd", "rkpd", "lakip", "lkjip", "ta", "th", "perubahan",
    ]
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?![\d/]|\.\d)")


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its kind (Kota, Kabupaten, Provinsi) and its name in lower-case words."""

    kind: str
    name: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} {' '.join(self.name).title()}"

    def begins(self, words: Sequence[str]) -> bool:
        """Whether words that follow the kind name this region."""
        return tuple(words[: len(self.name)]) == self.name


def named_regions(text: str) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """(kind, words, start, end) wherever a kind of region is followed by a name; words may run past the name."""
    for hit in _REGION.finditer(text):
        # IGNORECASE lets a lower-case word pass as a name: names begin with a capital.
        words = []
        for word in hit.group("name").split():
            if not word[0].isupper() or word.lower() in _NO_NAME:
                break
            words.append(word.lower())
        if words:
            yield _KINDS[hit.group("kind").lower().rstrip(".")], tuple(words), hit.start(), hit.end()


def _texts(document: Document) -> Iterator[str]:
    """All texts: headings, paragraphs, captions, cells once each."""
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield block.caption
            yield from (c.text for c in {id(c): c for r in block.rows for c in r}.values())


def own_region(document: Document) -> Region | None:
    """The region whose office reports: named far more often than any other, or nothing.

    The shortest frequent start of the names is the name, so "Kota Contoh Tahun" counts as "Kota Contoh".
    """
    firsts: Counter[tuple[str, str]] = Counter()
    starts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for text in _texts(document):
        for kind, words, _, _ in named_regions(text):
            firsts[kind, words[0]] += 1
            for n in range(1, len(words) + 1):
                starts[kind, words[:n]] += 1
    # An office of a city names its province too, an office of a province its cities: the most frequent one is its own.
    ranked = firsts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):  # noqa: PLR2004
        return None
    kind, first = ranked[0][0]
    name: tuple[str, ...] = (first,)
    while True:
        longer = [
            (c, w) for (k, w), c in starts.items() if k == kind and w[:-1] == name and c >= 0.6 * starts[kind, name]
        ]
        if not longer:
            break
        name = max(longer)[1]
    return Region(kind, name)


def years_in(text: str) -> list[int]:
    """The years named in a text, in order; parts of numbers and of codes are left out."""
    return [int(y) for y in _YEAR.findall(text)]


def report_year(document: Document) -> int | None:
    """The year that a report is about: named in its headings and captions more often than any other."""
    strong: Counter[int] = Counter()
    weak: Counter[int] = Counter()
    for n, block in enumerate(document.blocks):
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and (block.kind == "caption" or n < 15)):  # noqa: PLR2004
            years = years_in(block.text)
        elif isinstance(block, Table):
            years = years_in(block.caption)
        else:
            weak.update(
                int(y)
                for y in re.findall(r"(?i)\btahun(?: anggaran)?\s+((?:19|20)\d\d)\b(?!\s*[-–]|\s+tentang)", block.text)
            )
            continue
        if len(set(years)) == 1:
            strong[years[0]] += 1
    total = Counter({y: 3 * strong[y] + weak[y] for y in strong | weak})
    return total.most_common(1)[0][0] if total else None
