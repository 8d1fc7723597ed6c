"""Write requirements.lock: every dependency, all extras and the build backend, for every platform.

Run by `make lock`.  Only a maintainer who changes a dependency needs it, and only it needs uv: the `uv` named by the
environment variable UV, else one on PATH, else one installed into a throw-away environment.  Versions already in the
lock are kept where they still fit; `--upgrade` takes the newest instead.

The lock holds names, versions, markers and hashes, and no address: where packages come from is the user's own setting.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = "# Made by `make lock` from pyproject.toml: all extras and the build backend, every platform. Do not edit.\n"
FORBIDDEN = re.compile(r"://|file:|--(?:index|extra-index|find-links)|[ =]/\w")


def find_uv(scratch: Path) -> str:
    """Return the uv to call, installing one under `scratch` when the machine has none."""
    found = os.environ.get("UV") or shutil.which("uv")
    if found:
        return found
    venv.create(scratch / "uv", with_pip=True)
    binaries = scratch / "uv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", "uv>=0.9"], check=True)
    return str(binaries / "uv")


def compile_lock(uv: str, scratch: Path, *, upgrade: bool) -> str:
    """Return the text of the lock that uv resolves from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    backend = scratch / "build-backend.in"
    backend.write_text("\n".join(project["build-system"]["requires"]) + "\n", encoding="utf-8")
    output = scratch / "requirements.lock"
    if LOCK.exists() and not upgrade:
        shutil.copy(LOCK, output)
    command = [uv, "pip", "compile", "pyproject.toml", str(backend), "--all-extras", "--output-file", str(output)]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-config", "--quiet"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return output.read_text(encoding="utf-8")


def main() -> int:
    """Write the lock; refuse one that names an address or a path."""
    parser = argparse.ArgumentParser(description="Write requirements.lock from pyproject.toml.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions, not the locked ones")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        text = compile_lock(find_uv(scratch), scratch, upgrade=arguments.upgrade)
    if trace := FORBIDDEN.search(text):
        print(f"requirements.lock would hold an address or a path: {trace.group()!r}; not written", file=sys.stderr)
        return 1
    LOCK.write_text(HEADER + text, encoding="utf-8")
    print(f"{LOCK.name}: {text.count('==')} pinned versions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
