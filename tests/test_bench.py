"""The pure parts of the benchmark: what the table of results says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks import batches, lines, ways
from benchmarks.lines import Found
from benchmarks.measuring import Run
from benchmarks.table import Line, ratios


@pytest.mark.parametrize(
    ("values", "at_most", "holds"),
    [([5, 6], False, "yes"), ([4, 5, 6], False, "median only"), ([4, 4, 6], False, "**no**"), ([4, 5], True, "yes")],
)
def test_holds(values: list[float], at_most: bool, holds: str) -> None:  # noqa: FBT001 - a parameter of the test
    """A bar holds only if it does in every round; a good median alone is named as such."""
    assert Line("what", "against", 5, at_most=at_most, values=values).holds == holds


def test_pairs() -> None:
    """Ratios are those of one round; rounds that do not pair up are an error, not a shorter list."""
    assert ratios([10, 30], [2, 3]) == [5, 10]
    with pytest.raises(ValueError, match="zip"):
        ratios([10], [2, 3])


def test_failed_way() -> None:
    """A way that failed has no figures, and its line says why, whatever earlier rounds gave."""
    found = Found(missing={"book": "exit 1"})
    found.results |= {"html": [Run(1.0)], "book": [Run(9.0)]}
    row = next(line.row() for line in lines.table(found, 20) if "jupyter-book" in line.against)
    assert "not measured: exit 1" in row
    assert "9.00" not in row


def test_nothing_measured() -> None:
    """Without results every line is there and says that it was not measured."""
    table = lines.table(Found(), 20)
    assert {line.holds for line in table} == {"not measured"}
    assert all("not measured: " in line.row() for line in table)


def test_distance() -> None:
    """The distance is our time less the floor of the same round."""
    line = Line("what", "against", 5, values=[6, 6], seconds=[3.0, 9.0], floor=[1.0, 7.0], floor_name="imports")
    assert "| 4.00 s: imports | +2.00 s |" in line.row()


def test_further() -> None:
    """A further report is one after each job has made its first; the end of a run is held against its beginning."""
    batch = batches.Batch(2, ends=[4, 5, 6, 7, 9], leader=[10, 10, 10, 20, 20])
    assert batch.further == pytest.approx(4 / 3)
    assert batch.last_against_first(2) == (1.5, 2.0)


def test_one_figure(tmp_path: Path) -> None:
    """Exactly one cell of one table changes, each time it is asked for, and none that a decision guards."""
    ways.copy_office(tmp_path)
    path = tmp_path / "data" / "raw" / ways.YEAR / "anggaran.csv"
    before = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    ways.change_figure(tmp_path)
    after = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    changed = [(a, b) for old, new in zip(before, after, strict=True) for a, b in zip(old, new, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][0] not in (tmp_path / "data" / "raw" / "keputusan.csv").read_text(encoding="utf-8")
