"""What the program is made of: licences of all that is installed, no address to reach, no word to the network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.conftest import REPOSITORY, copy_office
from tests.test_project import LOCK, PROJECT, locked, requirements

PAGE = (REPOSITORY / "docs" / "ketergantungan.md").read_text(encoding="utf-8")
#: Families of licences, the most demanding first, and what metadata call them.
FAMILIES = {
    "GPL": r"\bA?GPL|GNU (?:Affero )?General Public",
    "MPL-2.0": r"MPL|Mozilla Public",
    "OFL-1.1": r"\bOFL\b|Open Font",
    "Apache-2.0": r"Apache",
    "PSF-2.0": r"\bPSFL?\b|Python Software Foundation",
    "BSD": r"BSD",
    "ISC": r"\bISCL?\b",
    "MIT": r"\bMIT\b",
}
#: Words of licences that would forbid an office to use, change or pass on the program.
FORBIDDING = re.compile(
    r"\bL?GPL|AGPL|GNU|SSPL|BUSL|Business Source|Commons Clause|\bNC\b|non-?commercial|propriet", re.IGNORECASE
)
#: The wheel holds the program pandoc beside its own code, of which its metadata do not tell.
PANDOC = "pypandoc-binary"


def licence(name: str) -> str:
    """What the metadata of an installed package say of its licence; the expression counts before anything older."""
    about = metadata.distribution(name).metadata
    classified = [c for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    named = (about.get("License") or "").partition("\n")[0]
    return about.get("License-Expression") or " ".join([named, *classified])


def family(text: str) -> str:
    """The most demanding family that a text about a licence names."""
    return next((name for name, words in FAMILIES.items() if re.search(words, text)), "unknown")


def installed() -> set[str]:
    """The locked packages that are installed here; the others belong to other systems or versions of Python."""
    here = {canonicalize_name(d.name) for d in metadata.distributions()}
    return here & {name for name, *_ in locked()}


def rows(section: str) -> Iterator[list[str]]:
    """The rows of the tables below a heading of docs/ketergantungan.md, without their heads."""
    text = PAGE.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    for line in re.findall(r"^\|(.+)\|$", text, re.MULTILINE)[2:]:
        yield [cell.strip() for cell in line.split("|")]


def listed() -> dict[str, str]:
    """The family of each package of the lock, as the page tells it."""
    found: dict[str, str] = {}
    for name, _, packages in rows("Lisensi seluruh kunci"):
        for package in re.findall(r"[a-z][\w-]*", packages):
            assert package not in found, f"{package} is listed twice"
            found[package] = name
    return found


def test_every_locked_package_is_listed_with_its_licence() -> None:
    """The page names the licence of each package of the lock, transitive ones too, as its metadata tell it."""
    told = listed()
    assert told.keys() == {name for name, *_ in locked()}
    assert len(installed()) > 130
    wrong = {
        name: (told[name], licence(name)) for name in installed() - {PANDOC} if told[name] != family(licence(name))
    }
    assert not wrong
    assert told[PANDOC] == "GPL"


def test_no_licence_forbids_our_use() -> None:
    """No package but the one that brings pandoc, a program of its own, names a licence that would bind our own code."""
    found = {name: said for name in installed() if FORBIDDING.search(said := licence(name))}
    assert not found
    assert {name for name, told in listed().items() if told == "GPL"} == {PANDOC}


def test_asked_for_packages_name_their_licence() -> None:
    """Beside the reason of each package that the project itself asks for stands the licence of its metadata."""
    told = {name: row[2] for row in rows("Paket untuk membuat laporan") for name in row[0].split(", ")}
    sentence = PAGE.split("## Paket untuk menguji\n", 1)[1].split("\n\n", 1)[0] + PAGE.split("Tambahan `cluster`")[1]
    for names, said in re.findall(r"([a-z][a-z0-9, \n-]+) \(([\w.-]+)\)", sentence):
        told |= {name.strip(): said for name in names.split(",")}
    asked = {canonicalize_name(r.name) for r in requirements(everything=True)} - {"hatchling", "distributed", "fsspec"}
    assert told.keys() >= asked
    wrong = {n: (told[n], licence(n)) for n in asked - {PANDOC} if family(told[n]) != family(licence(n))}
    assert not wrong


def test_own_licence_is_named_everywhere() -> None:
    """LICENSE, pyproject.toml, both READMEs and the page of dependencies say MIT."""
    assert (REPOSITORY / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
    assert (PROJECT["project"]["license"], PROJECT["project"]["license-files"]) == ("MIT", ["LICENSE"])
    assert metadata.metadata("lakip")["License-Expression"] == "MIT"
    for name in ("README.md", "README.id.md"):
        assert re.search(r"MIT[^\n]*\(LICENSE\)", (REPOSITORY / name).read_text(encoding="utf-8")), name
    assert "[MIT](../LICENSE)" in PAGE


def test_the_audit_that_is_described_reads_the_lock() -> None:
    """The page says how to look for known vulnerabilities; its options are those for a lock with hashes."""
    (command,) = re.findall(r"^pip-audit .+$", PAGE, re.MULTILINE)
    assert set(command.split()) >= {"--require-hashes", "--disable-pip", "-r", "requirements.lock"}
    assert LOCK.count("--hash=sha256:") > 1000


# -- no word to the network --------------------------------------------------------------------------------------------

#: Runs a command, then prints how often the kernel found no way to where something wanted to go.
COUNTING = """
import subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
head, values = (line.split() for line in open("/proc/net/snmp") if line.startswith("Ip:"))
print("refused:", dict(zip(head, values))["OutNoRoutes"])
sys.exit(status)
"""


def cut_off() -> Sequence[str]:
    """The command that runs another one without any network but a loopback that is down; empty where not permitted."""
    for command in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        if (
            shutil.which("unshare")
            and not subprocess.run([*command, "true"], capture_output=True, check=False).returncode
        ):
            return command
    return ()


def refused(arguments: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> int:
    """Run Python cut off from every network, which must succeed; gives how often anything tried to reach one.

    A name that is looked up counts: the name server is beyond this machine too.
    """
    command = cut_off()
    if not command:
        pytest.skip("needs unshare --net, which this system does not permit")
    command = [*command, sys.executable, "-c", COUNTING, sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return int(re.findall(r"^refused: (\d+)$", done.stdout, re.MULTILINE)[-1])


@pytest.mark.slow
def test_nothing_is_sent_anywhere(tmp_path: Path) -> None:
    """A whole build of all formats, cut off from every network, succeeds and never tries to reach one."""
    root = copy_office(tmp_path)
    build = ["-m", "lakip_lib.cli", "build", "--year", "2024", "--to", "html,pdf,docx", "--root", str(root)]
    assert refused(build, root) == 0
    assert (root / "outputs/2024/lakip-2024.pdf").is_file()


@pytest.mark.parametrize("attempt", ["create_connection(('192.0.2.1', 443), 1)", "getaddrinfo('contoh.invalid', 443)"])
def test_an_attempt_would_be_seen(tmp_path: Path, attempt: str) -> None:
    """The count that the test above relies on sees a connection to an address, and the look-up of a name."""
    code = f"import contextlib, socket\nwith contextlib.suppress(OSError): socket.{attempt}"
    assert refused(["-c", code], tmp_path) > 0


@pytest.mark.soak
@pytest.mark.parametrize("command", ["check", "new", "reviu", "import", "diff", "batch"])
def test_no_command_sends_anything(built_example: object, tmp_path: Path, command: str) -> None:
    """Every other command, cut off from every network, does its work and never tries to reach one."""
    folder = built_example(2024)
    root = tmp_path / "x"
    shutil.copytree(folder.parent.parent, root)
    report = str(root / "outputs/2024/lakip-2024.docx")
    arguments = {
        "check": ["--year", "2024", "--root", str(root)],
        "new": ["2025", "--xlsx", "--root", str(root)],
        "reviu": [report],
        "import": [report, "--year", "2023", "--into", str(tmp_path / "draf")],
        "diff": ["--year", "2024", "--against", str(folder), "--root", str(root)],
        "batch": [str(root), "--years", "2024", "--to", "html,pdf,docx", "--force", "--out", str(tmp_path / "wilayah")],
    }[command]
    assert refused(["-m", "lakip_lib.cli", command, *arguments], tmp_path, {**os.environ, "HOME": str(tmp_path)}) == 0
