"""The RSO rules, and a check: one printed ratio with everything that it could rightly be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from lakip_lib.document.figures import Figure
from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._arithmetic import Ratio, place
from lakip_lib.review.finding import Place, Rule

__all__ = ["Check", "cell_check", "filled"]

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
RSO17 = Rule("RSO17", "peringatan", "Capaian dihitung ke arah yang berlawanan")
RSO16 = Rule("RSO16", "peringatan", "Rata-rata capaian tidak sama dengan rata-rata barisnya")


@dataclass(frozen=True)
class Check:
    """A printed figure, what it could be (the usual reading first), its place and those of its inputs.

    `group` names the column it stands in, `kind` the sort of ratio: figures of the same group and kind show whether the
    document computes from the printed figures to the last digit.  `cells` are (row, column) of the figure and of its
    inputs in one `table`, in the order of `places`; `cause` is the one of them that is known to be wrong.
    """

    rule: Rule
    figure: Figure
    options: Sequence[Ratio]
    places: Sequence[Place]
    kind: str
    group: object = None
    table: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    cause: tuple[int, int] | None = None
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
    cells = ((row, column.index), *(i if isinstance(i, tuple) else (row, i) for i in inputs))
    group = (meaning.table_id, column.index)
    return Check(rule, figure, [o for o in options if o], places, kind, group, meaning.table_id, cells)


def filled(meaning: Meaning, column: Column, *roles: str) -> Iterator[tuple[Row, Figure]]:
    """The rows of these roles that hold a figure in a column, with the figure."""
    for row in meaning.rows:
        figure = meaning.figure(row.index, column.index) if row.role in roles else None
        if figure:
            yield row, figure
