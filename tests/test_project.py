"""The project's own files agree with each other, name no machine, and the command starts quickly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LINT = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].partition("\n\n")[0]

# Where the environment is made: (python version, sys_platform, os_name, platform_system).
PLATFORMS = [
    (python, *platform)
    for python in ("3.11.2", "3.12.1", "3.13.0")
    for platform in (("linux", "posix", "Linux"), ("win32", "nt", "Windows"), ("darwin", "posix", "Darwin"))
]
HEAVY = ("lxml", "matplotlib", "nbclient", "nbconvert", "nbformat", "numpy", "pandas", "papermill", "typst")
# Spelled so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(rb"(?<![\w.~-])/(?:work|root|home|opt|Users)/|\b[A-Za-z]:\\Users\\")
REGISTRY = re.compile(r"https?://|index-url|find-links|trusted-host|\b(?:pypi|pythonhosted|debian|conda)\.(?:org|io)\b")
HELP_IN_BARE_STARTS = 6  # 2.3 when written; 0.3 s where python itself takes 0.05 s


def requirements(*, everything: bool) -> list[Requirement]:
    """Requirements of pyproject.toml; `everything` adds the extras and the build backend."""
    found = list(PROJECT["project"]["dependencies"])
    if everything:
        found += PROJECT["build-system"]["requires"]
        found += [line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in found]


def locked() -> list[tuple[str, Version, Marker | None, list[str]]]:
    """Entries of requirements.lock: canonical name, version, marker, hashes."""
    logical = re.sub(r"\\\n", " ", LOCK)
    entries = []
    for line in logical.splitlines():
        if not line or line.startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+--hash=", line.strip())
        parsed = Requirement(requirement)
        (pin,) = parsed.specifier
        assert pin.operator == "=="
        entries.append((canonicalize_name(parsed.name), Version(pin.version), parsed.marker, hashes))
    return entries


def locked_for(environment: dict[str, str]) -> dict[str, Version]:
    """Return what pip installs from the lock in `environment`."""
    found: dict[str, Version] = {}
    for name, version, marker, _ in locked():
        if marker is None or marker.evaluate(environment):
            assert name not in found, f"{name} is locked twice for {environment}"
            found[name] = version
    return found


def project_files() -> list[Path]:
    """Files that are committed or would be."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def notebooks() -> Iterator[tuple[str, dict]]:
    """Name and content of every notebook of the project."""
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), json.loads(path.read_text(encoding="utf-8"))


def seconds(command: list[str], runs: int = 7) -> float:
    """Return the shortest time `command` took."""
    shortest = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        shortest = min(shortest, time.perf_counter() - start)
    return shortest


