"""Proposes where every column of a table goes: header words first, then neighbours; what says nothing is ignored."""

from __future__ import annotations

import re

from lakip_lib.document.recognise import Column, Meaning, plain
from lakip_lib.importing._mapping import WHOLE, Line
from lakip_lib.importing._reading import Found, Material
from lakip_lib.importing._targets import COMPUTED, FLAT, IGNORE, READ, To, left
from lakip_lib.importing._wide import INDICATOR, Wide
from lakip_lib.sources import letter

__all__ = ["propose"]

_POSTS = re.compile(r"es(?:elon|\.)?\s?[iv]+|.*\b(?:fungsional|jft|jfu|staf|pelaksana|pengawas|administrator|fp)\b.*")
_SERIES = 2
_SAMPLE = 40


def propose(material: Material, year: int) -> list[Line]:
    """A line for every table and every column of it."""
    lines = []
    for found in material.tables:
        m = found.meaning
        targets = _targets(m, year)
        used = [t for t in targets if t.target != IGNORE]
        note = f"dikenali sebagai {m.kind}" if used else "tidak dikenali sebagai tabel sumber"
        number = f"T{found.number}"
        title = " ".join(m.table.caption.split())
        whole = READ if used else IGNORE
        lines.append(Line(number, found.place, WHOLE, title, "", whole, "", "", "", note))
        for column, to in zip(m.columns, targets, strict=True):
            head = " ".join(m.table.titles[column.index].split())
            read = (to.target, to.dokumen, str(to.tahun or ""), to.triwulan, to.note)
            lines.append(Line(number, found.place, letter(column.index), head, _sample(found, column), *read))
    return lines


def _sample(found: Found, column: Column) -> str:
    texts = (found.meaning.cell(r.index, column.index).text for r in found.meaning.rows if r.role != "kepala")
    text = " ".join(next((t for t in texts if t.strip()), "").split())
    return text if len(text) <= _SAMPLE else text[: _SAMPLE - 1] + "…"


def _targets(m: Meaning, year: int) -> list[To]:
    """The target of every column."""
    if re.search(r"lintas (?:bidang|sektor|opd)|cross ?-?cutting", plain(m.table.caption)):
        return [To(IGNORE, "kerja lintas bidang: isi crosscutting.csv sendiri") for _ in m.columns]
    for way in (_flat, _follow_up, _posts, _scores, _series):
        if found := way(m):
            return found
    return Wide(m, year).targets()


def _flat(m: Meaning) -> list[To] | None:
    """A table whose rows are the rows of one source table."""
    for flat in FLAT:
        taken: dict[int, str] = {}
        for name, words in flat.words:
            free = (c for c in m.columns if c.index not in taken)
            at = next((c.index for c in free if words.fullmatch(c.leaf) or words.fullmatch(c.title)), None)
            if at is not None:
                taken[at] = name
        if set(flat.needed) <= set(taken.values()):
            return [
                To(f"{flat.table}.{taken[c.index]}", "menurut kepala kolom") if c.index in taken else left(c)
                for c in m.columns
            ]
    return None


def _follow_up(m: Meaning) -> list[To] | None:
    """Recommendations of the evaluation and what was done about them."""
    if not {"komponen", "rekomendasi", "tindak lanjut"} <= {c.leaf for c in m.columns}:
        return None
    return [
        To(f"evaluasi_tindak_lanjut.{c.leaf}", "menurut kepala kolom")
        if c.leaf in ("komponen", "rekomendasi", "tindak lanjut", "rencana aksi")
        else left(c)
        for c in m.columns
    ]


def _posts(m: Meaning) -> list[To] | None:
    """Staff by unit (rows) and post (columns)."""
    posts = [c for c in m.columns if _POSTS.fullmatch(c.leaf) and c.kind == "count"]
    units = [c for c in m.columns if c.role == "label" and re.search(r"unit|uraian|bidang|bagian", c.title)]
    if len(posts) < _SERIES or not units:
        return None
    return [
        To("pegawai_jabatan.unit", "menurut kepala kolom") if c is units[0]
        else To("pegawai_jabatan.jumlah", "satu jabatan") if c in posts
        else left(c)
        for c in m.columns
    ]  # fmt: skip


def _scores(m: Meaning) -> list[To] | None:
    """Scores of the AKIP evaluation by component."""
    labels = [c for c in m.columns if c.role == "label" and "komponen" in c.title]
    if not labels or not m.of("bobot") or not m.of("nilai"):
        return None
    return [
        To("evaluasi_akip.komponen", "menurut kepala kolom") if c is labels[0]
        else To(f"evaluasi_akip.{c.role}", "menurut kepala kolom", tahun=c.year) if c.role in ("bobot", "nilai")
        else left(c)
        for c in m.columns
    ]  # fmt: skip


def _series(m: Meaning) -> list[To] | None:
    """Counts by year: years as rows, or years as columns of rows that are no indicators."""
    rows = m.of("baris tahun")
    if rows and m.of("cacah", "jumlah"):
        return [
            To("data_dasar.tahun", "tahun pada baris") if c is rows[0]
            else To("data_dasar.nilai", "satu variabel")
            if c.role in ("cacah", "jumlah") and not re.search(r"\bindikator\b|\bpersen", c.title)
            else left(c) if c.role != "cacah" else To(IGNORE, COMPUTED)
            for c in m.columns
        ]  # fmt: skip
    labels = [c for c in m.columns if c.role == "label" and c.title]
    years = [c for c in m.of("tahun") if c.year and not re.search(r"target|realisasi|capaian|anggaran", c.title)]
    if len(years) < _SERIES or len(labels) != 1 or INDICATOR.fullmatch(labels[0].title):
        return None
    return [
        To("data_dasar.variabel", "nama pada baris") if c is labels[0]
        else To("data_dasar.nilai", "satu tahun", tahun=c.year) if c in years
        else left(c)
        for c in m.columns
    ]  # fmt: skip
