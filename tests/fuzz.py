"""Damaged copies of source tables, many of them, in one process: `python -m tests.fuzz --seed 1 --count 1000`.

Prints one JSON object: how many copies ended how, by kind of damage, the peak of memory, the slowest copy, and every
copy that ended neither as a correct report nor as a list of errors that names its places.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lakip_lib import report, schema
from lakip_lib.cli import main
from lakip_lib.cli._voice import DATA, DONE
from lakip_lib.office import Gap, Office
from lakip_lib.present import prose, tables
from lakip_lib.present.context import context
from lakip_lib.problems import DataError, Problem
from lakip_lib.quantity import Span
from lakip_lib.review.tables import check
from tests import damage, reckoning
from tests.conftest import EXAMPLE, REPOSITORY, copy_office, lakip

#: A copy may take so many seconds.
LIMIT = 30
#: Of so many copies one goes through the rules of the review, which take as long as all else.
_REVIEWED = 5
#: What a problem without row and column says: the file as a whole cannot be used.
_WHOLE = (
    "berkas", "buku kerja", "lembar yang", "teks UTF-8", "tepat satu folder", "TOML", "tabel yang tempatnya",
    "nama sebuah tabel", "satu tempat", "templat narasi",
)  # fmt: skip


@dataclass
class Base:
    """An undamaged office: its files by path below data/raw, and its figures."""

    root: Path
    year: int
    files: dict[str, bytes]
    figures: dict[str, Decimal | None]
    values: dict[str, list[list[str]]]

    @classmethod
    def of(cls, root: Path, year: int) -> Base:
        """The office in `root`."""
        raw = root / "data" / "raw"
        mine = (p for p in raw.rglob("*") if p.is_file() and p.suffix in {".csv", ".toml", ".md"})
        files = {str(p.relative_to(raw)): p.read_bytes() for p in mine}
        files = {name: data for name, data in files.items() if not name[:4].isdecimal() or name[:4] == str(year)}
        office = Office(root, year)
        return cls(root, year, files, figures(office), values(office))

    def records(self, changed: damage.Damage) -> dict[str, list[list[str]]]:
        """The records of all tables, one of them damaged."""
        found = {f: damage.read_records(data) for f, data in self.files.items() if f.endswith(".csv")}
        if changed.records is not None:
            found[changed.file] = changed.records
        return found


def without_workbooks(root: Path, year: int) -> Path:
    """Make CSV of every workbook."""
    for book in (root / "data" / "raw").rglob("*.xlsx"):
        names = [c.name for c in schema.table(book.stem).columns]
        rows = Office(root, year).data.tables[book.stem]
        records = [names, *([r.cells[n].typed for n in names] for r in rows)]
        book.unlink()
        book.with_suffix(".csv").write_text(damage.written(records), encoding="utf-8")
    return root


def cut(root: Path, year: int) -> Path:
    """Make an office small: the first rows of each table, without what then refers to nothing."""
    raw = root / "data" / "raw"
    for path in sorted(raw.rglob("*.md"))[::2]:
        path.unlink()
    for path in raw.rglob("*.csv"):
        rows = {"indikator": 2, "renstra": 99, "target": 99, "variabel": 99, "data_dasar": 99}.get(path.stem, 4)
        path.write_text(damage.written(damage.read_records(path.read_bytes())[: rows + 1]), encoding="utf-8")
    while True:
        try:
            office = Office(root, year)
            office.check()
            prose.check(office)
        except DataError as error:
            for file in {p.file for p in error.problems}:
                path = raw / file
                gone = {p.row for p in error.problems if p.file == file}
                if path.suffix == ".md" or 0 in gone:
                    path.unlink()
                    continue
                records = damage.read_records(path.read_bytes())
                kept = [r for n, r in enumerate(records, 1) if n not in gone]
                path.write_text(damage.written(kept), encoding="utf-8")
        else:
            return root


def figures(office: Office) -> dict[str, Decimal | None]:
    """The product's figures, by the names that the reckoning uses."""
    found: dict[str, Decimal | None] = {}
    for name, ask in (("pagu", office.budget), ("realisasi", office.spent)):
        try:
            found[name] = ask().held
        except Gap:
            found[name] = None
    try:
        found["pegawai"] = context(office)["pegawai"]["semua"].held
    except Gap:
        found["pegawai"] = None
    for i in office.indicators:
        target = i.target()
        found[f"{i.code} realisasi"] = i.realised().held
        found[f"{i.code} target"] = None if isinstance(target, Span) else target.held
        found[f"{i.code} capaian"] = i.achievement().official().held
    return found