@pytest.mark.slow
@pytest.mark.parametrize("check", re.findall(r"^\t@\$\(BIN\)/(.+)$", LINT, flags=re.MULTILINE))
def test_make_lint_passes(check: str) -> None:
    """Style, formatting, directions of imports and types: each check of `make lint` finds nothing."""
    tool, *arguments = check.split()
    command = [Path(sys.executable).parent / tool, *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lock_entries_are_hashed() -> None:
    """Every entry of requirements.lock is a pinned version with SHA-256 hashes."""
    entries = locked()
    assert len(entries) > len(requirements(everything=True))
    for name, _, _, hashes in entries:
        assert hashes, f"{name} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), name


def test_lock_holds_no_address() -> None:
    """requirements.lock names versions and hashes, never where they come from."""
    assert not re.findall(r"^.*(?:://|file:|@|--(?!hash)| /|=/).*$", LOCK, flags=re.MULTILINE)


@pytest.mark.parametrize(("python", "sys_platform", "os_name", "system"), PLATFORMS)
def test_lock_satisfies_project(python: str, sys_platform: str, os_name: str, system: str) -> None:
    """On every platform the lock holds one fitting version of each requirement, extras and build backend included."""
    environment = {**default_environment(), "sys_platform": sys_platform, "os_name": os_name, "platform_system": system}
    environment |= {"python_version": python.rpartition(".")[0], "python_full_version": python}
    found = locked_for(environment)
    for requirement in requirements(everything=True):
        assert requirement.specifier.contains(found[canonicalize_name(requirement.name)]), str(requirement)


def test_environment_is_the_locked_one() -> None:
    """What runs these tests is what requirements.lock says."""
    if not (Path(sys.prefix) / ".locked").exists():
        pytest.skip("not the environment that `make env` makes")
    differing = {
        name: (metadata.version(name), str(version))
        for name, version in locked_for(default_environment()).items()
        if Version(metadata.version(name)) != version
    }
    assert not differing


def test_conda_environment_in_step() -> None:
    """environment.yml asks for the same packages with the same lower bounds as pyproject.toml."""
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert conda["channels"] == ["conda-forge", "nodefaults"]
    (pip,) = [part["pip"] for part in conda["dependencies"] if isinstance(part, dict)]
    assert "-e ." in pip
    asked = {canonicalize_name(item.name): item.specifier for item in map(Requirement, set(pip) - {"-e ."})}
    assert asked == {canonicalize_name(item.name): item.specifier for item in requirements(everything=False)}
    (python,) = [part.partition("=")[2] for part in conda["dependencies"] if str(part).startswith("python=")]
    assert Requirement(f"python{PROJECT['project']['requires-python']}").specifier.contains(python)


def test_requirements_have_lower_bounds_only() -> None:
    """Each requirement names the oldest version known to work; the lock, not a cap, holds newer ones back."""
    for requirement in requirements(everything=True):
        assert [part.operator for part in requirement.specifier] == [">="], str(requirement)


def test_every_requirement_has_its_reason() -> None:
    """docs/ketergantungan.md names each package that the project asks for, and none that it does not."""
    page = (ROOT / "docs" / "ketergantungan.md").read_text(encoding="utf-8")
    asked = {canonicalize_name(item.name) for item in requirements(everything=True)} - {"hatchling"}
    assert [name for name in sorted(asked) if not re.search(rf"\b{name}\b", page)] == []
    told = {
        canonicalize_name(n)
        for row in re.findall(r"^\| ([a-z][\w, -]*) \|", page, re.MULTILINE)
        for n in row.split(", ")
    }
    assert told <= asked


SCRIPTS = ("Makefile", ".ci/run", "environment.yml", "tools/install-test-tools.sh", "tools/install-checkers.sh")


def test_lock_of_the_checkers_is_hashed() -> None:
    """What tests take from npm, and the npm that a machine may lack, is pinned by hash, without an address."""
    folder = ROOT / "tools" / "checkers"
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == {n.rpartition("/")[2]: p["version"] for n, p in packages.items()}
    assert all(p["integrity"].startswith("sha512-") and "resolved" not in p for p in packages.values())
    assert re.fullmatch(
        r"(#.*\n)*[\w-]+==[\d.]+( \\\n    --hash=sha256:[0-9a-f]{64})+\n", (folder / "npm.txt").read_text()
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_registry_host(name: str) -> None:
    """Where packages come from is the user's setting, not the project's."""
    assert not REGISTRY.findall((ROOT / name).read_text(encoding="utf-8"))


def test_no_machine_path() -> None:
    """No file of the project names a folder of the machine it was made on."""
    found = {path.relative_to(ROOT).as_posix() for path in project_files() if MACHINE_PATH.search(path.read_bytes())}
    assert not found


def test_notebooks_without_outputs() -> None:
    """Notebooks are committed as written: no outputs, no execution counts, no times."""
    for name, notebook in notebooks():
        for number, cell in enumerate(notebook["cells"], start=1):
            place = f"{name}, cell {number}"
            assert not cell.get("outputs"), place
            assert cell.get("execution_count") is None, place
            assert "execution" not in cell["metadata"], place


def test_wheel_holds_the_whole_package(tmp_path: Path) -> None:
    """A built wheel holds every file of lakip_lib, templates included."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("lakip-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    expected = {path.relative_to(ROOT).as_posix() for path in project_files() if ROOT / "lakip_lib" in path.parents}
    assert expected <= packed


def test_entry_points_resolve() -> None:
    """The console script and the exporters that pyproject.toml promises exist."""
    promised = {"console_scripts": PROJECT["project"]["scripts"], **PROJECT["project"]["entry-points"]}
    for group, entries in promised.items():
        for name, value in entries.items():
            assert callable(metadata.EntryPoint(name, value, group).load()), name


def test_command_line_imports_nothing_heavy() -> None:
    """`import lakip_lib.cli` leaves pandas, matplotlib, papermill and their like alone."""
    code = f"import sys, lakip_lib.cli; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert not done.stdout.split()


def test_help_starts_quickly() -> None:
    """`lakip --help` takes a small multiple of starting Python itself (0.3 s is the target)."""
    bare = seconds([sys.executable, "-c", "pass"])
    code = "import sys; sys.argv = ['lakip', '--help']; from lakip_lib.cli import main; sys.exit(main())"
    helped = seconds([sys.executable, "-c", code])
    assert helped < HELP_IN_BARE_STARTS * bare, f"lakip --help: {helped:.3f} s, bare python: {bare:.3f} s"
