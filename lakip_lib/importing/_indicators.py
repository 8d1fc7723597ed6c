"""Goals, indicators, their targets, quarters and realisations from all tables of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lakip_lib.document.figures import in_cell
from lakip_lib.document.recognise import Row, nothing
from lakip_lib.importing._drafts import Drafts, alike, readable, several_names, tidy
from lakip_lib.importing._mapped import Mapped
from lakip_lib.importing._mapping import Line
from lakip_lib.importing._plan import LEVELS, Plan, unnumbered
from lakip_lib.importing._targets import quarter_of

__all__ = ["place_indicators"]

_WORDS = re.compile(r"[A-Za-z]{3}")
_HEADER = "kepala kolom atau judul tabel"
#: Where an objective stands alone, the columns of programmes hold what its indicator has.
_OF_ROW = {"kinerja_program.target": "target.target", "kinerja_program.realisasi": "data_dasar.nilai"}
_NO_NAME = "baris tanpa nama indikator"
_NO_TABLE = "triwulan.csv hanya memuat indikator kinerja utama, bukan indikator program dan kegiatan"


def place_indicators(tables: Sequence[Mapped], drafts: Drafts, year: int) -> None:
    """Draft renstra, indikator, target, triwulan, and the realisations in variabel and data_dasar."""
    plan = Plan(drafts, year)
    readers = [_Reader(table, plan) for table in tables if table.of("renstra", "indikator", "triwulan")]
    setting = any(r.sets for r in readers)
    for reader in sorted(readers, key=lambda r: r.rank):
        reader.read(setting=reader.sets or not setting)
    plan.finish()


class _Reader:
    """One table."""

    def __init__(self, table: Mapped, plan: Plan) -> None:
        self.table, self.plan, self.drafts = table, plan, plan.drafts
        self.own = table.one("indikator.indikator")
        self.of_programs = table.one("kinerja_program.indikator")
        self.documents = {line.dokumen for _, line in table.of("target") if line.dokumen}

    @property
    def sets(self) -> bool:
        """Whether the table sets indicators instead of reporting on them."""
        defined = self.documents or {"indikator.formulasi", "indikator.sumber_data"} & set(self.table.at)
        return self.own is not None and bool(defined) and not self.table.m.of("capaian", "realisasi")

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Tables that set indicators first, a performance agreement before all."""
        return not self.sets, not self.documents & {"PK", "PK perubahan"}, self.table.found.number

    def read(self, *, setting: bool) -> None:
        """Every row."""
        met: dict[str, str] = {}
        for row in self.table.rows():
            goal = self._goals(row)
            column = self._named(row)
            if column is None or not _WORDS.search(self.table.text(row, column)):  # "-", or a number by itself
                self._quarters_of_programs(row)
                self._unnamed(row)
                continue
            if self._several(row, column):
                self.table.leave(self.drafts, row, column, "beberapa indikator dalam satu sel")
                continue
            new = setting or column == self.of_programs
            code = self.plan.indicator(self.table.text(row, column), self.table.origin(row, column), met, setting=new)
            if code is None:
                self.table.leave(self.drafts, row, column, "tidak ada pada tabel yang menetapkan indikator")
                continue
            self._about(row, code, goal)
            for index, line in self.table.columns:
                if tidy(self.table.text(row, index)):
                    self._value(row, index, line, code)

    def _several(self, row: Row, column: int) -> bool:
        """Whether the cells of a row list several indicators: whole names on lines of their own, or several figures."""
        text = self.table.text(row, column)
        if "\n" not in text.strip():
            return False
        figures = [self.table.text(row, i).strip().split("\n") for i, _ in self.table.of("target", "data_dasar")]
        return several_names(text) or any(sum(bool(in_cell(t)) for t in lines) > 1 for lines in figures)

    def _named(self, row: Row) -> int | None:
        """The column that names the indicator of a row; of a programme's row only where an objective stands alone."""
        if self.own is not None or self.of_programs is None or not self.table.of("triwulan"):
            return self.own
        known = self.table.alone(row) or alike(self.table.text(row, self.of_programs), self.plan.indicators)
        return self.of_programs if known else None

    def _quarters_of_programs(self, row: Row) -> None:
        """List the quarters of a programme, for which there is no source table."""
        columns = [i for i, line in self.table.of("triwulan") if line.triwulan]
        texts = [tidy(self.table.text(row, i)) for i in columns]
        if any(texts) and self.of_programs is not None:
            origin = self.table.origin(row, columns[0])
            self.drafts.leave(self.table.found.place, origin, " · ".join(texts), _NO_TABLE)

    def _unnamed(self, row: Row) -> None:
        """List what a row says of an indicator that it does not name; figures of a programme are placed with it."""
        tables = ("indikator", "target", "data_dasar", *(() if self.of_programs is not None else ("triwulan",)))
        columns = [i for i, _ in self.table.of(*tables) if i != self.own and self.table.begins(row, i)]
        texts = [tidy(self.table.text(row, i)) for i in columns]
        if any(not nothing(t) for t in texts):
            self.drafts.leave(self.table.found.place, self.table.origin(row, columns[0]), " · ".join(texts), _NO_NAME)

    def _goals(self, row: Row) -> str:
        """Read the columns of the plan; returns the code of the objective."""
        above, objective = "", ""
        for level in LEVELS:
            column = self.table.one(f"renstra.{level}")
            text = self.table.text(row, column)
            if column is None or not _WORDS.search(text):
                continue
            items = _items(text) if level in ("strategi", "arah kebijakan") else [text]
            origin = self.table.origin(row, column)
            codes = [self.plan.item(level, unnumbered(t), above, origin) for t in items if _WORDS.search(t)]
            above = codes[-1]
            objective = above if level == "sasaran" else objective
        return objective

    def _about(self, row: Row, code: str, goal: str) -> None:
        """What the row says about the indicator itself; the first table that says it is believed."""
        at = ("indikator", (code,))
        own = self.drafts.rows["indikator"][code,]
        if not own.get("sasaran"):
            self.drafts.put(at, "sasaran", goal, "menurut baris tabel")
        for name in ("satuan", "formulasi", "sumber_data"):
            column = self.table.one(f"indikator.{name}")
            if column is None and self.own is None:
                column = self.table.one(f"kinerja_program.{name}")
            if column is not None and not own.get(name):
                self.table.put(self.drafts, at, name, row, column)

    def _value(self, row: Row, index: int, line: Line, code: str) -> None:
        """One cell that is not empty."""
        table, column = line.tujuan.split(".")
        if table == "triwulan":
            if column != "triwulan":
                self._quarter(row, index, line, code)
            return
        target, year = line.tujuan, line.tahun
        if target in _OF_ROW and self.table.alone(row):
            target, year = _OF_ROW[target], str(self.plan.year)
        text = self.table.text(row, index)
        if target not in ("target.target", "data_dasar.nilai"):
            return
        if not year:
            self.table.leave(self.drafts, row, index, "tahunnya tidak tertulis: isi kolom tahun pada pemetaan")
        elif not readable(text):
            self.table.leave(self.drafts, row, index, "bukan satu angka")
        elif target == "data_dasar.nilai":
            self._realised(row, index, (code, year))
        elif line.dokumen:
            self._target(row, index, (code, year, line.dokumen))
        else:
            self.plan.loose.append((code, year, text, self.table.origin(row, index), self.table.found.place))

    def _target(self, row: Row, index: int, key: tuple[str, str, str]) -> None:
        """A target of an indicator, year and document; its decimals say how the indicator is printed."""
        at, text, origin = ("target", key), self.table.text(row, index), self.table.origin(row, index)
        self.drafts.put(at, "indikator", key[0], "indikator.csv")
        self.drafts.put(at, "tahun", key[1], _HEADER)
        self.drafts.put(at, "dokumen", key[2], "judul tabel, kepala kolom, atau pemetaan")
        self.table.put(self.drafts, at, "target", row, index)
        own = self.drafts.rows["indikator"][key[0],]
        figure = in_cell(text)
        if figure and figure.decimals >= int(own.get("desimal", "0")):
            own["desimal"] = str(figure.decimals)
            self.drafts.origins["indikator", (key[0],), "desimal"] = f"desimal tercetak pada {origin}"
        if "%" in text and not own.get("satuan"):
            self.drafts.put(("indikator", (key[0],)), "satuan", "%", origin)

    def _realised(self, row: Row, index: int, key: tuple[str, str]) -> None:
        """A realisation without the counts behind it is a variable of its own."""
        if not in_cell(self.table.text(row, index)):
            return
        code = key[0]
        own = self.drafts.rows["indikator"][code,]
        self.drafts.put(("indikator", (code,)), "pembilang", code, "nilai langsung, tanpa penyebut")
        for column, value in (("kode", code), ("nama", own["indikator"]), ("satuan", own.get("satuan", ""))):
            self.drafts.put(("variabel", (code,)), column, value, "indikator.csv")
        at = ("data_dasar", key)
        self.drafts.put(at, "variabel", code, "indikator.csv")
        self.drafts.put(at, "tahun", key[1], _HEADER)
        self.table.put(self.drafts, at, "nilai", row, index)

    def _quarter(self, row: Row, index: int, line: Line, code: str) -> None:
        """A target or realisation of a quarter, which the header or a cell of the row names."""
        column = self.table.one("triwulan.triwulan")
        match = re.search(r"\b(iv|iii|ii|i|[1-4])\b", self.table.text(row, column).lower())
        quarter = line.triwulan or (quarter_of(match[1]) if match else "")
        if not quarter:
            self.table.leave(self.drafts, row, index, "triwulannya tidak tertulis")
            return
        at = ("triwulan", (code, quarter))
        origin = _HEADER if line.triwulan or column is None else self.table.origin(row, column)
        self.drafts.put(at, "indikator", code, "indikator.csv")
        self.drafts.put(at, "triwulan", quarter, origin)
        self.table.put(self.drafts, at, line.tujuan.split(".")[1], row, index)


def _items(text: str) -> list[str]:
    """The items of a list in one cell: numbered, or one a paragraph."""
    numbered = re.split(r"(?:^|\n|(?<=\s))(?=\d+[.)]\s+[A-Z])", text.strip())
    return numbered if len(numbered) > 1 else re.split(r"\n(?=[A-Z•·-])", text.strip())
