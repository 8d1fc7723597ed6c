"""`lakip build --watch`: the report follows what is saved."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lakip_lib.cli._watch import saved
from tests.conftest import lakip
from tests.test_build import Built, change, hashes

_PATIENCE = 60


def test_a_file_is_told_once_it_stands_still(tmp_path: Path) -> None:
    """A file written in pieces is told once, by name; what programs keep beside it and what is made are not."""
    (tmp_path / "outputs").mkdir()
    heard = saved(tmp_path)
    assert next(heard) == []

    def write() -> None:
        with (tmp_path / "anggaran.csv").open("w", encoding="utf-8") as file:
            for _ in range(8):
                file.write("baris\n")
                file.flush()
                time.sleep(0.05)
        pieces.append((tmp_path / "anggaran.csv").stat().st_size)

    pieces: list[int] = []
    for name in (".~lock.anggaran.csv#", "~$anggaran.xlsx", "outputs/index.html"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    writing = threading.Thread(target=write)
    writing.start()
    assert next(heard) == ["anggaran.csv"]
    assert pieces, "told while it was written"
    (tmp_path / "anggaran.csv").unlink()
    assert next(heard) == ["anggaran.csv"]


@contextmanager
def watching(root: Path, heard: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The command at work; the lines that it says come into `heard`."""
    command = [sys.executable, "-m", "lakip_lib.cli", "build", "--year", "2024", "--to", "html", "--watch"]
    with subprocess.Popen(
        [*command, "--root", str(root)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        reader = threading.Thread(target=lambda: heard.extend(process.stdout or ()))
        reader.start()
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            reader.join()


def until(heard: list[str], text: str, start: int) -> int:
    """Wait for a line that holds `text` after `start`; gives its number."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for number, line in enumerate(heard[start:], start):
            if text in line:
                return number
        time.sleep(0.05)
    raise AssertionError(f"{text!r} was not said: {heard}")


def test_the_report_follows_the_tables(built: Built, office_copy: Path) -> None:
    """Saving makes the report again; a slip is told; Ctrl-C ends it, and the report is the one before."""
    shutil.copytree(built(2024).parent, office_copy / "outputs", dirs_exist_ok=True)
    heard: list[str] = []
    with watching(office_copy, heard) as process:
        last = until(heard, "Ctrl-C", 0)
        before = hashes(office_copy / "outputs" / "2024")
        change(office_copy, "2024/sarana.csv", "1,Kendaraan Dinas Roda Dua,5,", "1,Kendaraan Dinas Roda Dua,6,")
        last = until(heard, "bab dijalankan lagi", last)
        assert hashes(office_copy / "outputs" / "2024") != before
        change(office_copy, "2024/sarana.csv", "1,Kendaraan Dinas Roda Dua,6,", "1,Kendaraan Dinas Roda Dua,enam,")
        last = until(heard, "2024/sarana.csv baris 2 kolom jumlah: terbaca “enam”", last)
        change(office_copy, "2024/sarana.csv", "1,Kendaraan Dinas Roda Dua,enam,", "1,Kendaraan Dinas Roda Dua,5,")
        until(heard, "bab dijalankan lagi", last)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(_PATIENCE) == 0
    assert hashes(office_copy / "outputs" / "2024") == before


def test_watching_tells_to_people_only(office_copy: Path) -> None:
    """With --json or --plan there is nothing to watch: wrong usage, one line."""
    for other in ("--json", "--plan"):
        result = lakip("build", "--year", "2024", "--watch", other, root=office_copy)
        assert result.returncode == 2
        assert "--watch" in result.stdout + result.stderr
