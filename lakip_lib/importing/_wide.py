"""Proposes where the columns of a table of indicators, of programmes, or of both side by side go."""

from __future__ import annotations

import re

from lakip_lib.document.recognise import Column, Meaning, plain
from lakip_lib.importing._targets import COMPUTED, DERIVED, IGNORE, UNKNOWN, To, document_of, quarter_of

__all__ = ["INDICATOR", "Wide"]

INDICATOR = re.compile(r".*\bindi\w*tor\b.*")
_OF_PROGRAM = re.compile(r".*\b(?:program|kegiatan|keluaran|output|outcome)\b.*")
_LEVELS = (
    ("sub kegiatan", re.compile(r"(?:nama )?sub ?-?\s?kegiatan")),
    ("kegiatan", re.compile(r"(?:nama )?kegiatan")),
    ("program", re.compile(r"(?:nama )?program")),
)
_NAMES = re.compile(r".*\b(?:program|kegiatan|urusan)\b.*")
_LOOSE_NAMES = re.compile(r".*\b(?:uraian|belanja|rekening|nama)\b.*")
_QUARTER = re.compile(r"\b(?:triwulan|tw)\s*[.-]?\s*(iv|iii|ii|i|[1-4])\b")
_ELSEWHERE = re.compile(r"\b(?:renstra|rpjmd|s ?/ ?d|s\.d\.?|sampai|akumulasi|sebelumnya|lalu|sisa)\b")
_PLAIN = tuple(
    (target, re.compile(words))
    for target, words in (
        ("triwulan.triwulan", r"(?:tw|triwulan)(?: ke)?"),
        ("indikator.sumber_data", r"sumber data.*"),
        ("renstra.tujuan", r"tujuan.*"),
        ("renstra.strategi", r"sta?r[at]+eg\w+"),
        ("renstra.arah kebijakan", r"arah kebijakan.*"),
    )
)
#: Targets that several columns may share: names with their numbers, and codes cut into pieces.
_SHARED = (IGNORE, "program.nama", "program.kode")
_SERIES = 2
_HEADER = "menurut kepala kolom"


