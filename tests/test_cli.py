"""The command line as a whole: how a command ends that nobody foresaw."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from lakip_lib.cli import check, main
from tests.conftest import EXAMPLE, copy_office


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A command with an error of the program in it; temporary files go to the test's folder."""

    def run(_: object) -> int:
        raise RuntimeError("baris satu\nbaris dua")

    monkeypatch.setattr(check, "run", run)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.mark.usefixtures("broken")
def test_an_error_of_the_program_is_one_line_and_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, one line on stderr without a traceback; the file that it names holds the traceback."""
    assert main(["check", "--year", "2024"]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert "RuntimeError: baris satu baris dua" in line
    log = Path(re.search(r"Rinciannya ada di (\S+\.log)", line)[1])
    assert "Traceback (most recent call last)" in log.read_text(encoding="utf-8")


@pytest.mark.usefixtures("broken")
def test_an_error_of_the_program_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the same is one JSON object on stdout."""
    assert main(["check", "--year", "2024", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["selesai"], told["kode"]) == (False, 3)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing more can be written into the folder for temporary files."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("command", [["build", "--year", "2024"], ["batch", str(EXAMPLE), "--out", "hasil"]])
def test_a_full_temporary_folder_is_one_line(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one line that says what to do."""
    monkeypatch.chdir(copy_office(tmp_path / "kantor"))
    assert main(command) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("Folder sementara")
    assert "TMPDIR" in line


@pytest.mark.usefixtures("broken", "full")
def test_an_error_of_the_program_without_room_for_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the file cannot be written, the one line still comes."""
    assert main(["check", "--year", "2024"]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "RuntimeError" in line
    assert "kosongkan" in line
