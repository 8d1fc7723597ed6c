"""Ordinal scales: achievement classes and AKIP grades, as the office's conventions state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lakip_lib import numerals
from lakip_lib.quantity import Quantity

__all__ = ["Band", "Scale"]


@dataclass(frozen=True, slots=True)
class Band:
    """One class: values from `bound` upward (strictly above it if `above`), up to the next band."""

    bound: Decimal
    name: str
    above: bool = False

    def holds(self, value: Decimal) -> bool:
        """True if `value` is on this band's side of the bound."""
        return value > self.bound if self.above else value >= self.bound


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands from the best to the worst, without gap or overlap by construction: each ends where the next better begins.

    Only the lowest band has no lower end, so its bound does not exclude anything.
    """

    bands: tuple[Band, ...]
    source: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Scale:
        """A scale from a ``[skala_*]`` table of profil.toml: keys sumber, kelas (batas, nama) and di_atas.

        `di_atas = true` says that a value must lie above a bound, not on it, to reach the class.

        Raises ValueError, in Indonesian, for settings of another form, fewer than two classes, a bound that stands
        twice or a name that does.
        """
        try:
            above = settings.get("di_atas", False)
            bands = tuple(Band(Decimal(str(k["batas"])), k["nama"], above) for k in settings["kelas"])
            sound = isinstance(above, bool) and all(b.bound.is_finite() and isinstance(b.name, str) for b in bands)
        except KeyError as error:
            raise ValueError(f"skala tanpa {error.args[0]}") from None
        except (AttributeError, TypeError, ArithmeticError):
            raise ValueError("skala yang kelas atau batasnya salah bentuk") from None
        if not sound:
            raise ValueError("di_atas harus true atau false, batas harus bilangan, nama harus teks")
        bands = tuple(sorted(bands, key=lambda b: b.bound, reverse=True))
        if len(bands) <= 1:
            raise ValueError("skala memerlukan sedikitnya dua kelas")
        if len({b.bound for b in bands}) < len(bands) or len({b.name for b in bands}) < len(bands):
            raise ValueError("batas atau nama kelas pada skala berulang")
        return cls(bands, settings.get("sumber", ""))

    def classify(self, quantity: Quantity) -> str:
        """The class of a known quantity, judged as shown (rounded to its decimals), or the reason it has none."""
        if not quantity.known:
            return quantity.missing
        value = quantity.official().value
        return next((b.name for b in self.bands if b.holds(value)), self.bands[-1].name)

    def intervals(self) -> Iterable[tuple[str, str]]:
        """(interval as text, class) from best to worst: ``≥ 85``, ``≥ 70 s.d. < 85``, ``< 55``."""
        better: Band | None = None
        for i, band in enumerate(self.bands):
            low = f"{'>' if band.above else '≥'} {numerals.write_exact(band.bound)}"
            high = "" if better is None else f"{'≤' if better.above else '<'} {numerals.write_exact(better.bound)}"
            last = i == len(self.bands) - 1
            yield (high if last else low if not high else f"{low} s.d. {high}", band.name)
            better = band
