"""The office: cleaned tables of one fiscal year, and the objects that chapters ask."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from lakip_lib import recording, schema
from lakip_lib.clean import Cleaned, Row, clean, kind_of_unit, noted
from lakip_lib.measures import (
    LowerIsBetter,
    Scale,
    absorption,
    efficiency_gap,
    efficiency_margin,
    efficiency_pmk22,
    efficiency_pmk249,
    efficiency_ratio,
    efficiency_verdict,
    mean_achievement,
    total,
)
from lakip_lib.office._fresh import Fresh, per_reading
from lakip_lib.office.evaluation import Evaluation, evaluations
from lakip_lib.office.gaps import Gap, counted, no_data
from lakip_lib.office.indicator import Indicator
from lakip_lib.office.pictures import Picture, pictures
from lakip_lib.office.program import Program, ProgramIndicator, program_tree, sum_of_funded
from lakip_lib.office.renstra import Goal, plan_tree
from lakip_lib.problems import NO_TEXT, DataError, Problem, nearest, unseen
from lakip_lib.quantity import Kind, Quantity
from lakip_lib.sources import find_root
from lakip_lib.yearly import copied_from

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Office"]

T = TypeVar("T")
Choice = TypeVar("Choice", bound=str)
_CONVENTIONS = (
    "name", "region", "scale", "akip_scale", "lower_is_better", "mean_cap",
    "efficiency_method", "efficiency_threshold", "explain_below", "pictures",
)  # fmt: skip
_FORMS: Mapping[type, str] = {str: "teks di antara tanda kutip", list: "daftar di antara kurung siku"}


class Office:
    """Facts and measures of one office in one fiscal year.

    `root` is the office's folder, searched upward from the working directory when empty.  Raises `DataError` with all
    problems of the source tables, FileNotFoundError when there is no office.
    """

    def __init__(self, root: str | Path = "", fiscal_year: int = 0) -> None:
        self.root = find_root(root)
        self.year = int(fiscal_year)
        self._facts = Fresh(self.root / "data" / "raw", self._read)

    def _read(self) -> Cleaned:
        if not recording.here(self.root):
            return clean(self.root, self.year)
        with recording.unnoted():
            return noted(clean(self.root, self.year))

    @property
    def data(self) -> Cleaned:
        """The tables of the fiscal year.

        In a notebook they are read again when a source file has changed since the cell before; this may raise
        `DataError`, here and in everything that asks for them.
        """
        return self._facts.get()

    @property
    def profile(self) -> Mapping[str, Any]:
        """What profil.toml says."""
        return self.data.profile

    def check(self) -> None:
        """Ask for every convention once, so that a hole in profil.toml is reported before any chapter runs.

        Raises `DataError` with all of them.
        """
        problems: list[Problem] = []
        for name in _CONVENTIONS:
            try:
                getattr(self, name)
            except DataError as error:
                problems += error.problems
        for name in dict.fromkeys(r["skala"] for r in self.data.tables["indikator"]):
            try:
                self.grade_scale(name)
            except DataError as error:
                problems += error.problems
        if problems:
            raise DataError(problems)

    def __repr__(self) -> str:
        return f"Office({self.name!r}, {self.year})"

    # -- who and when -------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Full name of the office."""
        return self.setting("instansi", "nama")

    @property
    def region(self) -> str:
        """Name of the region."""
        return self.setting("instansi", "wilayah")

    @property
    def planned_only(self) -> bool:
        """True for a year that is still a plan: it has targets and no realisation."""
        return self.data.year.get("keadaan") == "rencana"

    @overload
    def setting(self, section: str, key: str) -> str: ...
    @overload
    def setting(self, section: str, key: str, default: T) -> T: ...
    def setting(self, section: str, key: str, default: object = None) -> object:
        """A value of profil.toml, text or of the type of `default`; without a default its absence is a `DataError`."""
        values = self.profile.get(section, {})
        value = values.get(key, default)
        if value is None:
            raise _misfit(f"{section}.{key}", "", "terisi", nearest(key, values) or "Tambahkan ke berkas itu.")
        form = str if default is None else type(default)
        if not isinstance(value, form):
            raise _misfit(f"{section}.{key}", value, _FORMS[form])
        return value

    def as_of(self, what: str) -> str:
        """When data of `what` (pegawai, sarana) were taken: ``per 31 Desember 2024``, or the year if nobody says."""
        date = self.data.year.get("posisi", {}).get(what, "")
        return f"per {date}" if date else f"tahun {self.year}"

    def earlier(self, year: int) -> Office | None:
        """The same office in an earlier fiscal year, or None where that year does not exist or cannot be read."""
        recording.note(f"{year}:ada:")
        if year not in self._earlier:
            try:
                self._earlier[year] = Office(self.root, year) if year < self.year else None
            except DataError:
                self._earlier[year] = None
        return self._earlier[year]

    @property
    @per_reading
    def _earlier(self) -> dict[int, Office | None]:
        return {}

    def why_missing(self, year: int) -> str:
        """The reason for a realisation that no table holds: not yet assessed in a plan year, else not available."""
        return "belum dinilai" if self.planned_only and year >= self.year else "data belum tersedia"

    # -- conventions in force -----------------------------------------------------------------------------------------

    @property
    @per_reading
    def scale(self) -> Scale:
        """Classes of achievement."""
        return self._scale("skala_capaian")

    @property
    @per_reading
    def akip_scale(self) -> Scale:
        """Grades of the AKIP score."""
        return self._scale("skala_akip")

    def grade_scale(self, name: str) -> Scale | None:
        """The scale that gives an indicator its grade: akip, or one of ``[skala_predikat]``; None without a name."""
        if not name:
            return None
        if name == "akip":
            return self.akip_scale
        return self._scale_of(f"skala_predikat.{name}", self.profile.get("skala_predikat", {}).get(name, {}))

    @property
    def lower_is_better(self) -> LowerIsBetter:
        """The formula for indicators where lower is better: ``2T-R`` or ``T/R``, one per report."""
        return self._one_of("capaian", "rumus_turun", ("2T-R", "T/R"))

    @property
    def efficiency_method(self) -> str:
        """How efficiency is measured; see docs/metodologi.md."""
        return self._one_of("efisiensi", "metode", ("selisih", "rasio", "pmk249", "pmk22"))

    @property
    def efficiency_scored(self) -> bool:
        """True if the method comes with a score of 0 to 100: the two of the Ministry of Finance do."""
        return self.efficiency_method.startswith("pmk")

    @property
    def mean_cap(self) -> Decimal:
        """The cap of an achievement in means, in percent."""
        return self._number("rata_rata", "batas_atas", 120)

    @property
    def efficiency_threshold(self) -> Decimal:
        """Points above which a gap is efficient."""
        return self._number("efisiensi", "ambang", 5)

    @property
    def explain_below(self) -> Decimal:
        """Absorption in percent below which the verdict asks for an explanation."""
        return self._number("serapan", "perlu_penjelasan", 50)

    def _number(self, section: str, key: str, default: int) -> Decimal:
        value = self.profile.get(section, {}).get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise _misfit(f"{section}.{key}", value, "bilangan tanpa tanda kutip")
        return Decimal(str(value))

    def _one_of(self, section: str, key: str, choices: Sequence[Choice]) -> Choice:
        value = self.setting(section, key, choices[0])
        if value not in choices:
            raise _misfit(f"{section}.{key}", value, f"salah satu dari: {', '.join(choices)}", nearest(value, choices))
        return value

    def _scale(self, section: str) -> Scale:
        return self._scale_of(section, self.profile.get(section, {}))

    @staticmethod
    def _scale_of(section: str, settings: Mapping[str, Any]) -> Scale:
        try:
            return Scale.of(settings)
        except ValueError as error:
            raise _misfit(section, error, "skala dengan sumber dan kelas (batas, nama)") from None

    # -- tables -------------------------------------------------------------------------------------------------------

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table; raises `Gap` if the office has no such table or it is empty."""
        rows = self.data.tables.get(table, ())
        if not rows:
            raise Gap(self.file(table))
        return rows

    def file(self, table: str) -> str:
        """Where that table lives, relative to data/raw."""
        return schema.table(table).path(self.data.period, self.year)

    def frame(self, table: str) -> pd.DataFrame:
        """The same rows as a DataFrame: one column per table column, numbers as float (missing: NaN), dates as text."""
        from lakip_lib.processed import frame

        return frame(table, self.rows(table))

    def narrative(self, name: str) -> tuple[str, str] | None:
        """File name and text of narasi/`name`.md of this fiscal year, or None."""
        file = f"{self.year}/narasi/{name}.md"
        path = self.root / "data" / "raw" / file
        recording.note_file(path)
        try:
            text = path.read_text(encoding="utf-8-sig") if path.is_file() else None
        except UnicodeDecodeError as error:
            row = error.object[: error.start].count(b"\n") + 1
            raise DataError([Problem(file, row, "", "", "teks UTF-8", "Simpan ulang sebagai UTF-8.")]) from None
        except OSError as error:
            todo = f"Periksa izin berkas ({error.strerror})."
            raise DataError([Problem(file, 0, "", "", "berkas yang dapat dibuka", todo)]) from None
        if text is None:
            return None
        if sign := unseen(text):
            row = text.count("\n", 0, sign.start()) + 1
            raise DataError([Problem(file, row, "", text.split("\n")[row - 1], *NO_TEXT)])
        return file, text

    def narratives(self) -> list[str]:
        """Names of all narratives of this fiscal year; a hidden file, as macOS leaves beside another, is none."""
        folder = self.root / "data" / "raw" / str(self.year) / "narasi"
        recording.note_folder(folder)
        return sorted(p.stem for p in folder.glob("[!.]*.md"))

    @property
    @per_reading
    def pictures(self) -> list[Picture]:
        """The photos of this fiscal year, in the order of gambar.csv; raises `DataError` for files it cannot use."""
        return pictures(self.root / "data" / "raw" / str(self.year) / "gambar", self.data.tables.get("gambar", ()))

    def copies(self) -> list[tuple[str, int]]:
        """The narratives that nobody has rewritten since they were copied: file, and the year they come from."""
        found = [text for name in self.narratives() if (text := self.narrative(name))]
        return [(file, year) for file, text in found if (year := copied_from(text))]

    def absent_tables(self) -> list[str]:
        """Files of the catalogue that the report misses, as paths relative to data/raw."""
        return [self.file(t.name) for t in schema.TABLES if t.name not in self.data.tables and not t.extra]

    @staticmethod
    def about(file: str) -> str:
        """What the catalogue says a source file holds."""
        return schema.table(Path(file).stem).about

    def warnings(self) -> list[str]:
        """What the analyst should know although the report can be made."""
        found = [str(p) for p in self.data.warnings]
        if copies := self.copies():
            found.append(f"{self.year}/narasi: {len(copies)} berkas masih salinan tahun lain, belum ditulis ulang.")
        return [*found, *(str(Gap(f)) for f in self.absent_tables())]

    # -- counts -------------------------------------------------------------------------------------------------------

    def count(self, variable: str, year: int) -> Quantity:
        """The value of a variable of data_dasar.csv in `year`, or a missing quantity."""
        for row in self.data.tables.get("data_dasar", ()):
            if row["variabel"] == variable and row["tahun"] == year:
                found: Quantity = row["nilai"]
                return found
        named = next((r for r in self.data.tables.get("variabel", ()) if r["kode"] == variable), None)
        kind, name = (kind_of_unit(named["satuan"]), named["nama"]) if named else (Kind.JUMLAH, variable)
        return no_data(kind, name=f"{name} {year}", why=self.why_missing(year))

    def series(self, variable: str) -> list[tuple[int, Quantity]]:
        """(year, value) of a variable up to the fiscal year, oldest first."""
        rows = [r for r in self.data.tables.get("data_dasar", ()) if r["variabel"] == variable]
        return sorted(((r["tahun"], r["nilai"]) for r in rows), key=lambda pair: pair[0])

    # -- plan ---------------------------------------------------------------------------------------------------------

    @property
    @per_reading
    def plan(self) -> list[Goal]:
        """The roots of the five-year plan."""
        return plan_tree(self.data.tables["renstra"])

    @property
    @per_reading
    def _goals(self) -> dict[str, Goal]:
        return {g.code: g for root in self.plan for g in root.walk()}

    def goals(self, level: str) -> list[Goal]:
        """The items of one level, in the order of the table."""
        return [g for g in self._goals.values() if g.level == level]

    def goal(self, code: str) -> Goal:
        """The item of that code."""
        return self._goals[code]

    @property
    @per_reading
    def indicators(self) -> list[Indicator]:
        """All key performance indicators, in the order of the table."""
        return [Indicator(self, row) for row in self.data.tables["indikator"]]

    def indicators_of(self, goal: Goal) -> list[Indicator]:
        """The indicators of one sasaran."""
        return [i for i in self.indicators if i.goal.code == goal.code]

    # -- performance --------------------------------------------------------------------------------------------------

    def mean_achievement(self) -> Quantity:
        """Mean of the achievements, capped at `mean_cap`."""
        return mean_achievement([i.achievement() for i in self.indicators], cap=self.mean_cap)

    def efficiency(self, indicator: Indicator) -> tuple[Quantity, Quantity, Quantity]:
        """(achievement, absorption of its sasaran's programs, efficiency by the office's method) of one indicator.

        The two methods of the Ministry of Finance measure the funded sub kegiatan below the sasaran; those without
        volumes are left out; a range is no volume (PMK 249), but has an achievement (PMK 22).
        """
        achieved, absorbed = indicator.achievement(), self.absorption(indicator.goal)
        match self.efficiency_method:
            case "rasio":
                return achieved, absorbed, efficiency_ratio(achieved, absorbed)
            case "pmk249":
                volumes = [
                    (n.budget, n.spent, o.target, o.realised)
                    for n, o in self._outputs(indicator)
                    if isinstance(o.target, Quantity)
                ]
                return achieved, absorbed, efficiency_pmk249(volumes)
            case "pmk22":
                return (
                    achieved,
                    absorbed,
                    efficiency_pmk22([(n.budget, n.spent, o.achievement) for n, o in self._outputs(indicator)]),
                )
            case _:
                return achieved, absorbed, efficiency_gap(achieved, absorbed)

    def _outputs(self, indicator: Indicator) -> list[tuple[Program, ProgramIndicator]]:
        nodes = (n for p in self.programs_of(indicator.goal) for n in p.at("sub kegiatan") if n.funded)
        return [(n, n.output) for n in nodes if n.output]

    def efficiency_verdict(self, indicator: Indicator) -> str:
        """The word for the efficiency of one indicator under the office's definition."""
        achieved, absorbed, found = self.efficiency(indicator)
        gap = efficiency_margin(found)
        return efficiency_verdict(
            gap, achieved, absorbed, threshold=self.efficiency_threshold, explain_below=self.explain_below
        )

    def effort(self, number: int) -> Quantity:
        """The count of one effort of upaya.csv: typed, or a variable's, or the sum of its parts; with its unit.

        Parts such as rupiah and people have no sum.  Raises KeyError for a number that the table does not have.
        """
        rows = {r["nomor"]: r for r in self.rows("upaya")}
        row = rows[number]
        if row["variabel"]:
            return self.count(row["variabel"], self.year)
        parts = [self.effort(r["nomor"]) for r in rows.values() if r["induk"] == number]
        if not parts:
            typed: Quantity = row["jumlah"]
            return typed
        if len({p.kind for p in parts}) > 1:
            return Quantity.absent("rincian berbeda satuan", Kind.JUMLAH, parts, name=row["uraian"])
        found = total(parts, name=row["uraian"])
        return replace(found, unit=row["satuan"] or found.unit) if found.kind is Kind.JUMLAH else found

    @property
    @per_reading
    def evaluations(self) -> dict[int, Evaluation]:
        """AKIP evaluations known in the fiscal year, by evaluated year."""
        return evaluations(self.data.tables.get("evaluasi_akip", ()), self.akip_scale)

    # -- money --------------------------------------------------------------------------------------------------------

    @property
    @per_reading
    def all_programs(self) -> list[Program]:
        """The roots of the budget tree, the unfunded ones too; raises `Gap` without program.csv."""
        budgets, performance = (self.data.tables.get(name, ()) for name in ("anggaran", "kinerja_program"))
        return program_tree(self.rows("program"), budgets, performance, lambda code: self.count(code, self.year))

    @property
    def programs(self) -> list[Program]:
        """The funded programs; raises `Gap` without program.csv or anggaran.csv."""
        self.rows("anggaran")
        return [p for p in self.all_programs if p.funded]

    def programs_of(self, goal: Goal, *, funded: bool = True) -> list[Program]:
        """The programs that support one sasaran."""
        return [p for p in (self.programs if funded else self.all_programs) if p.goal == goal.code]

    def nodes(self, level: str) -> list[Program]:
        """The funded nodes of one level: program, kegiatan or sub kegiatan."""
        return [n for p in self.programs for n in p.at(level) if n.funded]

    def node_count(self, level: str) -> Quantity:
        """How many funded nodes there are at one level."""
        nodes = self.nodes(level)
        return counted(len(nodes), f"{level} berpagu", tuple(n.budget for n in nodes))

    def budget(self, goal: Goal | None = None) -> Quantity:
        """Budget of the office, or of the programs that support one sasaran, in rupiah."""
        return sum_of_funded(self._money(goal), "budget", "pagu")

    def first_budget(self) -> Quantity:
        """Budget of the office before any revision, in rupiah."""
        return total((p.first_budget for p in self.programs), name="pagu awal")

    @property
    def revised(self) -> bool:
        """True if the year's budget was revised (pagu_perubahan)."""
        return any(p.revised for p in self.programs)

    def spent(self, goal: Goal | None = None) -> Quantity:
        """Money spent by the office, or for one sasaran, in rupiah."""
        return sum_of_funded(self._money(goal), "spent", "realisasi anggaran")

    def absorption(self, goal: Goal | None = None) -> Quantity:
        """Spent / budget, in percent."""
        return absorption(self.spent(goal), self.budget(goal))

    def _money(self, goal: Goal | None) -> list[Program]:
        return self.programs if goal is None else self.programs_of(goal)


def _misfit(place: str, found: object, expected: str, todo: str = "") -> DataError:
    """A convention of profil.toml that has another form than it should."""
    return DataError([Problem("profil.toml", 0, place, str(found), expected, todo or "Lihat kamus data.")])
