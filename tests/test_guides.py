"""The guides: every command they show works, every option, file and message they name exists, every link leads there.

The commands of a guide are run from top to bottom in a user's home with an office in it; whoever types them reaches
the end.  Chapters are stand-ins of one cell, so that a build takes two seconds: other tests build whole reports.
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from lakip_lib import measures
from lakip_lib.cli import _parser
from tests.conftest import EXAMPLE, REPOSITORY, copy_office, lakip

GUIDES = [
    "README.md",
    "README.id.md",
    "CONTRIBUTING.md",
    "examples/README.md",
    *(f"docs/{p.name}" for p in sorted((REPOSITORY / "docs").glob("*.md"))),
]
FOR_USERS = ["README.md", "README.id.md", "docs/penjadwalan.md"]
PAGES = [*GUIDES, *(f"docs/aturan/{p.name}" for p in sorted((REPOSITORY / "docs" / "aturan").glob("*.md")))]
PYTHON = sys.executable
BIN = Path(PYTHON).parent

#: Programs a guide may call that no test can run, and what stands in for each on PATH.
STAND_INS = {
    # the lock's packages would be fetched: the file must be there
    "pip": 'test "$1 $2 $3" = "install --require-hashes -r" && test -f "$4"',
    "conda": textwrap.dedent("""\
        case "$1" in
          env) test "$3" = -f && test -f "$4" ;;
          activate) grep -qx "name: $2" "$PROGRAM/environment.yml" ;;
          *) false ;;
        esac"""),
    # a dry run: a target or a file that does not exist fails
    "make": f'exec "{shutil.which("make")}" -n -C "{REPOSITORY}" "$@" >/dev/null',
    # no systemd of a user here: the units themselves are checked below
    "systemctl": "true",
    "journalctl": "true",
    # opens a file in Windows
    "start": 'test -f "$1"',
    # the whole line is checked below
    "schtasks": "true",
}
#: `lakip lab` and `--watch` stay until Ctrl-C: only options are read; test_lab and test_watch run them.
LAKIP = f"""\
case "$*" in
lab* | *--watch*) exec "{PYTHON}" -c "from lakip_lib.cli import _parser; _parser().parse_args()" "$@" ;;
esac
exec "{PYTHON}" -m lakip_lib.cli "$@\""""
PROGRAMS = {"lakip", "papermill", "jupyter", "cd", "for", *STAND_INS}
#: Lines of a batch file that only Windows understands.
WINDOWS_ONLY = ("@echo off", 'cd /d "%~dp0"', "set PYTHONUTF8=1", "exit /b %errorlevel%", "call ")


class Block(NamedTuple):
    """A fenced block: its language and its text, without the indentation of a list."""

    language: str
    text: str


def text_of(guide: str) -> str:
    """The Markdown of a guide."""
    return (REPOSITORY / guide).read_text(encoding="utf-8")


