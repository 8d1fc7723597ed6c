"""The RSO rules, and a check: one printed ratio with everything that it could rightly be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import log2

from lakip_lib.document.figures import Figure
from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._arithmetic import Ratio, place, printed
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["Check", "cell_check", "filled", "judged", "replaced"]

RSO01 = Rule("RSO01", "galat", "Serapan tidak sama dengan realisasi dibagi pagu")
RSO02 = Rule("RSO02", "galat", "Capaian tidak sama dengan hasil hitung realisasi dan target")
RSO03 = Rule("RSO03", "galat", "Bagian tidak sama dengan angka dibagi jumlahnya")
RSO04 = Rule("RSO04", "galat", "Persentase tidak sama dengan pembilang dibagi penyebut")
RSO05 = Rule("RSO05", "galat", "Perbandingan dengan tahun lalu salah hitung")
RSO06 = Rule("RSO06", "galat", "Perbandingan dengan akhir Renstra salah hitung")
RSO07 = Rule("RSO07", "galat", "Persentase dalam kalimat tidak cocok dengan rupiahnya")
RSO08 = Rule("RSO08", "galat", "Capaian dalam kalimat tidak cocok dengan target dan realisasinya")
RSO09 = Rule("RSO09", "galat", "Naik atau turun dalam kalimat tidak cocok dengan angkanya")
RSO10 = Rule("RSO10", "peringatan", "Persentase dipotong, bukan dibulatkan")
RSO11 = Rule("RSO11", "peringatan", "Persentase dijumlahkan")
RSO12 = Rule("RSO12", "galat", "Rata-rata persentase dipakai sebagai persentase jumlah")
RSO13 = Rule("RSO13", "peringatan", "Angka terakhir menyimpang dari hasil hitung angka tercetak")
RSO14 = Rule("RSO14", "peringatan", "Capaian diisi tanpa dasar hitung")
RSO15 = Rule("RSO15", "galat", "Selisih salah hitung")
RSO16 = Rule("RSO16", "peringatan", "Rata-rata capaian tidak sama dengan rata-rata barisnya")

_MESSAGES = {
    "RSO01": "serapan tidak sama dengan realisasi dibagi pagu",
    "RSO02": "capaian tidak sama dengan hasil hitung realisasi dan target",
    "RSO03": "bagian tidak sama dengan angka dibagi jumlahnya",
    "RSO04": "persentase tidak sama dengan pembilang dibagi penyebutnya",
    "RSO05": "perbandingan dengan tahun lalu tidak cocok dengan angkanya",
    "RSO06": "perbandingan dengan target akhir Renstra tidak cocok dengan angkanya",
    "RSO07": "persentase tidak cocok dengan rupiah dalam kalimat yang sama",
    "RSO08": "capaian tidak cocok dengan target dan realisasi dalam kalimat yang sama",
    "RSO09": "kenaikan atau penurunan tidak cocok dengan angka yang dibandingkan",
    "RSO10": "angka dipotong, bukan dibulatkan",
    "RSO12": "rata-rata persentase dipakai sebagai persentase jumlah",
    "RSO13": "angka terakhir menyimpang dari hasil hitung angka tercetak, padahal angka lain sejenis tepat",
    "RSO15": "selisih tidak cocok dengan angka yang dikurangkan",
    "RSO16": "rata-rata tidak sama dengan rata-rata barisnya",
}
_CUT_BITS, _COLUMN_BITS, _KIND_BITS, _ALL_BITS = 3, 5, 10, 20
_ALL = "semua"


@dataclass(frozen=True)
class Check:
    """A printed figure, what it could be (the usual reading first), its place and those of its inputs.

    `group` names the column it stands in, `kind` the sort of ratio: figures of the same group and kind show whether the
    document computes from the printed figures to the last digit.
    """

    rule: Rule
    figure: Figure
    options: Sequence[Ratio]
    places: Sequence[Place]
    kind: str
    group: object = None
    mended: Sequence[Ratio] = field(default=())
    message: str = ""

    @property
    def exact(self) -> bool:
        """Whether the printed inputs give the printed figure to the last digit."""
        return any(o.exactly(self.figure) for o in self.options)

    @property
    def near(self) -> bool:
        """Whether rounding of the inputs can explain the printed figure."""
        return any(o.within(self.figure) for o in self.options)

    @property
    def cut(self) -> Ratio | None:
        """The value that was cut off instead of rounded to the printed figure, if one was."""
        return next((o for o in self.options if o.truncated(self.figure)), None)

    @property
    def bits(self) -> float:
        """How much an exact figure proves that it was computed from the printed inputs: none where 100 is 100."""
        step = 10.0 ** -max(self.figure.decimals, 0)
        option = next((o for o in self.options if o.exactly(self.figure)), self.options[0])
        if option.value == 100:  # noqa: PLR2004 - a target exactly met proves nothing
            return 0.0
        return log2((float(option.high - option.low) + step) / step)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two checks the same computation, printed twice."""
        return (self.figure.value, self.figure.decimals, tuple(o.value for o in self.options))


