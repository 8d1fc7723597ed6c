"""Money: what each program may spend and spent, and what sub kegiatan delivered for it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib import numerals
from lakip_lib.office import Gap
from lakip_lib.present import _text
from lakip_lib.present._messages import amount, lower_first, why
from lakip_lib.present.charts._pairs import pairs
from lakip_lib.present.charts._rows import rows
from lakip_lib.present.charts._scales import millions, round_ticks, value_axis
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.drawing import ACCENT, EDGE, INK, LIGHT, SMALL, WARM, Drawing

if TYPE_CHECKING:
    from lakip_lib.office import Office, Program, ProgramIndicator
    from lakip_lib.present.charts._plate import Plate

__all__ = ["absorption_by_program", "output_vs_money"]

#: More rows than this do not fit on a page.
_MOST_ROWS = 18
#: The bars are at least that wide, in points.
_LEAST_BARS = 180.0
_HUNDRED = Decimal(100)


@drawn
def absorption_by_program(office: Office) -> Drawing:
    """Budget and spending of each funded program, the largest first, with the share spent; low shares are flagged.

    Programs whose budget is not complete are counted below the picture.  A `Gap` without any complete budget.
    """
    programs = sorted((p for p in office.programs if p.budget.known), key=lambda p: -p.budget.value)
    if not programs:
        raise Gap(f"{office.file('anggaran')} (pagu)")
    size, unit = millions([p.budget for p in programs])
    ticks = round_ticks([q.value / size for p in programs for q in (p.budget, p.spent) if q.known], count=4)
    flagged = [p for p in programs if _low(office, p)]
    limit = numerals.write_exact(office.explain_below)
    open_ = len(office.programs) - len(programs)
    notes = [f"Bergaris: serapan di bawah {limit}%, perlu penjelasan."] if flagged else []
    notes += [f"{open_} program lain pagunya belum lengkap."] if open_ else []
    foot = " ".join(notes)
    says = {p.code: _share(p) + (" perlu penjelasan" if p in flagged else "") for p in programs}
    full = float(size) * ticks[-1]
    ends = [_text.width(says[p.code], SMALL, 600) - (1 - float(p.budget.value) / full) * _LEAST_BARS for p in programs]
    plate, axes, places = rows(
        _money_message(office, programs, flagged), [p.name for p in programs], x=(0, ticks[-1]), head=20, least=28,
        right=10 + max(0.0, *ends), axis=unit.capitalize(), foot=foot,
    )  # fmt: skip
    value_axis(axes, ticks, "x")
    _bar_key(plate, plate.at(axes, 0, 0)[0])
    for program, y in zip(programs, places, strict=True):
        low = program in flagged
        axes.barh(
            y, float(program.budget.value / size), height=16, facecolor=LIGHT, edgecolor=EDGE, zorder=2, clip_on=False
        )
        if program.spent.known:
            colour = WARM if low else ACCENT
            axes.barh(
                y,
                float(program.spent.value / size),
                height=8,
                facecolor="#fff" if low else colour,
                edgecolor=colour,
                hatch="//////" if low else None,
                zorder=3,
            )
        x, at = plate.at(axes, max(float(program.budget.value / size), 0), y)
        plate.text(x + 5, at + 2.6, says[program.code], weight=600, colour=WARM if low else INK, halo=True)
    data = "; ".join(f"{p.name}: pagu {amount(p.budget)}, realisasi {_spent(p)}, serapan {_share(p)}" for p in programs)
    return plate.finish(f"Grafik batang menurut program. {data}.")


def _low(office: Office, node: Program) -> bool:
    """True if its absorption, as shown, asks for an explanation."""
    return node.absorption.known and node.absorption.official().value < office.explain_below


def _spent(program: Program) -> str:
    return amount(program.spent) if program.spent.known else why(program.spent)


def _share(program: Program) -> str:
    return program.absorption.with_unit() if program.absorption.known else why(program.absorption)


def _bar_key(plate: Plate, left: float) -> None:
    axes = plate.axes(left, plate.top, plate.width - left, 14, x=(0, plate.width - left), y=(14, 0))
    axes.barh(7, 18, height=11, facecolor=LIGHT, edgecolor=EDGE, clip_on=False)
    plate.text(left + 23, plate.top + 10, "Pagu")
    axes.barh(7, 18, left=56, height=6, facecolor=ACCENT, edgecolor=ACCENT, clip_on=False)
    plate.text(left + 79, plate.top + 10, "Realisasi, dengan serapan dalam persen")


def _money_message(office: Office, programs: list[Program], flagged: list[Program]) -> str:
    budget, spent, absorbed = office.budget(), office.spent(), office.absorption()
    if not budget.known:
        return f"Pagu lengkap pada {len(programs)} dari {len(office.programs)} program"
    if not absorbed.known:
        return f"Pagu {len(programs)} program berjumlah {amount(budget)}; realisasinya {why(spent)}"
    head = f"Serapan anggaran {absorbed.with_unit()}: {amount(spent)} dari {amount(budget)}"
    limit = numerals.write_exact(office.explain_below)
    known = [p for p in programs if p.absorption.known]
    if len(flagged) == 1 < len(known):
        return (
            f"{head}; serapan {flagged[0].absorption.with_unit()} pada {lower_first(flagged[0].name)} perlu penjelasan"
        )
    if flagged:
        return f"{head}; {len(flagged)} dari {len(known)} program menyerap kurang dari {limit}% dan perlu penjelasan"
    if len(known) <= 1:
        return head
    worst = min(known, key=lambda p: p.absorption.value)
    return f"{head}; terendah {worst.absorption.with_unit()} ({lower_first(worst.name)})"


@drawn
def output_vs_money(office: Office) -> Drawing:
    """Output achieved beside money spent, per funded sub kegiatan where both are known.

    A `Gap` when no sub kegiatan has both.
    """
    nodes = office.nodes("sub kegiatan")
    both = [(n, o) for n in nodes if (o := n.output) and o.achievement.known and n.absorption.known]
    if not both:
        raise Gap(f"{office.file('anggaran')} (target dan realisasi keluaran, realisasi anggaran)")
    both.sort(key=lambda pair: -abs(pair[1].achievement.value - pair[0].absorption.value))
    free = sum(1 for n in nodes if _delivered(n) and n.spent.known and n.spent.value == 0)
    rest = len(nodes) - len(both)
    notes = []
    if rest:
        notes.append(
            f"{rest} sub kegiatan lain tidak dapat dibandingkan: target keluaran, realisasi keluaran, atau realisasi "
            "anggarannya tidak ada."
        )
    if len(both) > _MOST_ROWS:
        notes.append(f"Ditampilkan {_MOST_ROWS} sub kegiatan dengan selisih terbesar dari {len(both)}.")
    shown = both[:_MOST_ROWS]
    words = [_word(office, n, o) for n, o in shown]
    return pairs(
        _output_message(office, both, free),
        [(n.name, o.achievement, n.absorption, word) for (n, o), word in zip(shown, words, strict=True)],
        names=("Capaian keluaran", "Serapan anggaran"),
        axis=f"Persen, tahun {office.year}",
        foot=" ".join(notes),
        attention=set(words) - {""},
        least=26,
    )


def _delivered(node: Program) -> bool:
    return node.output is not None and node.output.realised.known and node.output.realised.value > 0


def _word(office: Office, node: Program, output: ProgramIndicator) -> str:
    """What needs an explanation: output without its money, or money without its output."""
    if _delivered(node) and node.spent.value == 0:
        return "keluaran tanpa belanja"
    full = output.achievement.official().value >= _HUNDRED
    if full and _low(office, node):
        return "keluaran penuh, serapan rendah"
    if output.realised.value == 0 and node.spent.value > 0:
        return "belanja tanpa keluaran"
    return "keluaran di bawah serapan" if not full and _is_behind(node, output) else ""


def _is_behind(node: Program, output: ProgramIndicator) -> bool:
    return output.achievement.official().value < node.absorption.official().value


def _output_message(office: Office, both: list[tuple[Program, ProgramIndicator]], free: int) -> str:
    full = [n for n, o in both if o.achievement.official().value >= _HUNDRED]
    low = [n for n in full if _low(office, n)]
    idle = [n for n, o in both if o.realised.value == 0 and n.spent.value > 0]
    behind = [n for n, o in both if n not in idle and n not in full and _is_behind(n, o)]
    limit = numerals.write_exact(office.explain_below)
    if len(full) == len(both):
        said = (
            f"Target keluaran tercapai pada semua {len(both)} sub kegiatan yang dapat dibandingkan"
            if len(both) > 1
            else "Target keluaran tercapai pada satu-satunya sub kegiatan yang dapat dibandingkan"
        )
    else:
        said = f"Target keluaran tercapai pada {len(full)} dari {len(both)} sub kegiatan yang dapat dibandingkan"
    parts = [f"{len(low)} di antaranya menyerap kurang dari {limit}% anggaran"] if low else []
    parts += [f"{len(idle)} membelanjakan anggaran tanpa keluaran"] if idle else []
    parts += [f"{len(behind)} keluarannya tertinggal dari serapan"] if behind else []
    parts += [f"{free} sub kegiatan melaporkan keluaran tanpa belanja"] if free else []
    return "; ".join([said, *parts])
