"""A measured number that knows where it comes from.

`Quantity` is the only number type that measures, tables, charts and prose exchange.  It is immutable and holds its
value *or* the reason why it is missing, the formula it was computed by, and its inputs: other quantities or source
cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from lakip_lib import numerals
from lakip_lib.numerals import Kind

__all__ = ["Cell", "Kind", "Quantity", "Span", "located"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One typed cell of a source table.

    `row` is the line of the file as a spreadsheet numbers it (the header is row 1); `typed` is the text exactly as it
    stands there; `corrected` is the text that a decision in keputusan.csv put in its place, or None; `letter` is the
    spreadsheet column of a cell in a workbook, whose `file` is ``2024/tabel.xlsx!anggaran``.
    """

    file: str
    row: int
    column: str
    typed: str
    corrected: str | None = None
    letter: str = ""

    @property
    def read(self) -> str:
        """The text that counts: the corrected one where there is a correction."""
        return self.typed if self.corrected is None else self.corrected

    def __str__(self) -> str:
        shown = f"{located(self.file, self.row, self.column, self.letter)}: “{self.typed}”"
        return shown if self.corrected is None else f"{shown} dikoreksi menjadi “{self.corrected}”"


def located(file: str, row: int, column: str, letter: str = "") -> str:
    """A place for a reader.

    ``2024/anggaran.csv baris 14 kolom pagu`` or ``2024/tabel.xlsx anggaran!D14 (kolom pagu)``.
    """
    book, _, sheet = file.partition("!")
    if sheet and row:
        at = f"{book} {sheet}!{letter}{row}" if letter else f"{book} lembar {sheet} baris {row}"
        return f"{at} (kolom {column})" if column and letter else f"{at} kolom {column}" if column else at
    return " ".join([file, *[f"baris {row}"] * bool(row), *[f"kolom {column}"] * bool(column)])


@dataclass(frozen=True, slots=True)
class Quantity:
    """Value, kind, decimals, unit, name, formula and inputs; or a named reason why there is no value.

    `held` is the number or None; formulas take `value`, which is never None.  `formula` is a format string over the
    inputs: ``"{0} / {1} × 100"``.  A quantity read from a table has no formula and one `Cell` as its input.  `grade` is
    the name of its class on a scale of its own: ``4`` is ``WTP``.
    """

    held: Decimal | None
    kind: Kind
    decimals: int
    unit: str = ""
    name: str = ""
    formula: str = ""
    inputs: tuple[Quantity | Cell, ...] = ()
    missing: str = ""
    grade: str = ""

    def __post_init__(self) -> None:
        if (self.held is None) != bool(self.missing):
            name = self.name or "quantity"
            raise ValueError(f"{name}: a value or a reason for its absence, got {self.held!r} and {self.missing!r}")

    # -- ways to make one ---------------------------------------------------------------------------------------------

    @classmethod
    def read(cls, value: Decimal, kind: Kind, cell: Cell, *, decimals: int, unit: str = "", name: str = "") -> Quantity:
        """A number that stands in a source table."""
        return cls(value, kind, decimals, unit, name, "", (cell,))

    @classmethod
    def computed(
        cls,
        value: Decimal,
        kind: Kind,
        formula: str,
        inputs: Iterable[Quantity],
        *,
        decimals: int,
        unit: str = "",
        name: str = "",
    ) -> Quantity:
        """A number computed from other quantities."""
        return cls(value, kind, decimals, unit, name, formula, tuple(inputs))

    @classmethod
    def absent(
        cls,
        reason: str,
        kind: Kind,
        inputs: Iterable[Quantity | Cell] = (),
        *,
        decimals: int = 0,
        unit: str = "",
        name: str = "",
    ) -> Quantity:
        """No number, and why."""
        return cls(None, kind, decimals, unit, name, "", tuple(inputs), reason)

    # -- questions ----------------------------------------------------------------------------------------------------

    @property
    def known(self) -> bool:
        """True if there is a value."""
        return self.held is not None

    @property
    def value(self) -> Decimal:
        """The number, to calculate and compare with.

        Raises ValueError if it is missing: who asks has made sure that it is `known`, so that nothing is ever computed
        from a gap, nor a gap taken for a number that differs from another.
        """
        if self.held is None:
            raise ValueError(f"{self.name or 'quantity'} has no value: {self.missing}")
        return self.held

    def official(self) -> Quantity:
        """The same, rounded half up once to its declared decimals: the value that everything derived from it uses."""
        return replace(self, held=numerals.rounded(self.value, self.decimals)) if self.known else self

    def called(self, name: str) -> Quantity:
        """The same under another name."""
        return replace(self, name=name)

    def cells(self) -> Iterator[Cell]:
        """All source cells below, each once, in order of first use."""
        seen: set[Cell] = set()
        met: set[int] = set()  # an input that is shared is gone through once
        stack: list[Quantity | Cell] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, Cell):
                if item not in seen:
                    seen.add(item)
                    yield item
            elif id(item) not in met:
                met.add(id(item))
                stack.extend(reversed(item.inputs))

    # -- faces --------------------------------------------------------------------------------------------------------

    def __str__(self) -> str:
        """Indonesian notation without unit (money keeps ``Rp`` off: see `with_unit`); the reason if missing."""
        return numerals.write(self.value, self.decimals) if self.known else self.missing

    def with_unit(self) -> str:
        """As it stands in a sentence: ``Rp 5.840.935.330``, ``111,36%``, ``415 unit koperasi``; spaces are no-break."""
        if not self.known:
            return self.missing
        return numerals.with_unit(self.value, self.kind, self.decimals, self.unit) + self._graded()

    def shown(self) -> str:
        """As it stands in a table: the number, and its grade if it has one: ``77,55 (BB)``."""
        return f"{self}{self._graded()}"

    def _graded(self) -> str:
        return f" ({self.grade})" if self.grade and self.known else ""

    def symbolic(self) -> str:
        """The formula with the names of its inputs."""
        return self.formula.format(*(_name(i) for i in self.inputs)) if self.formula else self.name

    def worked(self) -> str:
        """The formula with the numbers put in: ``94 / 415 × 100 = 22,65``."""
        if not self.formula or not self.known:
            return str(self)
        return f"{self.formula.format(*(str(i) for i in self.inputs))} = {self}"


def _name(item: Quantity | Cell) -> str:
    return item.column if isinstance(item, Cell) else item.name or str(item)


@dataclass(frozen=True, slots=True)
class Span:
    """A target that is a range a..b: both ends, each a known `Quantity` of the same cell."""

    low: Quantity
    high: Quantity

    @property
    def known(self) -> bool:
        """True: a range that cannot be read is a problem, not a Span."""
        return True

    def __str__(self) -> str:
        return f"{self.low} - {self.high}"

    def with_unit(self) -> str:
        """As it stands in a sentence."""
        return f"{self.low} - {self.high.with_unit()}"
