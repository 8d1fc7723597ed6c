"""From checks to findings: what rounding may explain, and which cell explains several wrong ratios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lakip_lib.review._arithmetic import Ratio, printed
from lakip_lib.review._ratio_rules import RSO10, RSO13, Check
from lakip_lib.review.finding import Finding

__all__ = ["judged"]

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


def judged(checks: Iterable[Check]) -> Iterator[Finding]:
    """The findings of all checks of a document; what rounding can explain is one only where all else is exact."""
    state = [(c, c.exact, c.near) for c in checks if c.options]
    habit = _Habit(state)
    broken = {c.key for c, is_exact, is_near in state if is_near and not is_exact and habit.broken(c)}
    failing: list[tuple[Check, Ratio]] = []
    for check, is_exact, is_near in state:
        cut = check.cut
        if not is_near:
            failing.append((replace(check, rule=RSO10) if cut else check, cut or check.options[0]))
        elif not is_exact and check.key in broken:
            close = cut or min(check.options, key=lambda o: abs(o.value - check.figure.value))
            failing.append((replace(check, rule=RSO10 if cut else RSO13), close))
    sound = {(c.table, at) for c, is_exact, _ in state if is_exact for at in c.cells}
    yield from _findings(failing, sound)


def _findings(failing: Sequence[tuple[Check, Ratio]], sound: set[tuple[int, tuple[int, int]]]) -> Iterator[Finding]:
    """One finding for each cause: a cell in several wrong ratios of its table and in none that comes out right.

    A figure that was cut off instead of rounded is its own cause.
    """
    count = Counter((c.table, at) for c, _ in failing if c.rule != RSO10 for at in c.cells)
    off = {(c.table, at) for c, _ in failing if c.rule not in (RSO10, RSO13) for at in c.cells}
    groups: dict[tuple[int, object], list[tuple[Check, Ratio]]] = {}
    for check, option in failing:
        cells = [(check.table, at) for at in check.cells] if check.rule != RSO10 else []
        shared = [at for at in cells if count[at] > 1 and at in off and at not in sound]
        cause = (check.table, check.cause) if check.cause else max(shared, key=lambda at: count[at], default=None)
        groups.setdefault(cause or (0, len(groups)), []).append((check, option))
    for (_, at), group in groups.items():
        own = [pair for pair in group if pair[0].cells[:1] == (at,)]
        if own or len(group) == 1:
            yield _finding(*(own or group)[0])
        else:
            yield _input(at, group)


def _finding(check: Check, option: Ratio) -> Finding:
    words = f"{option.words} = {option.shown(check.figure)}"
    message = _MESSAGES.get(check.rule.code) or check.message
    return Finding(check.rule, message, tuple(check.places), printed(check.figure), option.shown(check.figure), words)


def _input(at: object, group: Sequence[tuple[Check, Ratio]]) -> Finding:
    """The finding on an input of several ratios that all come out wrong."""
    first = group[0][0]
    spot = next(p for p, cell in zip(first.places, first.cells, strict=False) if cell == at)
    places = (spot, *(c.places[0] for c, _ in group))
    words = "; ".join(f"{o.words} = {o.shown(c.figure)}, tercetak {printed(c.figure)}" for c, o in group[:4])
    message = f"angka ini tidak cocok dengan {len(group)} hitungan yang memakainya"
    return Finding(first.rule, message, places, spot.quote, "", words)


class _Habit:
    """Whether a document computes its ratios from the figures that it prints, per column, per kind, and as a whole.

    A ratio whose inputs are rounded hits the printed quotient by chance, the more seldom the wider its limits.  What an
    exact ratio proves is counted in bits; a ratio that only rounding explains speaks against it.
    """

    def __init__(self, state: Iterable[tuple[Check, bool, bool]]) -> None:
        exact: dict[object, dict[tuple[object, ...], float]] = {}
        self._loose: dict[object, set[tuple[object, ...]]] = {}
        for check, is_exact, is_near in state:
            for where in (check.group, check.kind, _ALL):
                if is_exact:
                    exact.setdefault(where, {})[check.key] = check.bits
                elif is_near:
                    self._loose.setdefault(where, set()).add(check.key)
        self._bits = {where: sum(found.values()) for where, found in exact.items()}
        self._proofs = {where: sum(b > 0 for b in found.values()) for where, found in exact.items()}

    def broken(self, check: Check) -> bool:
        """Whether a ratio that rounding could explain breaks the habit all the same."""
        if self._others(check.group, check):
            return False
        if self._bits.get(check.group, 0) >= (_CUT_BITS if check.cut else _COLUMN_BITS):
            return True
        enough = self._proofs.get(check.kind, 0) >= 4 * self._others(check.kind, check)
        if self._bits.get(check.kind, 0) >= _KIND_BITS and enough:
            return True
        return not self._others(_ALL, check) and self._bits.get(_ALL, 0) >= _ALL_BITS

    def _others(self, where: object, check: Check) -> int:
        """How many other ratios there only rounding explains."""
        loose = self._loose.get(where, set())
        return len(loose) - (check.key in loose)