def blocks(guide: str) -> list[Block]:
    """The fenced blocks of a guide; one without a language is a shell's if it begins with a program."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^\1```$", text_of(guide), re.DOTALL | re.MULTILINE)
    return [
        Block(language or ("bash" if _program(text.split()[0]) in PROGRAMS else ""), textwrap.dedent(text))
        for _, language, text in found
    ]


def _program(word: str) -> str:
    return word.removeprefix(".venv/bin/")


def script(block: Block) -> str:
    """A block as a script for bash; of a schedule only what it starts."""
    if block.language == "bat":
        lines = [line for line in block.text.splitlines() if not line.startswith(WINDOWS_ONLY)]
        return "\n".join(lines).replace("\\", "/").replace("%USERPROFILE%", "$HOME")
    if block.language == "cron":
        return "\n".join(cron(line) for line in block.text.splitlines())
    return block.text


def cron(line: str) -> str:
    """The command of a line of a crontab."""
    numbers = r"(?:\*|\d+(?:-\d+)?)(?:/\d+)?"
    match = re.fullmatch(rf"((?:{numbers}(?:,{numbers})* +){{5}})(\S.*)", line)
    assert match, f"no line of a crontab: {line}"
    for field, limit in zip(match[1].split(), (59, 23, 31, 12, 7), strict=True):
        assert all(int(n) <= limit for n in re.findall(r"\d+", field)), line
    return match[2]


def scripts(guide: str) -> list[str]:
    """What a reader of the guide types, block by block."""
    return [script(b) for b in blocks(guide) if b.language in {"bash", "bat", "cron"}]


# -- commands that are run ---------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the program's folder `lakip`, an own office `kinerja` as the guide makes it, and an old report."""
    home = tmp_path / "home"
    program = copy_office(home / "lakip")
    copy_office(program / "FOLDER")
    copy_office(program / "examples" / "dinas-rekaan", EXAMPLE)
    copy_office(home / "instansi")
    raw, own = REPOSITORY / "data" / "raw", home / "kinerja" / "data" / "raw"
    shutil.copytree(raw / "renstra-2021-2026", own / "renstra-2021-2026")
    for name in ("profil.toml", "variabel.csv"):
        shutil.copy(raw / name, own)
    for name in ("environment.yml", "requirements.lock"):
        shutil.copy(REPOSITORY / name, program)
    for profile in list(home.rglob("profil.toml")):
        chapters = profile.parents[2] / "notebooks"
        chapters.mkdir()
        (chapters / "33-anggaran.ipynb").write_text(_chapter(), encoding="utf-8")
    for report in (program / "laporan.docx", home / "kinerja" / "laporan-lama.docx"):
        report.write_bytes(_word())
    (program / "abaikan.csv").write_text("kode,tempat,alasan\nBTK01,,sudah dibahas\n")
    _programs(tmp_path / "bin", STAND_INS | {"lakip": LAKIP})
    venv = {name: f'exec "{BIN / name}" "$@"' for name in ("papermill", "jupyter")}
    _programs(program / ".venv" / "bin", venv | {"lakip": LAKIP})
    for name, value in {"HOME": home, "PROGRAM": program, "PYTHONPATH": REPOSITORY}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return home


def _chapter() -> str:
    """The closing chapter, without its tables and narratives."""
    chapter = json.loads((REPOSITORY / "notebooks" / "40-penutup.ipynb").read_text(encoding="utf-8"))
    chapter["cells"] = chapter["cells"][:3]
    return json.dumps(chapter)


def _word() -> bytes:
    """A made-up report in Word: a heading, and a table of a program's money."""
    import nbformat

    from lakip_lib.export import docx

    head = "".join(
        f"<th>{name}</th>" for name in ("Kode", "Program / Kegiatan / Sub Kegiatan", "Anggaran", "Realisasi")
    )
    rows = "".join(
        f"<tr><td>{code}</td><td>{name} Rekaan</td><td>1.000.000</td><td>900.000</td></tr>"
        for code, name in (("1", "Program"), ("1.01", "Kegiatan"), ("1.01.01", "Sub Kegiatan"))
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    shown = (
        '<h1 id="bab" class="bab">Anggaran</h1>',
        f'<figure class="tabel" id="tbl-a"><figcaption>Anggaran dan realisasi</figcaption>{table}</figure>',
    )
    outputs = [nbformat.v4.new_output("display_data", data={"text/html": html}) for html in shown]
    return docx.render(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)]))


def _programs(folder: Path, bodies: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in bodies.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)


