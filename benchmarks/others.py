"""What a user could pick instead: jupyter-book, ploomber and WeasyPrint, in an environment of their own.

Only the tools live there; the kernels they start are those of every other way.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.ways import CHAPTERS, REPOSITORY, YEAR, Place

__all__ = ["BOOK_PAGES", "PLOOMBER_PAGES", "UnavailableError", "book", "install", "ploomber", "versions", "weasyprint"]

_ENVIRONMENT = REPOSITORY / ".venv-bench"
_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
BOOK_PAGES, PLOOMBER_PAGES = "buku/_build/html", "ploomber/halaman"


class UnavailableError(RuntimeError):
    """A tool is not there, and why."""


def install() -> None:
    """Make the environment, once for each state of requirements.txt.  Raises `UnavailableError`."""
    stamp = _ENVIRONMENT / "requirements.sha256"
    wanted = hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Installing what we compare with into .venv-bench (once, about a minute) ...", flush=True)
    venv.create(_ENVIRONMENT, clear=True, with_pip=True)
    (_ENVIRONMENT / ".gitignore").write_text("*\n", encoding="utf-8")
    pip = [_tool("python"), "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "install", "-r", str(_REQUIREMENTS)], check=False, capture_output=True, text=True)
    if done.returncode:
        raise UnavailableError(f"pip: {' '.join(done.stderr[-200:].split())}")
    stamp.write_text(wanted)


def versions() -> str:
    """Names and versions, for the environment of the results."""
    code = (
        "from importlib.metadata import version as v\n"
        "print(', '.join(f'{p} {v(p)}' for p in ('jupyter-book', 'ploomber', 'weasyprint')))"
    )
    done = subprocess.run([_tool("python"), "-c", code], check=False, capture_output=True, text=True)
    return done.stdout.strip() or "jupyter-book, ploomber, WeasyPrint: not installed"


def book(place: Place) -> list[list[str]]:
    """`jupyter-book build` of the chapters, all executed."""
    folder = _chapters(place, "buku")
    root, *rest = (c.stem for c in CHAPTERS)
    toc = {"format": "jb-book", "root": root, "chapters": [{"file": name} for name in rest]}
    config = {"title": f"LAKIP {YEAR}", "execute": {"execute_notebooks": "force", "timeout": 600}}
    for name, content in (("_toc.yml", toc), ("_config.yml", config)):
        (folder / name).write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML
    return [[_tool("jupyter-book"), "build", "--all", str(folder)]]


def ploomber(place: Place) -> list[list[str]]:
    """`ploomber build` of the chapters to HTML, side by side, all executed."""
    folder = _chapters(place, "ploomber")
    tasks = [
        {
            "source": c.name,
            "name": f"bab_{c.name[:2]}",
            "product": {"nb": f"halaman/{c.stem}.html"},
            "params": {"fiscal_year": int(YEAR), "root": ""},
            "static_analysis": "disable",
        }
        for c in CHAPTERS
    ]
    meta = {"extract_upstream": False, "extract_product": False}
    pipeline = {"meta": meta, "executor": "parallel", "tasks": tasks}
    (folder / "pipeline.yaml").write_text(json.dumps(pipeline), encoding="utf-8")
    return [["env", f"--chdir={folder}", _tool("ploomber"), "build", "--force"]]


def weasyprint(root: Path) -> list[list[str]]:
    """WeasyPrint on our HTML.  Raises `UnavailableError` where its libraries (Debian: libpango-1.0-0) are missing.

    It gets the page without the rules for screens that use :has(), which it tries on every element, for minutes.
    """
    probe = subprocess.run([_tool("weasyprint"), "--info"], check=False, capture_output=True, text=True)
    if probe.returncode:
        raise UnavailableError("WeasyPrint does not start; it needs Debian's libpango-1.0-0, libpangoft2-1.0-0")
    page = (root / "outputs" / YEAR / f"lakip-{YEAR}.html").read_text(encoding="utf-8")
    given = root / "weasyprint.html"
    style = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
    given.write_text(style.sub(lambda css: _without_has(css[0]), page), encoding="utf-8")
    return [[_tool("weasyprint"), str(given), str(root / "weasyprint.pdf")]]


def _without_has(css: str) -> str:
    """The rules whose selector does not use :has()."""
    kept = []
    for part in css.split("}"):
        outer, brace, rule = part.rpartition("{")
        head, opened, selector = outer.rpartition("{")
        kept.append(head + opened if brace and ":has(" in selector else outer + brace + rule)
    return "}".join(kept)


def _chapters(place: Place, name: str) -> Path:
    """Copies of the chapters in a folder of the office: from there they find its tables."""
    folder = place.root / name
    folder.mkdir(exist_ok=True)
    for chapter in CHAPTERS:
        (folder / chapter.name).write_bytes(chapter.read_bytes())
    return folder


def _tool(name: str) -> str:
    path = _ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin") / name
    if not path.exists():
        raise UnavailableError(f"{name} is not in .venv-bench")
    return str(path)
