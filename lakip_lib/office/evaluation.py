"""AKIP evaluations by the inspectorate: components, weights, score and grade per evaluated year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lakip_lib.clean import Row
from lakip_lib.measures import Scale, total
from lakip_lib.quantity import Kind, Quantity

__all__ = ["Evaluation", "evaluations"]


@dataclass(frozen=True)
class Evaluation:
    """The evaluation of one year; `issued` is None when the source does not date it."""

    year: int
    issued: dt.date | None
    components: tuple[tuple[str, Quantity, Quantity], ...]
    scale: Scale

    @cached_property
    def score(self) -> Quantity:
        """Sum of the component scores, an index of 0..100 with two decimals; missing while a component has none."""
        name = f"nilai AKIP {self.year}"
        values = tuple(value for _, _, value in self.components)
        if open_ := next(((c, v) for c, _, v in self.components if not v.known), None):
            return Quantity.absent(f"{open_[0]}: {open_[1].missing}", Kind.INDEKS, values, decimals=2, name=name)
        score = total(values, name=name)
        return replace(score, kind=Kind.INDEKS, unit="", decimals=2)

    @cached_property
    def weight(self) -> Quantity:
        """Sum of the weights, in percent."""
        return total((weight for _, weight, _ in self.components), name=f"bobot {self.year}")

    @property
    def grade(self) -> str:
        """The grade of the score under the configured scale."""
        return self.scale.classify(self.score)


def evaluations(rows: Sequence[Row], scale: Scale) -> dict[int, Evaluation]:
    """Evaluations by evaluated year, oldest first."""
    found = {}
    for year in sorted({r["tahun_dinilai"] for r in rows}):
        mine = [r for r in rows if r["tahun_dinilai"] == year]
        issued = next((r["tanggal_terbit"] for r in mine if r["tanggal_terbit"]), None)
        found[year] = Evaluation(year, issued, tuple((r["komponen"], r["bobot"], r["nilai"]) for r in mine), scale)
    return found