@pytest.mark.slow
@pytest.mark.parametrize("guide", [g for g in GUIDES if scripts(g)])
def test_every_command_works(guide: str, home: Path) -> None:
    """Typed from top to bottom, every command of the guide ends with exit code 0."""
    typed = "\n".join(scripts(guide)).replace("/folder/", f"{home}/")
    done = subprocess.run(
        ["bash", "-eux", "-c", typed], cwd=home / "lakip", capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.parametrize("guide", GUIDES)
def test_no_command_escapes(guide: str) -> None:
    """Blocks say what they are, and those of a shell call only programs that the test above runs or stands in for."""
    for block in blocks(guide):
        assert block.language or guide not in FOR_USERS, block.text
        if block.language in {"bash", "bat"}:
            for line in script(block).splitlines():
                assert _program(line.split()[0]) in PROGRAMS, line


# -- commands inside sentences, and in other notations -----------------------------------------------------------------


@pytest.mark.parametrize("guide", PAGES)
def test_options_exist(guide: str) -> None:
    """Every `lakip` command anywhere in the guide, also in a sentence, is one, with options that it has."""
    (commands,) = (a.choices for a in _parser()._actions if a.choices)
    for name, rest in re.findall(r"(?<![\w./\\])(?:\S*bin/)?lakip ([a-z]+)\b([^`\n|>&;\"]*)", _code(guide)):
        assert name in commands, f"lakip {name}"
        unknown = set(re.findall(r"(?<!\S)--?[a-z][\w-]*", rest)) - set(commands[name]._option_string_actions)
        assert not unknown, f"lakip {name} {rest}"


def _code(guide: str) -> str:
    """Everything of a guide that is set as code, a line each."""
    spans = re.findall(r"`([^`\n]+)`", text_of(guide))
    return "\n".join([*spans, *(b.text for b in blocks(guide))])


@pytest.mark.parametrize("guide", GUIDES)
def test_targets_exist(guide: str) -> None:
    """Every `make` command anywhere in the guide names a target of the Makefile and variables that it reads."""
    makefile = text_of("Makefile")
    for rest in re.findall(r"^make( [^#\n|]*)", _code(guide), re.MULTILINE):
        for word in rest.split():
            variable = re.match(r"([A-Z]+)=", word)
            assert re.search(rf"\$\({variable[1]}\)" if variable else rf"^{word}:", makefile, re.MULTILINE), rest


def test_systemd_units(home: Path, tmp_path: Path) -> None:
    """Both units of the guide, the service and its timer, are accepted by systemd."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd")
    units = [b.text for b in blocks("docs/penjadwalan.md") if b.language == "ini"]
    names = re.findall(r"^`(lakip\.\w+)`:$", text_of("docs/penjadwalan.md"), re.MULTILINE)
    for name, unit in zip(names, units, strict=True):
        (tmp_path / name).write_text(unit.replace("/folder/", f"{home}/"))
    command = ["systemd-analyze", "verify", *(str(tmp_path / n) for n in names)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_windows_task() -> None:
    """The task starts the batch file that the guide shows, which runs a build in the environment that conda made."""
    guide = text_of("docs/penjadwalan.md")
    (line,) = re.findall(r"^schtasks .*$", guide, re.MULTILINE)
    option = r'(?:/Create|/(?:TN|TR) "[^"]+"|/SC WEEKLY|/D [A-Z]{3}(?:,[A-Z]{3})*|/ST \d\d:\d\d)'
    assert re.fullmatch(rf"schtasks(?: {option})+", line)
    assert re.search(r'/TR "[A-Z]:\\[\w\\]+\\(\w+\.cmd)"', line)[1] in guide.replace(line, "")
    (batch,) = (b.text for b in blocks("docs/penjadwalan.md") if b.text.startswith("@echo"))
    assert re.search(rf"activate {yaml.safe_load(text_of('environment.yml'))['name']}$", batch, re.MULTILINE)


def test_ci_workflow() -> None:
    """The workflow is YAML whose steps are commands of this project."""
    (block,) = (b for b in blocks("docs/penjadwalan.md") if b.language == "yaml")
    steps = yaml.safe_load(block.text)["jobs"]["laporan"]["steps"]
    runs = [s["run"].split()[0] for s in steps if "run" in s]
    assert runs == ["make", ".venv/bin/lakip", ".venv/bin/lakip"]
    assert all(set(s) <= {"run", "uses", "with"} for s in steps)


def test_airflow() -> None:
    """The DAG is Python, and gives a chapter that exists the parameters that it takes."""
    (block,) = (b for b in blocks("docs/penjadwalan.md") if b.language == "python")
    calls = [n for n in ast.walk(ast.parse(block.text)) if isinstance(n, ast.Call)]
    options = {k.arg: k.value for c in calls for k in c.keywords}
    chapter = REPOSITORY / ast.literal_eval(options["input_nb"]).removeprefix("/folder/lakip/")
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    (declared,) = ("".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", ()))
    assert all(f"{name} = " in declared for name in ast.literal_eval(options["parameters"]))


# -- links, messages, words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link leads to a file, a picture or a heading that exists."""
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text_of(page), flags=re.DOTALL)):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        path = (REPOSITORY / page).parent / file if file else REPOSITORY / page
        assert path.exists(), target
        if anchor and path.suffix == ".md":
            assert anchor in set(_anchors(path.read_text(encoding="utf-8"))), target