class Wide:
    """A table of indicators, of programmes, or of both side by side."""

    def __init__(self, m: Meaning, year: int) -> None:
        self.m, self.year = m, year
        self.money = any(c.kind == "money" for c in m.columns)
        # a table that measures is titled after what it measures against, not after where its target was set
        measured = bool(m.of("realisasi", "capaian"))
        self.document = "" if measured else document_of(f"{plain(m.table.caption)} {plain(m.section)}")
        self.part = ""  # which of the two the columns read so far belong to
        self.taken: set[tuple[str, int | None, str, str]] = set()

    def targets(self) -> list[To]:
        """Every column, from left to right; a table without names of either kind gives nothing."""
        found = [self._once(self._target(c)) for c in self.m.columns]
        named = {"indikator.indikator", "program.nama", "program.program", "program.kegiatan", "program.sub kegiatan"}
        plan = sum(t.target.startswith("renstra.") for t in found)
        if not named & {t.target for t in found} and plan < _SERIES:
            return [To(IGNORE, UNKNOWN) for _ in found]
        return found

    def _once(self, to: To) -> To:
        """The first column of a target wins: others of the same year, document and quarter are ignored."""
        at = (to.target, to.tahun, to.dokumen, to.triwulan)
        if to.target in _SHARED or at not in self.taken:
            self.taken.add(at)
            return to
        return To(IGNORE, f"kolom lain sudah dibaca sebagai {to.target}")

    def _target(self, c: Column) -> To:  # noqa: PLR0911 - one kind of column a line
        """Where one column goes, given those left of it."""
        if c.role == "nomor":
            coded = [r for r in self.m.data if re.fullmatch(r"\w+(?:\.\w+)+\.?", r.code)]
            dotted = len(coded) * 2 > len(self.m.data) and not self.m.of("kode")
            return To("program.kode", "nomor bertitik") if dotted and self.money else To(IGNORE, "nomor urut")
        if c.role == "kode":
            return To("program.kode", _HEADER)
        if c.role == "formula" and self.part == "indikator":
            return To("indikator.formulasi", _HEADER)
        if c.role in ("label", "target", "cacah", "pagu", "jumlah", "tahun") and not c.kind and (to := self._name(c)):
            return to
        if c.role == "satuan":
            if c.kind:
                return To(IGNORE, "berkepala satuan, tetapi berisi angka")
            return To(f"{self._table()}.satuan", _HEADER) if self.part else To(IGNORE, UNKNOWN)
        if quarter := _QUARTER.search(c.title):
            return self._quarter(c, quarter_of(quarter[1]))
        if c.role == "persen" and self.part.startswith("program") and not self.m.of("realisasi"):
            return To(IGNORE, f"{UNKNOWN}: “%” sesudah target: bila realisasi, tulis kinerja_program.realisasi")
        if c.role in DERIVED:
            return To(IGNORE, COMPUTED)
        return self._amount(c)

    def _table(self) -> str:
        return "indikator" if self.part == "indikator" else "kinerja_program"

    def _name(self, c: Column) -> To | None:
        """Columns of words."""
        title = c.title
        for target, words in _PLAIN:
            if words.fullmatch(c.leaf) or words.fullmatch(title):
                return To(target, _HEADER)
        if INDICATOR.fullmatch(title):
            own = _OF_PROGRAM.fullmatch(title) or "program" in self.part
            self.part = "program indikator" if own else "indikator"
            return To("kinerja_program.indikator" if own else "indikator.indikator", _HEADER)
        if re.fullmatch(r"sasaran.*", title) and not _OF_PROGRAM.fullmatch(title.split("/")[0]):
            self.part = "indikator"
            return To("renstra.sasaran", _HEADER)
        for level, words in _LEVELS:
            if words.fullmatch(title):
                self.part = "program"
                return To(f"program.{level}", _HEADER)
        if _NAMES.fullmatch(title) or (self.money and not self.part and _LOOSE_NAMES.fullmatch(title)):
            self.part = "program"
            return To("program.nama", _HEADER)
        return None

    def _quarter(self, c: Column, quarter: str) -> To:
        """Columns of one quarter."""
        if c.kind == "money" or c.leaf in ("rp", "(rp)") or c.role == "realisasi uang":
            return To(IGNORE, "uang per triwulan: tabel sumber memuat uang setahun")
        kind = "target" if c.role == "target" or "target" in c.title else "realisasi"
        return To(f"triwulan.{kind}", "satu triwulan", triwulan=quarter)

    def _amount(self, c: Column) -> To:  # noqa: PLR0911 - one kind of column a line
        """Columns of figures."""
        title = c.title
        if c.role in ("pagu", "realisasi uang") or (c.kind == "money" and c.role in ("target", "realisasi")):
            return self._money(c)
        if c.role == "target akhir" and self.part == "indikator" and c.year:
            return To("target.target", "target tahun akhir", "Renstra", c.year)
        if c.role == "tahun" and c.year and self.part == "indikator":
            if "target" in title:
                several = sum(o.role == "tahun" for o in self.m.columns) > _SERIES
                return To("target.target", "satu tahun", "Renstra" if several else self.document, c.year)
            if re.search("realisasi|capaian", title):
                return To("data_dasar.nilai", "realisasi indikator", tahun=c.year)
        if c.role == "cacah" and self.part == "indikator" and (document := document_of(c.leaf)):
            return To("target.target", "satu dokumen", document, self.year)
        if c.role in ("target", "realisasi"):
            return self._result(c)
        if c.role == "target akhir":
            return To(IGNORE, "seluruh periode, bukan tahun ini")
        return To(IGNORE, UNKNOWN)

    def _money(self, c: Column) -> To:
        """Columns of money."""
        if not self.part.startswith("program"):
            return To(IGNORE, "uang tanpa nama program, kegiatan, atau sub kegiatan")
        if _ELSEWHERE.search(c.title) or (c.year and c.year != self.year):
            return To(IGNORE, "bukan uang tahun ini")
        if c.role in ("realisasi uang", "realisasi"):
            return To("anggaran.realisasi", "menurut kepala kolom dan angkanya")
        changed = re.search(r"(?<!sebelum )\b(?:perubahan|dppa|p-?apbd|apbd-?p)\b", c.title)
        return To("anggaran.pagu_perubahan" if changed else "anggaran.pagu", "menurut kepala kolom dan angkanya")

    def _result(self, c: Column) -> To:  # noqa: PLR0911 - one kind of column a line
        """Targets and realisations that are no money."""
        quarterly = any(t.startswith("triwulan.triwulan") for t, *_ in self.taken)
        year = c.year or self.year
        if self.part.startswith("program"):
            if _ELSEWHERE.search(c.title) or year != self.year:
                return To(IGNORE, "bukan tahun ini")
            document = document_of(c.title) or self.document
            name = "realisasi" if c.role == "realisasi" else "target_rkt" if document == "RKT" else "target"
            return To(f"kinerja_program.{name}", _HEADER)
        if self.part != "indikator":
            return To(IGNORE, UNKNOWN)
        if quarterly:
            return To(f"triwulan.{c.role}", "menurut kolom triwulan")
        if c.role == "realisasi":
            # a column of another region is no realisation of this office
            if _ELSEWHERE.search(c.title) or re.search(r"nasional|provinsi|standar|kota|kabupaten", c.title):
                return To(IGNORE, UNKNOWN)
            return To("data_dasar.nilai", "realisasi indikator", tahun=year)
        document = document_of(c.title) or self.document
        return To("target.target", _HEADER, document, year)