def outcome(
    base: Base, changed: damage.Damage, counted: Counter[str], *, review: bool
) -> tuple[str, Mapping[str, Decimal | None] | None]:
    """How a damaged copy ended, and its figures if it has any; AssertionError says what is wrong about it."""
    try:
        office = Office(base.root, base.year)
        office.check()
        prose.check(office)
        if review:
            check(office)
        found = figures(office)
        if changed.effect != damage.SAME:
            shown(office)
    except DataError as error:
        refused(base, changed, error.problems)
        return "ditolak", None
    assert changed.effect != damage.REFUSED, "accepted"
    if changed.effect == damage.SAME:
        assert found == base.figures, difference(found, base.figures)
        assert values(office) == base.values
        return "sama", found
    expected = reckoning.figures(base.records(changed), base.year)
    unclear = {name for name, value in expected.items() if isinstance(value, reckoning.Unclear)}
    counted["angka dibandingkan"] += len(expected) - len(unclear)
    counted["angka tidak dibandingkan"] += len(unclear)
    kept = {name: value for name, value in found.items() if name not in unclear}
    assert kept == {n: v for n, v in expected.items() if n not in unclear}, difference(kept, expected)
    return "benar", found


def values(office: Office) -> dict[str, list[list[str]]]:
    """Every value of every table as text, without where it stands."""
    return {name: [[str(v) for v in r.values.values()] for r in rows] for name, rows in office.data.tables.items()}


def shown(office: Office) -> None:
    """Every table of the report, or why there is none."""
    whole = (
        "staff_by_rank", "staff_by_position", "assets", "budget_by_program", "strategy", "formulations",
        "cross_cutting",
        "procedure", "goals", "targets", "program_matrix", "indicators", "annual_plan", "pact", "documents",
        "score_components", "follow_up", "quarters", "scale", "achievements", "to_years", "to_end", "compared",
        "program_performance", "outputs", "efficiency", "allocation", "awards", "absorption", "budget_tree",
        "pact_programs", "measurement", "register", "gaps", "decisions", "cleaning_log",
    )  # fmt: skip
    for name in whole:
        grid = getattr(tables, name)(office)
        if not isinstance(grid, Gap):
            grid.to_html()
    for name in ("against_target", "against_years", "base_data", "against_end"):
        for i in office.indicators:
            grid = getattr(tables, name)(i)
            if not isinstance(grid, Gap):
                grid.to_html()


def difference(found: Mapping[str, object], expected: Mapping[str, object]) -> str:
    """The figures that differ, in words."""
    names = sorted(found.keys() | expected.keys())
    return "; ".join(
        f"{n}: {found.get(n, 'tidak ada')} bukan {expected.get(n, 'tidak ada')}"
        for n in names
        if found.get(n, "x") != expected.get(n, "x")
    )


def refused(base: Base, changed: damage.Damage, problems: tuple[Problem, ...]) -> None:
    """Every problem names a place that exists; one of them is the damaged file's, where it had to be refused."""
    assert changed.effect != damage.SAME, f"refused: {problems[0]}"
    stem = changed.file.rpartition(".")[0]
    if changed.effect == damage.REFUSED:
        assert any(p.file.startswith(stem) for p in problems), f"not named: {problems[0]}"
    for p in problems:
        assert p.expected, p
        assert p.todo, p
        assert len(str(p)) < 1000, f"endless: {str(p)[:300]}"
        place = p.file.partition("!")[0]
        assert place == changed.file or (base.root / "data/raw" / place).exists() or not p.row, f"nowhere: {p}"
        if not (p.row and p.column):
            whole = p.row or p.column or p.expected.startswith(_WHOLE)
            assert whole, f"no place: {p}"