def _anchors(markdown: str) -> Iterator[str]:
    """The anchors that Git hosts give to headings."""
    for heading in re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", markdown, flags=re.DOTALL), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _change(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / "data" / "raw" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


ROW = "koperasi_sehat_cukup,2024,94\n"
WRONG = {
    "digit": (_change("2024/anggaran.csv", "43.780.000", "43.78O.000"), "build --year 2024"),
    "code": (_change("renstra-2021-2026/target.csv", "umkm_laba", "umkm_lba"), "build --year 2024"),
    "twice": (_change("data_dasar.csv", ROW, ROW * 2), "build --year 2024"),
    "decision": (_change("data_dasar.csv", ROW, ROW.replace("94", "95")), "build --year 2024"),
    "blank": (
        _change("2024/narasi/efisiensi.md", "koperasi_sehat.capaian", "koperasi_sehat.capain"),
        "build --year 2024",
    ),
    "year": (lambda _: None, "build --year 2019"),
    "root": (lambda root: shutil.rmtree(root / "data"), "check --year 2024 --root ."),
    "folder": (lambda root: shutil.rmtree(root / "data"), "check --year 2024"),
    "occupied": (lambda _: None, "new 2024"),
}


def test_messages_are_the_programs(tmp_path: Path) -> None:
    """Every message that the guide explains is one that its mistake brings about, word for word."""
    table = text_of("README.id.md").partition("## 9. ")[2].partition("\n## ")[0]
    shown = [row for row in re.findall(r"^\| `(.+)` \| .* \|$", table, re.MULTILINE) if ".ipynb" not in row]
    said = []
    for name, (damage, command) in WRONG.items():
        office = copy_office(tmp_path / name)
        damage(office)
        said.append(lakip(*command.split(), cwd=office).stderr)
    assert len(shown) == len(WRONG)
    for message in shown:
        pattern = ".*".join(re.escape(part.strip()) for part in message.split("…"))
        assert any(re.search(pattern, text) for text in said), message


def test_every_formula_is_explained() -> None:
    """The page on methodology names every function of `measures`, and no other."""
    table = text_of("docs/metodologi.md").partition("\n## 13. ")[2]
    named = set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))
    offered = {name: getattr(measures, name) for name in measures.__all__}
    assert named == {n for n, what in offered.items() if inspect.isfunction(what) or inspect.isclass(what)}


def test_glossary_is_sorted_and_whole() -> None:
    """Every word stands once, in order within its part; ranks of findings and kinds of targets are among them."""
    parts = re.split(r"^## ", text_of("docs/glosarium.md"), flags=re.MULTILINE)[1:]
    words = [re.findall(r"^\| ([^|]+?) \| [^|]+ \| [^|]+ \|$", part, re.MULTILINE)[2:] for part in parts]
    assert all(part == sorted(part, key=str.casefold) for part in words)
    every = [w.casefold() for part in words for entry in part for w in entry.split(", ")]
    assert len(every) == len(set(every))
    needed = {"galat", "peringatan", "catatan", "celah", "keputusan", "renstra", "rkt", "pk", "pk perubahan", "lhe"}
    assert needed <= set(every)
