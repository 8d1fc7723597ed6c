"""The figures of one sentence: "target X sebesar 20,34% terealisasi 22,65%" with the name, measure and year of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.review._text import Spot, quoted
from lakip_lib.review._text_facts import Book, Fact, document_of, elsewhere, scope_of, shape_of, version_of
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import years_in
from lakip_lib.review.finding import short

__all__ = ["clause_facts"]

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
    r"(?i)\b(?:naik|turun|membaik|memburuk|kenaikan|penurunan|meningkat\s+(?:sebesar|menjadi|dari)|menurun|"
    r"peningkatan|selisih|tumbuh|pertumbuhan"
    r"|perubahan|sisa\w*|tersisa|rata-rata|minimal|maksimal|bobot|kurang dari|lebih dari|di ?atas|di ?bawah|antara|"
    r"kekurangan|"
    r"dibandingkan|dibanding|terhadap|kemajuan|bertambah|berkurang|kontribusi|poin|triwulan|semester|bulan)\b"
)
_RATIO_AFTER = re.compile(
    r"(?i)^\s*(?:\([^)]*\)\s*)?(?:poin\b|dari\b|terhadap\b|lebih\b|kurang\b|di ?atas|di ?bawah|untuk setiap|/)"
)
_YEAR_AFTER = re.compile(
    r"(?i)^\s*(?:\([^)]*\)\s*)?(?:(?!dan\b|dengan\b|sedangkan\b|serta\b)[a-z/]+\s+){0,3}?(?:pada|di|untuk|"
    r"dalam)\s+tahun\s+"
    r"((?:19|20)\d\d)\b"
)
_SHARE = re.compile(r"(?i)[\s,]*(?:atau|yaitu)?\s*(?:sebesar|setara)?\s*\(?\s*")
_GOES_ON = re.compile(r"(?i)[\s\w]{0,40}tahun\s+\d{4}\s*(?:,|dan|serta|sedangkan|menjadi)\s*")
_MAX_GAP = 90
_LEAD = 25
_PERIOD = re.compile(r"(?i)\b(?:triwulan|semester|s\.?/?d\.? bulan|sampai (?:dengan )?bulan)\b")
_DIFFERENCE = re.compile(r"(?i)\b(?:kenaikan|penurunan|selisih|rata-rata|sisa|pertumbuhan|peningkatan)\s*$")
_WHOLE = re.compile(r"(?i)\b(?:total|seluruh|keseluruhan)\b")


@dataclass(frozen=True)
class _Clause:
    """A figure with the words before it: `segment` reaches back to the figure before, `direct` if its name is in it."""

    book: Book
    spot: Spot
    text: str
    figure: Figure
    start: int
    key: Key
    name: str
    direct: bool
    here: bool
    last: Fact | None

    @property
    def segment(self) -> str:
        return self.text[self.start : self.figure.start]

    @property
    def after(self) -> str:
        return self.text[self.figure.end :]

    @property
    def counts(self) -> bool:
        return bool(self.figure.unit) and not self.figure.percent and not self.figure.money

    def year(self) -> int | None:
        """The year right after the figure, else the last one before it, else that of the report."""
        follows = _YEAR_AFTER.match(self.after)
        if follows:
            return int(follows.group(1))
        if re.search(r"(?i)\btahun (?:sebelumnya|lalu|yang lalu)\b", self.segment):
            return self.book.year - 1 if self.book.year else None
        years = years_in(self.segment) or years_in(self.text[: self.figure.start])
        return years[-1] if years else self.book.year

    def fact(self, measure: str, year: int | None, source: str = "") -> Fact:
        """The figure as a fact."""
        place = self.spot.place(quoted(self.text, self.figure.start, self.figure.end, 60))
        shape = shape_of(self.figure)
        return Fact(self.key, short(self.name, 90), measure, year, source, self.figure, shape, place, self.spot)


def clause_facts(
    book: Book, spot: Spot, text: str, names: Sequence[tuple[int, int, Key]], subject: tuple[Key, str] | None
) -> Iterator[Fact]:
    """The facts of one sentence; `names` are the known names in it, `subject` is what the sentences above speak of."""
    start = 0
    last: Fact | None = None
    for figure in in_text(text):
        near = [n for n in names if n[1] <= figure.start]
        if near:
            key, name = near[-1][2], text[near[-1][0] : near[-1][1]]
        elif subject:
            key, name = subject
        else:
            key, name = frozenset(), ""
        direct = bool(near) and near[-1][1] >= start
        clause = _Clause(book, spot, text, figure, start, key, name, direct, bool(near), last)
        last = _fact(clause) if key and figure.value else None
        if last is not None:
            yield last
        start = figure.end


def _fact(clause: _Clause) -> Fact | None:
    segment = clause.segment
    hits = [h for h in _MEASURE.finditer(segment) if not _inside_name(h, clause.name, segment)]
    if not hits:
        return _unmeasured(clause)
    hit = hits[-1]
    tail = segment[hit.end() :]
    lead = segment[max(0, hit.start() - _LEAD) : hit.start()]
    turned = len(tail) > _MAX_GAP or _TURNED.search(tail) or _DIFFERENCE.search(lead) or _PERIOD.search(segment)
    if turned or _RATIO_AFTER.match(clause.after):
        return None
    said = "akhir" if any(h.lastgroup == "akhir" for h in hits) and hit.lastgroup == "target" else hit.lastgroup or ""
    measure = _measure(clause, said, lead, tail)
    if measure == "akhir":
        years = years_in(segment)
        later = bool(years) and years[-1] != clause.book.year
        return clause.fact("target", years[-1], "Renstra") if later else None
    if not measure:
        return None
    scope = scope_of(tail, clause.book.region)
    if not scope and elsewhere(segment.replace(clause.name, " "), clause.book.region):
        return None
    source = document_of(segment) if measure == "target" else version_of(lead + tail) if measure == "anggaran" else ""
    return clause.fact(f"{measure} {scope}".strip(), clause.year(), source)


def _measure(clause: _Clause, said: str, lead: str, tail: str) -> str:
    """The measure that a word means for this kind of figure, or nothing where they do not go together."""
    figure = clause.figure
    if said == "realisasi" and figure.money:
        return "realisasi anggaran"
    # "realisasi anggaran 78,13%" is absorption in all but name; which is meant stays open.
    if said == "realisasi" and re.search(r"(?i)^\s*(?:anggaran|keuangan|belanja)\b", tail):
        return ""
    if said in {"target", "akhir"} and figure.money:
        return ""
    if said == "anggaran" and (not figure.money or (_WHOLE.search(lead) and not clause.here)):
        return ""
    if said == "nilai" and (not clause.direct or figure.money or figure.percent):
        return ""
    return said


def _unmeasured(clause: _Clause) -> Fact | None:
    """A figure without a word for its measure: a count right after its name, or one that goes on with the last one."""
    last, segment = clause.last, clause.segment
    if clause.direct:
        alone = not re.search(r"\w", segment[segment.rfind(clause.name) + len(clause.name) :])
        return clause.fact("nilai", clause.year()) if clause.counts and alone else None
    if last is None:
        return None
    # "Rp A dengan realisasi Rp B (78,13%)": the share in brackets is the absorption.
    if last.measure == "realisasi anggaran" and clause.figure.percent and _SHARE.fullmatch(segment):
        return clause.fact("serapan", last.year)
    follows = _YEAR_AFTER.match(clause.after)
    goes_on = clause.counts and last.measure == "nilai" and follows and _GOES_ON.fullmatch(segment)
    return clause.fact("nilai", int(follows.group(1))) if goes_on and follows else None


def _inside_name(hit: re.Match[str], name: str, segment: str) -> bool:
    """Whether the word belongs to the name itself ("Jumlah laporan capaian kinerja")."""
    at = segment.rfind(name) if name else -1
    return at >= 0 and at <= hit.start() < at + len(name)
