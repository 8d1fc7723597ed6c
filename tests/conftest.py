"""Shared fixtures: copies of the office, and reports built once for all tests and workers."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


def copy_office(target: Path) -> Path:
    """A copy of this repository's office (source tables only) in `target`; chapters come from the library."""
    shutil.copytree(REPOSITORY / "data" / "raw", target / "data" / "raw")
    return target


def lakip(*arguments: str, root: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as a user does."""
    place = ["--root", str(root)] if root else []
    return subprocess.run(
        [sys.executable, "-m", "lakip_lib.cli", *arguments, *place],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **options,
    )


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
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def outputs(year: int) -> Path:
        root = shared / f"laporan-{year}"
        folder = root / "outputs" / str(year)
        with _once(root) as mine:
            if mine:
                copy_office(root)
                (root / "rekap.txt").write_text("")
                result = lakip("build", "--year", str(year), "--to", "html,pdf,docx", root=root)
                (root / "rekap.txt").write_text(result.stdout + result.stderr)
        assert folder.exists(), (root / "rekap.txt").read_text()
        return folder

    return outputs
