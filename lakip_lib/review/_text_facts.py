"""What a report says, one figure at a time: of which thing, which measure, which year, from which planning document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lakip_lib.document.figures import Figure
from lakip_lib.document.model import Document
from lakip_lib.document.recognise import Column, Meaning
from lakip_lib.review._text import Spot
from lakip_lib.review._text_names import Key, Names
from lakip_lib.review._text_region import Region, named_regions
from lakip_lib.review.finding import Place

__all__ = [
    "QUARTERLY",
    "Book",
    "Fact",
    "any_goal_column",
    "document_of",
    "elsewhere",
    "planned_in",
    "planning_columns",
    "scope_of",
    "shape_of",
    "version_of",
]

#: The role of a fact from the last quarter of a quarterly table.
QUARTERLY = "triwulan"

# The planning document that a caption or a column title speaks of; the first that fits wins.
_DOCUMENTS = (
    (
        "PK Perubahan",
        re.compile(
            r"(?i)\b(?:perj\w*\s+kinerja|pk)\b[^.;]{0,60}\b(?:perubahan|revisi)\b(?<!sebelum perubahan)|"
            r"\b(?:perubahan|revisi)(?: atas)? (?:perj\w*\s+kinerja|pk)\b"
        ),
    ),
    ("PK", re.compile(r"(?i)\bperj\w*\s+kinerja\b|\bpenetapan kinerja\b|\bPK\b")),
    ("RKT", re.compile(r"(?i)\brencana kinerja tahunan\b|\brkt\b")),
    ("Renja", re.compile(r"(?i)\brenja\b|\brencana kerja\b")),
    ("RKPD", re.compile(r"(?i)\brkpd\b")),
    ("RPJMD", re.compile(r"(?i)\brpjmd\b")),
    ("Renstra", re.compile(r"(?i)\brenstra\b|\brencana strategis\b|\btahun 20\d\d\s*[-–]\s*20\d\d\b")),
)
_PLAN_COLUMN = re.compile(r"(?:target )?(?:renstra|rkt|pk|iku|perjanjian kinerja|renja)(?: (?:tahun )?\d{4})?")
_UNIT = re.compile(
    r"\b(?:[Dd]i|[Pp]ada|[Uu]ntuk)\s+(?:Kecamatan|Kelurahan|Desa|Puskesmas|UPTD?|Sekolah|Bidang|Seksi|Wilayah)\s+[A-Z]"
)
# Columns and captions that speak of the budget before or after it was changed.
_VERSIONS = (
    ("murni", re.compile(r"(?i)\b(?:murni|sebelum|semula|induk|(?:pagu|dipa|anggaran|target) awal)\b")),
    (
        "perubahan",
        re.compile(
            r"(?i)\b(?:perubahan|setelah|menjadi|apbd-?p|dppa|pergeseran|revisi|direvisi|"
            r"(?:pagu|dipa|anggaran) (?:akhir|terakhir|efektif))\b"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed figure with its meaning.  `measure` reads target, realisasi, capaian, anggaran, serapan, nilai ..."""

    key: Key
    name: str
    measure: str
    year: int | None
    document: str
    figure: Figure
    shape: str
    place: Place
    spot: Spot
    column: int = -1
    role: str = ""

    @property
    def in_table(self) -> bool:
        """Whether the figure stands in a table, not in a sentence."""
        return self.column >= 0


@dataclass
class Book:
    """Everything that rules look up: the document, its tables with their meanings, names, facts, region, year."""

    document: Document
    region: Region | None
    year: int | None
    names: Names
    spots: list[Spot]
    meanings: list[Meaning]  # of every table, also in lists of contents
    tables: list[tuple[Spot, Meaning]]
    facts: list[Fact] = field(default_factory=list)
    shared: set[tuple[Key, str]] = field(default_factory=set)  # (name, measure) of several rows of one table

    @cached_property
    def _by_block(self) -> dict[tuple[int, Key, int | None], dict[str, Fact]]:
        places: dict[tuple[int, Key, int | None], dict[str, Fact]] = defaultdict(dict)
        for fact in self.facts:
            places[fact.spot.index, fact.key, fact.year][fact.measure] = fact
        return places

    def beside(self, fact: Fact) -> dict[str, Fact]:
        """What the same table or paragraph says of the same thing in the same year, by measure."""
        return self._by_block[fact.spot.index, fact.key, fact.year]


def document_of(text: str) -> str:
    """PK, RKT, Renja, Renstra ..., whichever a title speaks of; nothing where it speaks of none."""
    return next((name for name, pattern in _DOCUMENTS if pattern.search(text)), "")


def planned_in(text: str) -> str:
    """The planning document whose target a title gives; a target before or after a change is one of the agreement."""
    return document_of(text) or {"murni": "PK", "perubahan": "PK Perubahan"}.get(version_of(text), "")


def version_of(text: str) -> str:
    """Whether a title speaks of the budget before (murni) or after (perubahan) it was changed; mostly of neither."""
    return next((name for name, pattern in _VERSIONS if pattern.search(text)), "")


def shape_of(figure: Figure, column: Column | None = None) -> str:
    """Which figures may be compared at all: money, whole numbers, or figures with decimals."""
    if figure.money or (column is not None and column.kind == "money"):
        return "uang"
    if figure.percent or figure.decimals > 0 or (column is not None and column.kind in {"percent", "number"}):
        return "pecahan"
    return "cacah"


def planning_columns(m: Meaning) -> Sequence[Column]:
    """The columns of a table that sets the targets of planning documents side by side."""
    found = [c for c in m.columns if _PLAN_COLUMN.fullmatch(c.leaf)]
    return found if len(found) > 1 else []


def any_goal_column(m: Meaning) -> Column | None:
    """The column of sasaran, those of programmes and of the region too."""
    return next((c for c in m.columns if c.role == "label" and re.match(r"sasaran\b", c.title)), None)


def elsewhere(text: str, region: Region | None) -> bool:
    """Whether a clause speaks of another region, or of one place or unit in the own one."""
    if _UNIT.search(text):
        return True
    return any(
        region is None or kind != region.kind or not region.begins(name) for kind, name, _, _ in named_regions(text)
    )


def scope_of(text: str, region: Region | None) -> str:
    """The nation or another region that a title or a clause speaks of; nothing for the office's own region."""
    if re.search(r"(?i)\bnasional\b", text):
        return "nasional"
    for kind, name, _, _ in named_regions(text.title()):
        if region is None or kind != region.kind or not region.begins(name):
            return f"{kind} {name[0]}".lower()
    return ""
