"""One key performance indicator (IKU) of the office: targets, realisation, comparisons, and the money behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

from lakip_lib.clean import Row, kind_of_unit
from lakip_lib.measures import achievement, difference, growth, ratio, yearly
from lakip_lib.office.gaps import no_data
from lakip_lib.office.renstra import Goal
from lakip_lib.quantity import Kind, Quantity, Span
from lakip_lib.schema import RESERVED_VARIABLE

if TYPE_CHECKING:
    from lakip_lib.office.office import Office

__all__ = ["Indicator"]

#: Which document sets the year's target: the latest that has one; Renstra is the fallback.
DOCUMENTS = ("PK perubahan", "PK", "Renstra")
#: Why a measure that makes no sense for the indicator is missing.
NOT_APPLICABLE = "tidak berlaku"
QUARTERS = ("I", "II", "III", "IV")


class Indicator:
    """An indicator as the office's tables define it; every measure is of the fiscal year unless a year is given."""

    def __init__(self, office: Office, row: Row) -> None:
        self._office = office
        self.code: str = row["kode"]
        self.name: str = row["indikator"]
        self.unit: str = row["satuan"]
        self.decimals: int = row["desimal"]
        self.direction = row["arah"]
        self.method = row["metode"]
        self.lag: int = row["jeda"] or 0
        self.formulation: str = row["formulasi"]
        self.source: str = row["sumber_data"]
        self._numerator: str = row["pembilang"]
        self._denominator: str = row["penyebut"]
        self.goal: Goal = office.goal(row["sasaran"])
        self.kind: Kind = kind_of_unit(self.unit)
        self._grades: str = row["skala"]

    @property
    def office(self) -> Office:
        """The office that it belongs to."""
        return self._office

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self._office.year

    @property
    def region(self) -> str:
        """The office's region: what others are compared with."""
        return self._office.region

    # -- targets ------------------------------------------------------------------------------------------------------

    def target_in(self, document: str, year: int | None = None) -> Quantity | Span:
        """The target that `document` (Renstra, RKT, PK, PK perubahan) sets for `year`, or a missing quantity."""
        year = year or self._office.year
        for row in self._office.data.tables.get("target", ()):
            if (row["indikator"], row["tahun"], row["dokumen"]) == (self.code, year, document):
                found: Quantity | Span = row["target"]
                return self._graded(found)
        return self._missing(f"target {document} {year}", f"tidak ada target {document} {year}")

    def target(self, year: int | None = None) -> Quantity | Span:
        """The target in force in `year`: PK perubahan, else PK, else Renstra."""
        found = [t for d in DOCUMENTS if (t := self.target_in(d, year)).known]
        return found[0] if found else self.target_in("Renstra", year)

    @cached_property
    def end_year(self) -> int:
        """The last year of the planning period."""
        return self._office.data.period_years[1]

    # -- realisation --------------------------------------------------------------------------------------------------

    def numerator(self, year: int | None = None) -> Quantity:
        """The count above the line in `year`."""
        return self._variable(self._numerator, (year or self._office.year) - self.lag)

    def denominator(self, year: int | None = None) -> Quantity | None:
        """The count below the line in `year`; None if the indicator is not a ratio."""
        return self._variable(self._denominator, (year or self._office.year) - self.lag) if self._denominator else None

    def realised(self, year: int | None = None) -> Quantity:
        """The official value of `year`: computed from its counts and rounded half up once to its declared decimals."""
        year = year or self._office.year
        return self._graded(self._realised(year, f"realisasi {year}"))

    def _realised(self, year: int, name: str) -> Quantity:
        if not self._numerator:
            return self._from_quarters(year, name)
        numerator, denominator = self.numerator(year), self.denominator(year)
        if denominator is None:
            if not numerator.known:
                return self._missing(name, numerator.missing)
            unit = "%" if self.kind is Kind.PERSEN else numerator.unit
            value = Quantity.computed(
                numerator.value, self.kind, "{0}", (numerator,), decimals=self.decimals, unit=unit, name=name
            )
            return value.official()
        unit = "%" if self.kind is Kind.PERSEN else ""
        return ratio(numerator, denominator, decimals=self.decimals, kind=self.kind, unit=unit, name=name)

    def years(self) -> list[int]:
        """The years up to the fiscal year for which there is a realisation."""
        if self._numerator == RESERVED_VARIABLE:
            years = sorted(self._office.evaluations)
        elif not self._numerator:
            years = list(range(self._office.data.period_years[0], self.year + 1))
        else:
            years = [y for y, _ in self._office.series(self._numerator)]
        return [y + self.lag for y in years if y + self.lag <= self.year and self.realised(y + self.lag).known]

    def variables(self) -> list[tuple[str, str]]:
        """(code, name) of the counts that tell the indicator's story: its own, and other series of the same unit.

        A series has at least two known years; order as in variabel.csv.
        """
        named = {r["kode"]: r for r in self._office.data.tables.get("variabel", ())}
        own = [c for c in (self._numerator, self._denominator) if c in named]
        units = {named[c]["satuan"] for c in own}
        kin = [c for c, r in named.items() if r["satuan"] in units and len(self._office.series(c)) > 1]
        return [(c, named[c]["nama"]) for c in named if c in own or c in kin]

    def count(self, variable: str, year: int) -> Quantity:
        """The value of a variable in `year`."""
        return self._office.count(variable, year)

    # -- comparisons --------------------------------------------------------------------------------------------------

    def achievement(self, year: int | None = None) -> Quantity:
        """Realisation against the target in force, in percent, uncapped."""
        lower = self._office.lower_is_better
        return achievement(
            self.realised(year),
            self.target(year),
            self.direction,
            lower=lower,
            name=f"capaian {year or self._office.year}",
        )

    def achieved_class(self) -> str:
        """The class of the achievement under the office's scale, or why there is none."""
        return self._office.scale.classify(self.achievement())

    def change(self) -> Quantity:
        """This year's realisation minus last year's (points for a percent)."""
        return difference(self.realised(), self.realised(self._office.year - 1))

    def growth(self) -> Quantity:
        """This year's realisation against last year's, in percent of change; a rank has no such measure."""
        if self.kind is Kind.PERINGKAT:
            return no_data(Kind.PERSEN, decimals=2, unit="%", name="pertumbuhan", why=NOT_APPLICABLE)
        return growth(self.realised(), self.realised(self._office.year - 1))

    def against_end(self) -> Quantity:
        """Realisation against the target of the last year of the plan, in percent."""
        name = f"capaian terhadap target {self.end_year}"
        return achievement(
            self.realised(),
            self.target_in("Renstra", self.end_year),
            self.direction,
            lower=self._office.lower_is_better,
            name=name,
        )

    def comparators(self) -> list[tuple[str, Quantity]]:
        """(region, realisation) of other regions or standards in the fiscal year, as typed."""
        return [
            (r["wilayah"], self._graded(r["nilai"]))
            for r in self.listed("pembanding")
            if r["tahun"] == self._office.year
        ]

    def quarters(self) -> list[tuple[str, Quantity | Span, Quantity]]:
        """(quarter, target, realisation); the fourth quarter's empty cells are the year's own figures.

        For a flow (metode jumlah) they stay empty: the figure of the year is the sum of the quarters, not the last.
        """
        found = []
        for row in self._quarter_rows():
            target, realised = row["target"], row["realisasi"]
            if row["triwulan"] == "IV" and self.method != "jumlah":
                target = target if target.known else self.target()
                realised = realised if realised.known else self.realised()
            found.append((row["triwulan"], self._graded(target), self._graded(realised)))
        return found

    # -- what belongs to it -------------------------------------------------------------------------------------------

    def listed(self, table: str) -> Sequence[Row]:
        """The rows of `table` that name this indicator, none if the office has no such table."""
        return [r for r in self._office.data.tables.get(table, ()) if r["indikator"] == self.code]

    def _quarter_rows(self) -> list[Row]:
        """Its rows of triwulan.csv in the order of the year."""
        return sorted(self.listed("triwulan"), key=lambda r: QUARTERS.index(r["triwulan"]))

    def _from_quarters(self, year: int, name: str) -> Quantity:
        """The year's value of an indicator without variables: from the quarters that the folder of that year holds."""
        if year != self.year:
            earlier = self._office.earlier(year)
            same = next((i for i in earlier.indicators if i.code == self.code), None) if earlier else None
            return same.realised(year) if same else self._missing(name, self._office.why_missing(year))
        quarters = [r["realisasi"] for r in self._quarter_rows()]
        if not any(q.known for q in quarters):
            return self._missing(name, self._office.why_missing(year))
        return replace(yearly(quarters, self.method, name=name), decimals=self.decimals).official()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _variable(self, code: str, year: int) -> Quantity:
        if code == RESERVED_VARIABLE:
            found = self._office.evaluations.get(year)
            return (
                found.score if found else self._missing(f"nilai AKIP {year}", self._office.why_missing(year + self.lag))
            )
        return self._office.count(code, year)

    @overload
    def _graded(self, value: Quantity) -> Quantity: ...
    @overload
    def _graded(self, value: Span) -> Span: ...
    def _graded(self, value: Quantity | Span) -> Quantity | Span:
        """The value with its grade, if the indicator has a scale for it; a range has none."""
        scale = self._office.grade_scale(self._grades)
        return (
            replace(value, grade=scale.classify(value))
            if scale and not isinstance(value, Span) and value.known
            else value
        )

    def _missing(self, name: str, why: str) -> Quantity:
        return no_data(
            self.kind, decimals=self.decimals, unit="%" if self.kind is Kind.PERSEN else "", name=name, why=why
        )
