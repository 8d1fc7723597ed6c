"""The review annex of a report: findings over the source tables, and the checklist, as tables for a chapter to show.

What people typed is marked up as a quotation: it is shown because it is in doubt, and no checker may take it for ours.
"""

from __future__ import annotations

from collections.abc import Sequence

from lakip_lib.office import Office
from lakip_lib.present.grid import Column, Grid, Line, Rejected
from lakip_lib.review.checklist import checklist
from lakip_lib.review.finding import SEVERITIES, Finding, Place, counts
from lakip_lib.review.tables import check

__all__ = ["by_severity", "check", "questions", "summary"]

#: What each severity says, for readers.
_MEANING = {
    "galat": "hitungan yang salah, atau keterangan yang bertentangan dengan datanya sendiri",
    "peringatan": "angka atau keadaan yang tidak lazim dan perlu dijelaskan",
    "catatan": "bentuk atau kelengkapan yang dapat diperbaiki",
}
#: A finding shows that many of its places; the others are counted.
_SHOWN = 4
_QUOTE = 60


def summary(findings: Sequence[Finding]) -> Grid:
    """How many findings there are of each severity, and what it means."""
    found = counts(findings)
    lines = [Line(s, (s.capitalize(), _MEANING[s], str(found[s]))) for s in SEVERITIES]
    lines.append(Line("jumlah", ("Jumlah", "", str(len(findings))), "jumlah"))
    columns = (
        Column("tingkat", "Tingkat"),
        Column("arti", "Arti"),
        Column("banyaknya", "Banyaknya temuan", number=True),
    )
    return Grid(columns, tuple(lines))


def by_severity(findings: Sequence[Finding]) -> list[tuple[str, Grid]]:
    """(severity, its findings) for each severity that has any, worst first."""
    return [(s, _listing(mine)) for s in SEVERITIES if (mine := [f for f in findings if f.severity == s])]


def _listing(findings: Sequence[Finding]) -> Grid:
    lines = []
    for n, f in enumerate(findings, 1):
        about = [f.message, *(t for t in (f.evidence, _expected(f)) if t)]
        lines.append(Line(f"{f.code}-{n}", (f.code, f.rule.title, about, *_where(f.places))))
    columns = (
        Column("kode", "Kode"),
        Column("pokok", "Pokok"),
        Column("temuan", "Temuan dan bukti"),
        Column("tempat", "Tempat"),
        Column("tertulis", "Tertulis"),
    )
    return Grid(columns, tuple(lines), wide=True)


def _expected(f: Finding) -> str:
    return f"Diharapkan: {f.expected}." if f.expected else ""


def _where(places: Sequence[Place]) -> tuple[list[str], list[Rejected | str]]:
    """The first places, and line by line what is typed there."""
    first = places[:_SHOWN]
    rest = len(places) - len(first)
    quotes = [Rejected(_short(p.quote)) if p.quote.strip() else "(kosong)" for p in first if p.column]
    return [str(p) for p in first] + [f"dan {rest} tempat lain"] * (rest > 0), quotes


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1].rstrip()}…"


def questions(office: Office, findings: Sequence[Finding]) -> Grid:
    """The checklist: group, question, verdict, evidence and where it stands."""
    lines = []
    for a in checklist(office, findings):
        files = list(dict.fromkeys(p.table or p.section for p in a.places))
        no = str(a.item.number)
        lines.append(Line(no, (no, a.item.group, a.item.question, a.verdict, a.evidence, files)))
    columns = (
        Column("no", "No.", number=True),
        Column("kelompok", "Kelompok"),
        Column("butir", "Butir"),
        Column("jawaban", "Jawaban"),
        Column("bukti", "Bukti atau bahan penilaian"),
        Column("berkas", "Berkas"),
    )
    return Grid(columns, tuple(lines), merge=("kelompok",), wide=True)
