"""Measure `lakip build` and `lakip batch` against what a user could do instead, and against what cannot be gone below.

Everything runs side by side in one go, in turn, on the same notebooks and copies of one office in a temporary folder;
ratios are taken round by round.  README.md tells what is measured and how; `--help` the arguments.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import batches, lines, made_up, others, spending, watching, ways
from benchmarks.environment import environment
from benchmarks.lines import Found
from benchmarks.measuring import Run, measure
from benchmarks.table import rows

_RESULTS = Path(__file__).with_name("RESULTS.md")
GROUPS = ("build", "others", "pdf", "batch", "floors", "profile")
_LONG_YEARS = range(2021, 2025)


class Bench:
    """The rounds: every way in turn; one that fails is left out of the later rounds, and its line says why."""

    def __init__(self, place: ways.Place, groups: Sequence[str], offices: int) -> None:
        self.place, self.groups = place, groups
        self.found = Found()
        self.roots = batches.copies(place, offices) if "batch" in groups else []
        self.tools: dict[str, list[list[str]]] = {}

    def attempt(self, name: str, work: Callable[[], Run | batches.Batch | dict]) -> None:
        """Do `work` and keep its result under `name`."""
        if name in self.found.missing:
            return
        print(f"  {name} ...", end=" ", flush=True)
        try:
            result = work()
        except (RuntimeError, OSError, ValueError) as error:
            self.found.missing[name] = str(error)
            print(f"failed: {error}", flush=True)
        else:
            self.found.results[name].append(result)
            print(f"{result.seconds:.2f} s" if not isinstance(result, dict) else "done", flush=True)

    def commands(self, name: str, commands: Sequence[Sequence[str]]) -> None:
        """Measure `commands`."""
        self.attempt(name, lambda: measure(commands, self.place.root, self.place.env))

    def round(self) -> None:
        """Every way once, in the same order; a way starts from what the one before has left where that is its point."""
        root = self.place.root
        if {"build", "others", "batch"} & set(self.groups):
            self.commands("plain", ways.plain(self.place))
        ways.forget(root)
        self.commands("html", ways.lakip(root, "html"))
        if "build" in self.groups:
            self.commands("same", ways.lakip(root, "html"))
            self.commands("hash", ways.hashing(root))
            for name, change in (("budget", ways.change_figure), ("assets", ways.change_count)):
                change(root)
                self.attempt(f"plan {name}", self.plan)
                self.commands(f"changed {name}", ways.lakip(root, "html"))
            self.watched()
            ways.copy_office(root)  # every way makes the report of the same tables
            self.commands("full", ways.lakip(root, "html", "--force"))
        ways.forget(root)
        self.commands("all", ways.lakip(root, "html,pdf,docx"))
        if "floors" in self.groups:
            self.attempt("alone", self.alone)
        if "pdf" in self.groups:
            self.commands("pdf", ways.our_pdf(root))
            self.other("weasyprint", lambda: others.weasyprint(root))
        if "others" in self.groups:
            self.other("book", lambda: others.book(self.place), others.BOOK_PAGES)
            self.other("ploomber", lambda: others.ploomber(self.place), others.PLOOMBER_PAGES)
        if "batch" in self.groups:
            for jobs in (2, 1):
                self.attempt(f"batch {jobs}", lambda jobs=jobs: batches.run(self.place, self.roots, jobs))

    def watched(self) -> None:
        """The same changes, seen by a `lakip build --watch` that runs."""
        root = self.place.root
        with watching.watch(self.place) as watch:
            for name, change in (("budget", ways.change_figure), ("assets", ways.change_count)):
                self.attempt(f"watched {name}", lambda change=change: watch.after(lambda: change(root)))

    def other(self, name: str, commands: Callable[[], list[list[str]]], pages: str = "") -> None:
        """Measure another tool; one that shows other tables and figures than plain nbconvert has not done the work."""

        def work() -> Run:
            if name not in self.tools:
                self.tools[name] = commands()
            result = measure(self.tools[name], self.place.root, self.place.env)
            shown = ways.figures(self.place.root / pages) if pages else 0
            if pages and shown != (wanted := ways.figures(self.place.root / "plain")):
                raise RuntimeError(f"{shown} tables and figures, not {wanted}")
            return result

        self.attempt(name, work)

    def plan(self) -> dict[str, list[str]]:
        """The chapters that one changed figure concerns, with the reasons."""
        return {
            name: why
            for name, why in self._json([*ways.lakip(self.place.root, "html", "--plan", "--json")[0]])["bab"].items()
            if why
        }

    def alone(self) -> dict:
        """The floors."""
        return self._json([sys.executable, "-m", "benchmarks.alone", str(time.monotonic())])

    def _json(self, command: list[str]) -> dict:
        done = subprocess.run(
            command, cwd=self.place.root, env=self.place.env, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:4])}: {' '.join(done.stderr[-300:].split())}")
        return json.loads(done.stdout)

    def long(self, reports: int) -> None:
        """Many reports of made-up offices in one run."""
        offices = -(-reports // len(_LONG_YEARS))
        years = f"{_LONG_YEARS[0]}-{_LONG_YEARS[-1]}"
        roots = made_up.write(self.place.folder / "rekaan", offices, _LONG_YEARS)
        self.attempt("long", lambda: batches.run(self.place, roots, 2, years))


def main() -> None:
    """Read the command line, measure, print, and write RESULTS.md unless only some groups were measured."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure lakip against what else there is.")
    parser.add_argument("runs", nargs="?", type=int, default=5, help="rounds (5)")
    parser.add_argument("--offices", type=int, default=20, help="reports in a batch (20)")
    parser.add_argument("--long", nargs="?", type=int, const=200, default=0, help="also one batch of 200 (or so many)")
    parser.add_argument("--only", default="", help=f"some of {','.join(GROUPS)}; RESULTS.md is not written")
    options = parser.parse_args()
    groups = tuple(options.only.split(",")) if options.only else GROUPS
    if unknown := set(groups).difference(GROUPS):
        parser.error(f"--only: {', '.join(unknown)}: not one of {', '.join(GROUPS)}")
    if not_forked := ways.not_forked():
        parser.exit(1, f"{not_forked}\n")
    started, about = time.perf_counter(), environment()
    with tempfile.TemporaryDirectory(prefix="lakip-bench-") as folder:
        bench = Bench(ways.prepare(Path(folder)), groups, options.offices)
        if {"others", "pdf"} & set(groups):
            try:
                others.install()
            except others.UnavailableError as error:
                bench.found.missing |= dict.fromkeys(("book", "ploomber", "weasyprint"), str(error))

        def write(rounds: int, profiles: Sequence[str] = ()) -> None:
            text = "\n\n".join([
                "# Results", "Written by `make bench`; README.md says what the lines mean.", about.text(rounds),
                rows(lines.table(bench.found, options.offices)), "## Where the seconds go", *profiles,
                lines.parts(bench.found), f"Measured in {(time.perf_counter() - started) / 60:.0f} minutes.",
            ])  # fmt: skip
            if rounds == options.runs:
                print(f"\n{text}")
            if not options.only:
                _RESULTS.write_text(f"{text}\n", encoding="utf-8")

        measure(
            ways.lakip(bench.place.root, "html,pdf,docx"), bench.place.root, bench.place.env
        )  # files read, bytecode
        for number in range(1, options.runs + 1):
            print(f"round {number} of {options.runs}", flush=True)
            bench.round()
            write(number)  # hours of measuring are not lost when it is interrupted
        if options.long:
            bench.long(options.long)
        profiles = [spending.profile(bench.place, f) for f in ("html", "html,pdf,docx") if "profile" in groups]
        write(options.runs, profiles)


if __name__ == "__main__":
    main()