def run(seed: int, count: int, folder: Path, *, small: bool, every: int, only: int | None = None) -> dict[str, object]:
    """Damage and judge `count` copies."""
    bases = []
    for name, office in (("ini", REPOSITORY), ("contoh", EXAMPLE)):
        root = without_workbooks(copy_office(folder / name, office), 2024)
        if small:  # a front, and what it refers to
            cut(root, 2024)
            (root / "notebooks").mkdir()
            for chapter in ("00-bagian-depan", "31-evaluasi-triwulan", "33-anggaran", "91-reviu"):
                shutil.copy(report.LIBRARY / f"{chapter}.ipynb", root / "notebooks")
        bases.append(Base.of(root, 2024))
    ended: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    failures: list[str] = []
    slowest = (0.0, "")
    signal.signal(signal.SIGALRM, _too_long)
    gc.freeze()
    for number in range(count) if only is None else [only]:
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - repeatable, not secret
        base = bases[number % len(bases)]
        changed = damage.damaged(chance, base.files)
        path = base.root / "data/raw" / changed.file
        if changed.instead:
            (base.root / "data/raw" / changed.instead).unlink()
        path.write_bytes(changed.content)
        started = time.perf_counter()
        signal.alarm(LIMIT)
        try:
            end, found = outcome(base, changed, counted, review=number % _REVIEWED == 0)
            signal.alarm(0)
            if every and number % every == 0:
                whole(base, found, small=small)
                counted["laporan utuh" if found else "ditolak lakip build"] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            end = "salah"
            where = "" if isinstance(error, AssertionError) else traceback.format_exc(limit=-3)
            failures.append(
                f"{number} {changed.kind} {changed.file}: {type(error).__name__}: {str(error)[:600]} {where}"
            )
        finally:
            signal.alarm(0)
            path.unlink()
            for name in (changed.file, changed.instead):
                if name in base.files:
                    (base.root / "data/raw" / name).write_bytes(base.files[name])
        slowest = max(slowest, (round(time.perf_counter() - started, 2), f"{number} {changed.kind}"))
        ended[f"{changed.kind}: {end}"] += 1
    return {
        "salinan": sum(ended.values()),
        "hasil": dict(sorted(ended.items())),
        **counted,
        "terlama": slowest,
        "memori_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "detik_cpu": round(time.process_time(), 1),
        "gagal": failures,
    }


def whole(base: Base, figures: Mapping[str, Decimal | None] | None, *, small: bool) -> None:
    """Build the copy as a user does: refused ones end with 1, others print the money and every achievement."""
    arguments = ["build", "--year", str(base.year), "--jobs", "1", "--to", "html" if small else "html,pdf,docx"]
    if small:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main([*arguments, "--root", str(base.root)])
        said = said.getvalue()
    else:  # Typst keeps what it has made: a process that makes many reports of all formats would need more and more
        done = lakip(*arguments, root=base.root)
        code, said = done.returncode, done.stdout + done.stderr
    assert code == (DONE if figures else DATA), f"exit {code}: {said[-600:]}"
    if figures:
        page = (base.root / f"outputs/{base.year}/lakip-{base.year}.html").read_text(encoding="utf-8")
        for name, value in figures.items():
            decimals = {"pagu": 0, "capaian": 2}.get(name.rpartition(" ")[2])
            if value is not None and decimals is not None:
                shown = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
                assert shown in page, f"{name}: {shown} not printed"


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT} s")


def print_run() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--every", type=int, default=50)
    parser.add_argument("--only", type=int)
    parser.add_argument("--full", action="store_true", help="whole offices, not cut ones")
    options = parser.parse_args()
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", ResourceWarning)  # papermill leaves its event loop open
    with tempfile.TemporaryDirectory(prefix="lakip-rusak-") as folder:
        found = run(
            options.seed, options.count, Path(folder), small=not options.full, every=options.every, only=options.only
        )
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    print_run()
