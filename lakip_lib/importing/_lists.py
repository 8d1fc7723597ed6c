"""Tables whose rows or cells are the rows of one source table: staff, assets, scores, counts by year, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lakip_lib import schema
from lakip_lib.document.figures import in_cell
from lakip_lib.document.recognise import Row, plain
from lakip_lib.importing._drafts import Drafts, alike, tidy
from lakip_lib.importing._mapped import Mapped
from lakip_lib.importing._mapping import Line
from lakip_lib.importing._targets import FLAT

__all__ = ["place_lists"]

_RANK = re.compile(r"(?P<pangkat>.*?)[\s(]*\b(?P<golongan>[IV]{1,3}\s?[/.]\s?[a-e])\b\)?", re.IGNORECASE | re.DOTALL)
_ORDER = "nomor urut baris"
_HEADER = "kepala kolom"
_NO_NAME = "barisnya tidak bernama"
_NUMBERED = (("nomor",), ("langkah",))


def place_lists(tables: Sequence[Mapped], drafts: Drafts) -> None:
    """Draft every table of this kind."""
    ways: dict[str, Callable[[Mapped, Drafts], None]] = {
        "pegawai_jabatan": _posts,
        "evaluasi_akip": _scores,
        "evaluasi_tindak_lanjut": _follow_up,
    }
    for table in tables:
        wanted = {line.tujuan.split(".")[0] for _, line in table.columns}
        for flat in FLAT:
            if flat.table in wanted:
                _flat(table, flat.table, drafts)
        for name, way in ways.items():
            if name in wanted:
                way(table, drafts)
        if {"data_dasar.tahun", "data_dasar.variabel"} & set(table.at):
            _series(table, drafts)


def _flat(table: Mapped, name: str, drafts: Drafts) -> None:
    declaration = schema.table(name)
    columns = {line.tujuan.split(".")[1]: index for index, line in table.of(name)}
    numbered = declaration.key in _NUMBERED
    needed = {c.name for c in declaration.columns if c.required and c.kind == "teks"}
    needed |= set() if numbered else set(declaration.key)
    counts = [c.name for c in declaration.columns if c.kind == "jumlah"]
    for row in table.rows():
        texts = {c: tidy(table.text(row, index)) for c, index in columns.items()}
        if not all(texts.get(c) for c in needed):  # no cell, or no column in a mapping that a person has edited
            for index in columns.values():
                table.leave(drafts, row, index, _NO_NAME)
            continue
        key = tuple(texts.get(c, "") for c in declaration.key)
        if numbered:
            key = (str(len(drafts.rows.get(name, {})) + 1),)
            drafts.put((name, key), declaration.key[0], key[0], _ORDER)
        for c, index in columns.items():
            if c in counts and re.search(r"\w{3}", texts[c]) and not in_cell(texts[c]):
                table.leave(drafts, row, index, "bukan cacahan")
            elif (c,) not in _NUMBERED:
                table.put(drafts, (name, key), c, row, index)
        if name == "pegawai_golongan":
            _rank(drafts, key, table.origin(row, columns["golongan"]), table.found.place)


def _rank(drafts: Drafts, key: tuple[str, ...], origin: str, place: str) -> None:
    """Rank and grade that share a cell; the status, if no column tells it, from the grade or the words of the cell."""
    row = drafts.rows["pegawai_golongan"][key]
    match = _RANK.fullmatch(row["golongan"])
    if match:
        row["golongan"] = re.sub(r"\s", "", match["golongan"])
        drafts.put(("pegawai_golongan", key), "pangkat", match["pangkat"].strip(" (,/-–"), origin, place)
    if row.get("status"):
        return
    words = plain(row["golongan"])
    status = (
        "PNS" if match else "PPPK" if re.search(r"pppk|p3k", words)
        else "kontrak" if re.search(r"kontrak|honor|tks|thl|non ?-?asn", words) else ""
    )  # fmt: skip
    drafts.put(("pegawai_golongan", key), "status", status, origin)


def _posts(table: Mapped, drafts: Drafts) -> None:
    """Staff by unit (rows) and post (columns)."""
    unit = table.one("pegawai_jabatan.unit")
    if unit is None:
        return
    for row in table.rows():
        name = tidy(table.text(row, unit))
        for index in table.at.get("pegawai_jabatan.jumlah", ()):
            if not name:
                table.leave(drafts, row, index, _NO_NAME)
                continue
            post = tidy(table.m.table.titles[index])
            at = ("pegawai_jabatan", (name, post))
            table.put(drafts, at, "unit", row, unit)
            drafts.put(at, "jabatan", post, table.found.cell(0, index))
            table.put(drafts, at, "jumlah", row, index)


def _scores(table: Mapped, drafts: Drafts) -> None:
    """Scores by component and year; a weight without a year holds for every year."""
    component = table.one("evaluasi_akip.komponen")
    lines = table.of("evaluasi_akip")
    scores = [(i, line) for i, line in lines if line.tujuan == "evaluasi_akip.nilai"]
    if component is None:
        return
    for index, line in scores:
        weight = _weight(lines, line.tahun)
        for row in table.m.data:
            if not line.tahun:
                table.leave(drafts, row, index, "tahun yang dinilai tidak tertulis: isi kolom tahun pada pemetaan")
            elif weight is not None and tidy(table.text(row, weight)) and in_cell(table.text(row, index)):
                at = ("evaluasi_akip", (line.tahun, tidy(table.text(row, component))))
                drafts.put(at, "tahun_dinilai", line.tahun, _HEADER)
                table.put(drafts, at, "komponen", row, component)
                table.put(drafts, at, "bobot", row, weight)
                table.put(drafts, at, "nilai", row, index)
            elif re.search(r"\d", table.text(row, index)):
                table.leave(drafts, row, index, "bukan satu angka, atau tanpa bobot")


def _weight(lines: Sequence[tuple[int, Line]], year: str) -> int | None:
    """The column of weights of a year."""
    weights = {line.tahun: i for i, line in reversed(lines) if line.tujuan == "evaluasi_akip.bobot"}
    return weights.get(year, weights.get(""))


def _follow_up(table: Mapped, drafts: Drafts) -> None:
    """Recommendations, follow-ups and plans of action: one row a paragraph of a cell."""
    name = "evaluasi_tindak_lanjut"
    component = table.one(f"{name}.komponen")
    if component is None:
        return
    for row in table.rows():
        for index, line in table.of(name):
            kind = line.tujuan.split(".")[1]
            for text in re.split(r"\n(?=[A-Z•·-])", table.text(row, index).strip()) if kind != "komponen" else ():
                if tidy(text):
                    at = (name, (str(len(drafts.rows.get(name, {})) + 1),))
                    drafts.put(at, "nomor", at[1][0], _ORDER)
                    table.put(drafts, at, "komponen", row, component)
                    drafts.put(at, "jenis", kind, _HEADER)
                    drafts.put(at, "uraian", text.lstrip("•·- "), table.origin(row, index), table.found.place)


def _series(table: Mapped, drafts: Drafts) -> None:
    """Counts by year: the year stands in the row or in the header, the variable in the other."""
    label, years = table.one("data_dasar.variabel"), table.one("data_dasar.tahun")
    for row in table.m.data:
        for index, line in table.of("data_dasar"):
            if line.tujuan != "data_dasar.nilai" or not tidy(table.text(row, index)):
                continue
            name, where = _name(table, row, index, label)
            year = line.tahun or tidy(table.text(row, years))
            if re.match(r"\s*(?:persentase|rasio|persen|%)", name, re.IGNORECASE):
                table.leave(drafts, row, index, "rasio: dihitung lakip dari cacahannya")
            elif not re.fullmatch(r"(?:19|20)\d\d", year):
                table.leave(drafts, row, index, "tahunnya tidak tertulis")
            elif tidy(name):
                code = _variable(drafts, name, where)
                at = ("data_dasar", (code, year))
                drafts.put(at, "variabel", code, "variabel.csv")
                drafts.put(at, "tahun", year, _HEADER if years is None else table.origin(row, years))
                table.put(drafts, at, "nilai", row, index)
            else:
                table.leave(drafts, row, index, _NO_NAME)


def _name(table: Mapped, row: Row, index: int, label: int | None) -> tuple[str, str]:
    """The name of a variable and its cell: in the row, or the lowest header cell that is no mere number."""
    if label is not None:
        return table.text(row, label), table.origin(row, label)
    for r in range(table.m.header - 1, -1, -1):
        text = table.m.cell(r, index).text
        if re.search("[A-Za-z]", text):
            return text, table.found.cell(r, index)
    return "", ""


def _variable(drafts: Drafts, name: str, origin: str) -> str:
    """The code of a variable, made from its name."""
    known = {r["nama"]: r["kode"] for r in drafts.rows.get("variabel", {}).values() if "nama" in r}
    if same := alike(name, known):
        return known[same]
    code = base = "_".join(re.findall(r"[a-z0-9]+", plain(name)))[:40].strip("_") or "variabel"
    number = 1
    while (code,) in drafts.rows.get("variabel", {}):
        number += 1
        code = f"{base}_{number}"
    drafts.put(("variabel", (code,)), "kode", code, "dibuat dari nama, tidak tercetak")
    drafts.put(("variabel", (code,)), "nama", name, origin)
    return code
