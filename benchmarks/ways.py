"""The ways to make the report, as commands, and the offices they work on, all in a temporary folder."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
YEAR = "2024"
CHAPTERS = sorted((REPOSITORY / "notebooks").glob("[0-9]*.ipynb"))
_BUDGET, _ASSETS = f"{YEAR}/anggaran.csv", f"{YEAR}/sarana.csv"


@dataclass(frozen=True)
class Place:
    """A temporary folder with a copy of the example office in `root`, and the environment of every command."""

    folder: Path

    @property
    def root(self) -> Path:
        """The office that most lines work on."""
        return self.folder / "kantor"

    @property
    def env(self) -> dict[str, str]:
        """Kernels of this Python whoever starts them, and this library whatever is installed."""
        return os.environ | {
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "JUPYTER_PATH": str(self.folder / "jupyter"),
            "PLOOMBER_STATS_ENABLED": "false",
        }


def prepare(folder: Path) -> Place:
    """Copy the office and write the kernel spec that every way uses."""
    place = Place(folder)
    copy_office(place.root)
    spec = folder / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    launch = f'["{sys.executable}", "-m", "ipykernel_launcher", "-f", "{{connection_file}}"]'
    spec.write_text(f'{{"argv": {launch}, "display_name": "Python 3", "language": "python"}}', encoding="utf-8")
    return place


def not_forked() -> str:
    """Why kernels would not be forked here, though they could be: then nothing would be measured that we mean."""
    from lakip_lib import warmkernel

    names = entry_points(group="jupyter_client.kernel_provisioners").names
    if warmkernel.available() and "warm-fork" not in names:
        return "The kernel provisioner warm-fork is not installed in this environment: run `make env` first."
    return ""


def copy_office(root: Path) -> None:
    """The source tables of the example office as they are, in place of others."""
    shutil.rmtree(root / "data" / "raw", ignore_errors=True)
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw")


def forget(root: Path) -> None:
    """Remove all that was made from the tables."""
    for made in ("outputs", "data/processed"):
        shutil.rmtree(root / made, ignore_errors=True)


def change_figure(root: Path) -> None:
    """Change one figure in one table: the last digit of the last amount of the budget that no decision speaks of."""
    raw = root / "data" / "raw"
    decided = (raw / "keputusan.csv").read_text(encoding="utf-8")
    path = raw / _BUDGET
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number in range(len(lines) - 1, 0, -1):
        cells = lines[number].split(",")
        amount = cells[3]
        if amount[-1:].isdigit() and "." in amount and amount[:-1] not in decided:
            cells[3] = amount[:-1] + str((int(amount[-1]) + 1) % 10)
            lines[number] = ",".join(cells)
            path.write_text("".join(lines), encoding="utf-8")
            return
    raise RuntimeError(f"{_BUDGET}: no amount that may be changed")


def change_count(root: Path) -> None:
    """Change one figure that few chapters read: the first count in the table of assets."""
    path = root / "data" / "raw" / _ASSETS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = lines[1].split(",")
    cells[2] = str(int(cells[2]) + 1)
    lines[1] = ",".join(cells)
    path.write_text("".join(lines), encoding="utf-8")


def lakip(root: Path, formats: str, *more: str) -> list[list[str]]:
    """Our one command."""
    return [
        [sys.executable, "-m", "lakip_lib.cli", "build", "--year", YEAR, "--root", str(root), "--to", formats, *more]
    ]


def plain(place: Place) -> list[list[str]]:
    """What a user does without us: one papermill per chapter, then one nbconvert for all."""
    out = place.root / "plain"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    run = [sys.executable, "-m", "papermill", "--no-progress-bar", "-p", "fiscal_year", YEAR]
    made = [str(out / c.name) for c in CHAPTERS]
    runs = [[*run, str(c), path] for c, path in zip(CHAPTERS, made, strict=True)]
    return [*runs, [sys.executable, "-m", "nbconvert", "--to", "html", *made]]


def our_pdf(root: Path) -> list[list[str]]:
    """The PDF of the stitched notebook, in a process of its own."""
    made = root / "outputs" / YEAR / f"lakip-{YEAR}"
    code = (
        "import sys, nbformat, pathlib; from lakip_lib.export import pdf\n"
        "pathlib.Path(sys.argv[2]).write_bytes(pdf.render(nbformat.read(sys.argv[1], as_version=4)))"
    )
    return [[sys.executable, "-c", code, f"{made}.ipynb", str(root / "kita.pdf")]]


def hashing(root: Path) -> list[list[str]]:
    """What nobody can leave out who says that nothing has changed: start Python, hash everything involved."""
    code = (
        "import sys, hashlib, pathlib\n"
        "for folder in sys.argv[1:]:\n"
        "    for path in sorted(pathlib.Path(folder).rglob('*.*')):\n"
        "        if path.is_file() and path.suffix != '.pyc': hashlib.sha256(path.read_bytes())"
    )
    folders = (root / "data", root / "outputs" / YEAR, REPOSITORY / "lakip_lib", REPOSITORY / "notebooks")
    return [[sys.executable, "-I", "-c", code, *map(str, folders)]]


def figures(pages: Path) -> int:
    """How many tables and figures the pages of the chapters show: ways that show fewer have not done the work."""
    return sum(p.read_text(encoding="utf-8").count("<figure") for p in pages.glob("[0-9]*.html"))