def judged(checks: Iterable[Check]) -> Iterator[Finding]:
    """The findings of all checks of a document; what rounding can explain is one only where all else is exact."""
    state = [(c, c.exact, c.near) for c in checks if c.options]
    habit = _Habit(state)
    blamed = {c.key for c, is_exact, is_near in state if is_near and not is_exact and habit.broken(c)}
    for check, is_exact, is_near in state:
        if is_exact or any(o.exactly(check.figure) for o in check.mended):
            continue
        cut = check.cut
        if not is_near:
            usual = next(iter(check.mended), check.options[0])
            yield _finding(replace(check, rule=RSO10) if cut else check, cut or usual)
        elif check.key in blamed:
            close = cut or min(check.options, key=lambda o: abs(o.value - check.figure.value))
            yield _finding(replace(check, rule=RSO10 if cut else RSO13), close)


class _Habit:
    """Whether a document computes its ratios from the figures that it prints, per column, per kind, and as a whole.

    A ratio whose inputs are rounded hits the printed quotient by chance, the more seldom the wider its limits.  What an
    exact ratio proves is counted in bits; a ratio that only rounding explains speaks against it.
    """

    def __init__(self, state: Iterable[tuple[Check, bool, bool]]) -> None:
        self._bits: dict[object, dict[tuple[object, ...], float]] = {}
        self._loose: dict[object, set[tuple[object, ...]]] = {}
        for check, is_exact, is_near in state:
            for where in (check.group, check.kind, _ALL):
                if is_exact:
                    self._bits.setdefault(where, {})[check.key] = check.bits
                elif is_near:
                    self._loose.setdefault(where, set()).add(check.key)

    def broken(self, check: Check) -> bool:
        """Whether a ratio that rounding could explain breaks the habit all the same."""
        if self._loose.get(check.group, set()) - {check.key}:
            return False
        column = sum(self._bits.get(check.group, {}).values())
        if column >= (_CUT_BITS if check.cut else _COLUMN_BITS):
            return True
        same, others = self._bits.get(check.kind, {}), self._loose.get(check.kind, set()) - {check.key}
        proofs = sum(b > 0 for b in same.values())
        if sum(same.values()) >= _KIND_BITS and proofs >= 4 * len(others):
            return True
        everywhere = self._loose.get(_ALL, set()) - {check.key}
        return not everywhere and sum(self._bits.get(_ALL, {}).values()) >= _ALL_BITS


def _finding(check: Check, option: Ratio) -> Finding:
    words = f"{option.words} = {option.shown(check.figure)}"
    message = _MESSAGES.get(check.rule.code) or check.message
    return Finding(check.rule, message, tuple(check.places), printed(check.figure), option.shown(check.figure), words)


def cell_check(
    rule: Rule,
    at: tuple[Meaning, int, Column],
    options: Sequence[Ratio | None],
    inputs: Sequence[int | tuple[int, int]],
    kind: str,
) -> Check:
    """The check of one cell; `inputs` are the columns of its row, or the places, that it is computed from."""
    meaning, row, column = at
    places = [place(meaning, row, column.index)]
    places += [place(meaning, *(i if isinstance(i, tuple) else (row, i))) for i in inputs]
    figure = meaning.figures[row, column.index]
    return Check(rule, figure, [o for o in options if o], places, kind, (id(meaning), column.index))


def filled(meaning: Meaning, column: Column, *roles: str) -> Iterator[tuple[Row, Figure]]:
    """The rows of these roles that hold a figure in a column, with the figure."""
    for row in meaning.rows:
        figure = meaning.figure(row.index, column.index) if row.role in roles else None
        if figure:
            yield row, figure


def replaced(figure: Figure, value: Decimal) -> Figure:
    """The figure with another value, printed alike."""
    return Figure(value, figure.decimals, figure.unit, figure.text, figure.start, figure.end)
