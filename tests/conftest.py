"""Shared fixtures: copies of the office, and reports built once for all tests and workers."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lakip_lib import report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parent.parent
EXAMPLE = REPOSITORY / "examples" / "dinas-rekaan"
CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


# Whatever a shell starts in the background ignores Ctrl-C, and so would the commands that tests send it to.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def copy_office(target: Path, office: Path = REPOSITORY) -> Path:
    """A copy of an office (source tables only), this repository's, in `target`; chapters come from the library."""
    shutil.copytree(office / "data" / "raw", target / "data" / "raw")
    return target


@contextlib.contextmanager
def sources_stay(folder: Path) -> Iterator[None]:
    """Fail if the body changes or removes a source file of an office at or directly below `folder`, by hash."""
    before = _sources(folder)
    yield
    after = _sources(folder)
    assert {path: after.get(path) for path in before} == before, "a source table was written to"


def _sources(folder: Path) -> dict[Path, str]:
    raw = [p for pattern in ("data/raw", "*/data/raw") for p in folder.glob(pattern)]
    return {p: hashlib.sha256(p.read_bytes()).hexdigest() for r in raw for p in r.rglob("*") if p.is_file()}


@pytest.fixture(autouse=True)
def make_writes_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report that a test makes in this process leaves the source tables as they were."""
    make = report.make

    def watched(root: Path, *arguments: object, **options: object) -> report.Report:
        with sources_stay(root):
            return make(root, *arguments, **options)

    monkeypatch.setattr(report, "make", watched)


def lakip(*arguments: str, root: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as a user does; no source table may change, no traceback show."""
    place = ["--root", str(root)] if root else []
    with sources_stay(root or Path(str(options.get("cwd", REPOSITORY)))):
        result = subprocess.run(
            [sys.executable, "-m", "lakip_lib.cli", *arguments, *place],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            **options,
        )
    assert "Traceback" not in result.stderr
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests come first, so that no worker sits alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to tear groups of tests apart: pytest-xdist 3.8 does not see its groups in pytest 9.2, without a word."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        for item in session.items:
            if item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
                pytest.exit(f"pytest {pytest.__version__} hides the group of {item.nodeid} from pytest-xdist")


@pytest.fixture
def office_copy(tmp_path: Path) -> Path:
    """An office that a test may damage."""
    return copy_office(tmp_path / "instansi")


@contextlib.contextmanager
def _once(folder: Path) -> Iterator[bool]:
    """Run a body once for all xdist workers: True for the worker that has to do the work."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        if os.name == "posix":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield not folder.exists()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The outputs folder of a fiscal year of this office, built by the command line once per test run."""
    return _built(tmp_path_factory, REPOSITORY, "laporan")


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The same of the made-up office, built from a folder that has nothing to do with it."""
    return _built(tmp_path_factory, EXAMPLE, "contoh", cwd=tmp_path_factory.getbasetemp())


def _built(
    tmp_path_factory: pytest.TempPathFactory, office: Path, name: str, **options: object
) -> Callable[[int], Path]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def outputs(year: int) -> Path:
        root = shared / f"{name}-{year}"
        folder = root / "outputs" / str(year)
        with _once(root) as mine:
            if mine:
                copy_office(root, office)
                (root / "rekap.txt").write_text("")
                result = lakip("build", "--year", str(year), "--to", "html,pdf,docx", root=root, **options)
                (root / "rekap.txt").write_text(result.stdout + result.stderr)
        assert folder.exists(), (root / "rekap.txt").read_text()
        return folder

    return outputs


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()
