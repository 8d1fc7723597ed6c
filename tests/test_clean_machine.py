"""Both commands of the README on a machine that knows nothing of the project: fresh clone, empty home, `env -i`."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("clean machine")]

#: In a namespace of its own: the folder given first becomes /srv, its `tmp` /tmp and /var/tmp; all else is read-only.
READ_ONLY = (
    'mount --make-rprivate / && mount --bind "$1" /srv && mount --bind /srv/tmp /tmp && mount --bind /srv/tmp /var/tmp'
    ' && mount -o remount,bind,ro / && cd /srv/klon && shift && exec "$@"'
)


@dataclass(frozen=True)
class Machine:
    """A folder with `klon`, the clone, `rumah`, the home, and `tmp`.

    `begin` puts a command where it may write there only.  Where the system permits no namespace, commands run as they
    are, and only `tmp` is watched.
    """

    place: Path
    begin: Sequence[str]

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the clone, its environment empty but for what a login gives and pip's own settings."""
        base = Path("/srv") if self.begin else self.place
        env = {
            "PATH": f"{Path(sys.base_prefix) / 'bin'}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": str(base / "rumah"), **settings, **where_packages_come_from(),
        }  # fmt: skip
        if not self.begin:
            env["TMPDIR"] = str(base / "tmp")
        return subprocess.run(
            [*self.begin, *command],
            cwd=self.place / "klon",
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=5400,
            check=False,
        )

    def left(self) -> set[str]:
        """What lies in the temporary folder."""
        return {path.name for path in (self.place / "tmp").iterdir()}

    def changed(self) -> str:
        """What git finds in the clone that is neither committed nor ignored."""
        command = ["git", "status", "--porcelain"]
        return subprocess.run(command, cwd=self.place / "klon", check=True, capture_output=True, text=True).stdout


def where_packages_come_from() -> dict[str, str]:
    """The user's settings of pip and of the way to the network: these belong to the machine, not to the project."""
    names = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
    kept = {k: v for k, v in os.environ.items() if k.startswith("PIP_") or k.lower().endswith("_proxy") or k in names}
    own = Path.home() / ".config/pip/pip.conf"
    return ({"PIP_CONFIG_FILE": str(own)} if own.is_file() else {}) | kept


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A fresh clone of what is committed here."""
    place = tmp_path_factory.mktemp("mesin")
    for name in ("rumah", "tmp"):
        (place / name).mkdir()
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "clone",
        "--quiet",
        "--no-hardlinks",
        str(REPOSITORY),
        str(place / "klon"),
    ]
    subprocess.run(command, check=True, env={"PATH": os.environ["PATH"], "HOME": str(place / "rumah")})
    for unshare in (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"]):
        begin = [*unshare, "sh", "-c", READ_ONLY, "sh", str(place)]
        if (
            shutil.which("unshare")
            and not subprocess.run([*begin, "true"], capture_output=True, check=False).returncode
        ):
            return Machine(place, begin)
    return Machine(place, ())


def test_all_but_the_clone_is_read_only(machine: Machine) -> None:
    """The namespace does what the tests below rely on: a file can be made in clone and home, and nowhere else."""
    if not machine.begin:
        pytest.skip("needs unshare --mount, which this system does not permit: only the temporary folder is watched")
    assert machine.run("sh", "-c", 'touch "$HOME/a" b && rm "$HOME/a" b').returncode == 0
    for place in ("/var", "/etc", str(REPOSITORY), str(Path.home())):
        assert machine.run("touch", f"{place}/lakip-uji").returncode != 0, place


def test_make_report(machine: Machine, built: Callable[[int], Path]) -> None:
    """`make report` makes the environment and the same report; nothing is left in /tmp, the clone is as committed."""
    done = machine.run("make", "report")
    assert done.returncode == 0, done.stdout[-3000:]
    for kind in ("html", "pdf"):
        names = (machine.place / "klon/outputs/2024", built(2024))
        one, other = (hashlib.sha256((n / f"lakip-2024.{kind}").read_bytes()).hexdigest() for n in names)
        assert one == other, kind
    assert machine.left() == set()
    assert machine.changed() == ""


def test_make_test(machine: Machine) -> None:
    """`make test` passes, and the clone is as committed; what processes held that its tests kill stays in /tmp."""
    done = machine.run("make", "test", LAKIP_NO_APT="1")
    assert done.returncode == 0, done.stdout[-6000:]
    assert machine.changed() == ""
