"""A quantity knows its value or why it has none, and every source cell below it."""

from __future__ import annotations

import dataclasses
import pickle
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakip_lib.quantity import Cell, Kind, Quantity, Span
from tests.strategies import FIXED, REASONS, absent, cells, counts, dags, decimals, kinds, known

CELL = Cell("2024/anggaran.csv", 7, "pagu", "Rp. 1.250")


@pytest.mark.parametrize(("value", "missing"), [(None, ""), (Decimal(1), "kosong")])
def test_value_or_reason(value: Decimal | None, missing: str) -> None:
    """There is a value or a reason for its absence, never both and never neither."""
    with pytest.raises(ValueError, match="jumlah koperasi"):
        Quantity(value, Kind.JUMLAH, 0, name="jumlah koperasi", missing=missing)


@given(absent())
def test_a_gap_has_no_value(q: Quantity) -> None:
    """Nothing can be computed from a gap, nor compared with it: asking for its value names it and its reason."""
    assert not q.known
    with pytest.raises(ValueError, match=f"has no value: {re.escape(q.missing)}"):
        q.value == 0  # noqa: B015 - the comparison would be False if the value were None


@pytest.mark.parametrize("item", [CELL, Quantity.read(Decimal(1), Kind.UANG, CELL, decimals=0)])
def test_nothing_changes_it(item: Cell | Quantity) -> None:
    """Cells and quantities are immutable, hashable, and survive a process boundary."""
    for field in dataclasses.fields(item):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(item, field.name, None)
    assert {item: 1}[pickle.loads(pickle.dumps(item))] == 1  # noqa: S301 - our own bytes


@FIXED
@given(dags())
def test_cells_are_the_union_of_those_of_the_inputs(made: tuple[Quantity, set[Cell]]) -> None:
    """`cells` yields exactly the cells below, each once, however often an input is shared."""
    quantity, below = made
    found = list(quantity.cells())
    assert set(found) == below
    assert len(found) == len(below)


@FIXED
@given(counts(), counts())
def test_cells_come_in_order_of_use(a: Quantity, b: Quantity) -> None:
    """The cells of the first input come first."""
    both = Quantity.computed(Decimal(1), Kind.JUMLAH, "{0} / {1}", (a, b), decimals=0)
    assert list(both.cells()) == list(dict.fromkeys([*a.inputs, *b.inputs]))


def test_shared_inputs_cost_nothing() -> None:
    """Sixty levels that each use the one below twice are gone through at once."""
    q = Quantity.read(Decimal(1), Kind.JUMLAH, CELL, decimals=0)
    for _ in range(60):
        q = Quantity.computed(Decimal(1), Kind.JUMLAH, "{0} + {1}", (q, q), decimals=0)
    assert list(q.cells()) == [CELL]


@FIXED
@given(decimals(-10_000, 10_000, 6), kinds, st.integers(0, 4))
def test_official_rounds_half_up_and_keeps_the_rest(value: Decimal, kind: Kind, places: int) -> None:
    """The official value has the declared decimals, half away from zero; nothing else changes, and once is enough."""
    q = Quantity.read(value, kind, CELL, decimals=places, unit="unit", name="nama")
    official = q.official()
    assert official.value == value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert dataclasses.replace(official, held=value) == q
    assert official.official() == official
    assert str(official) == str(q)


@FIXED
@given(absent())
def test_a_missing_quantity_shows_its_reason_everywhere(q: Quantity) -> None:
    """No face of a missing quantity is a number, and rounding it changes nothing."""
    assert not q.known
    assert q.missing in REASONS
    assert {str(q), q.with_unit(), q.worked()} == {q.missing}
    assert q.official() == q
    assert len(list(q.cells())) == 1


@pytest.mark.parametrize(
    ("value", "kind", "places", "unit", "bare", "whole"),
    [
        ("5840935330", Kind.UANG, 0, "Rp", "5.840.935.330", "Rp\u00a05.840.935.330"),
        ("111.3569", Kind.PERSEN, 2, "%", "111,36", "111,36%"),
        ("415", Kind.JUMLAH, 0, "unit koperasi", "415", "415\u00a0unit koperasi"),
        ("-1.865", Kind.POIN, 2, "poin", "-1,87", "-1,87\u00a0poin"),
        ("77.55", Kind.INDEKS, 2, "", "77,55", "77,55"),
    ],
)
def test_faces(value: str, kind: Kind, places: int, unit: str, bare: str, whole: str) -> None:  # noqa: PLR0917 - a case
    """A value is written the Indonesian way, bare in tables and with its unit in sentences."""
    q = Quantity.read(Decimal(value), kind, CELL, decimals=places, unit=unit)
    assert (str(q), q.with_unit()) == (bare, whole)


def test_formula_in_words_and_numbers() -> None:
    """The formula names its inputs, or shows their numbers and the result."""
    a = Quantity.read(Decimal(94), Kind.JUMLAH, CELL, decimals=0, name="koperasi sehat")
    b = Quantity.read(Decimal(1415), Kind.JUMLAH, CELL, decimals=0, name="jumlah koperasi")
    q = Quantity.computed(Decimal("6.643109"), Kind.PERSEN, "{0} / {1} × 100", (a, b), decimals=2)
    assert q.symbolic() == "koperasi sehat / jumlah koperasi × 100"
    assert q.worked() == "94 / 1.415 × 100 = 6,64"
    assert (a.symbolic(), a.worked()) == ("koperasi sehat", "94")


@FIXED
@given(known(), st.text(max_size=10))
def test_another_name_is_only_another_name(q: Quantity, name: str) -> None:
    """`called` changes the name and nothing else."""
    named = q.called(name)
    assert named.name == name
    assert dataclasses.replace(named, name=q.name) == q


@FIXED
@given(cells(), st.none() | st.text(max_size=5))
def test_a_cell_tells_its_place_and_both_texts(cell: Cell, corrected: str | None) -> None:
    """A cell names file, row, column and typed text; a correction is the text that counts and is shown beside it."""
    cell = dataclasses.replace(cell, corrected=corrected)
    shown = str(cell)
    assert all(part in shown for part in (cell.file, f"baris {cell.row}", cell.column, cell.typed))
    assert cell.read == (cell.typed if corrected is None else corrected)
    assert ("dikoreksi" in shown) == (corrected is not None)


def test_a_span_shows_both_ends() -> None:
    """A range target is known and is written from low to high."""
    low, high = (Quantity.read(Decimal(v), Kind.PERSEN, CELL, decimals=2, unit="%") for v in (0, 5))
    assert Span(low, high).known
    assert (str(Span(low, high)), Span(low, high).with_unit()) == ("0,00 - 5,00", "0,00 - 5,00%")
