"""`lakip lab`: JupyterLab in the office's folder, with the start notebook open."""

from __future__ import annotations

import argparse
import json
import os
import secrets
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.cli._voice import DONE, USAGE, Voice, short
from lakip_lib.report import LIBRARY, chapters_of
from lakip_lib.sources import find_root

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

__all__ = ["run"]

_COPIES = "outputs/lab"


def run(options: argparse.Namespace) -> int:
    """Prepare the notebooks, start the server and stay until Ctrl-C; returns the exit code."""
    say = Voice(quiet=options.json)
    root = find_root(options.root)
    try:
        start = _start_notebook(root, options.year, say)
    except OSError as error:
        return say.refuse(USAGE, f"Buku kerja di {root} tidak dapat ditulis ({error.strerror}).")
    try:
        token = secrets.token_hex(24)
        server = _server(root, start, token, port=options.port, browser=not options.no_browser)
    except SystemExit:  # what jupyter_server does about a port that is taken; it has said so
        return say.refuse(USAGE, f"JupyterLab tidak dapat dimulai pada port {options.port}: pilih --port lain.")
    address = f"http://127.0.0.1:{server.port}{server.default_url}?token={token}"
    if options.json:
        print(json.dumps({"alamat": address, "folder": str(root)}), flush=True)
    say.line(f"JupyterLab untuk {root}\n  {address}\nCtrl-C di sini mengakhirinya.")
    server.start()
    return DONE


def _start_notebook(root: Path, year: int | None, say: Voice) -> Path:
    """The start notebook of the office's own notebooks, or of working copies of the library's.

    An office without notebooks of its own keeps using the library's for its report; the copies are for looking.
    """
    from lakip_lib.lab import notebooks

    own = chapters_of(root, library=False)
    start = root / "notebooks" / notebooks.START
    opened = [start, *own]
    if not start.is_file():
        start = root / _COPIES / notebooks.START
        originals = [LIBRARY / notebooks.START, *([] if own else chapters_of(root))]
        opened = [*own, *(start.with_name(p.name) for p in originals)]
        behind = notebooks.copy(originals, start.parent, year or _newest(root))
        if not own:
            say.line(
                f"Instansi ini memakai bab bawaan; salinannya untuk dibuka ada di {short(start.parent)}.\n"
                "Untuk bab sendiri, salin folder itu menjadi notebooks: sejak itu laporan dibuat dari sana."
            )
        for path in behind:
            say.line(f"  {path.name} sudah disunting, jadi tidak disamakan dengan bab bawaan yang berubah.")
    readable, damaged = notebooks.sound(opened)
    for error in damaged:
        say.line(f"  {error}")
    if year and (changed := notebooks.set_year(readable, year)):
        say.line(f"fiscal_year = {year} ditulis dalam {len(changed)} buku kerja di {short(changed[0].parent)}.")
    return start


def _newest(root: Path) -> int | None:
    """The newest year whose data are more than a plan; the newest of all if there are only plans."""
    from lakip_lib.problems import DataError
    from lakip_lib.sources import Sources

    years = sorted(int(p.parent.name) for p in (root / "data" / "raw").glob("[0-9][0-9][0-9][0-9]/tahun.toml"))
    for year in reversed(years):
        try:
            if Sources(root, year).year.get("keadaan") != "rencana":
                return year
        except DataError:
            continue
    return years[-1] if years else None


def _server(root: Path, start: Path, token: str, *, port: int, browser: bool) -> ServerApp:
    """A server that listens on this machine only, asks nothing of the network, and ends without a question."""
    import zmq
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from jupyterlab.labapp import LabApp
    from traitlets.config import Config

    from lakip_lib.export import fonts

    own = str(resources.files("lakip_lib.lab") / "config")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, (own, os.environ.get("JUPYTER_CONFIG_PATH"))))
    config = Config()
    config.IdentityProvider.token = token
    config.ServerApp.root_dir = str(root)
    config.ServerApp.open_browser = browser
    config.ServerApp.answer_yes = True
    config.ServerApp.allow_root = True  # containers have no other user
    # charts are measured in the report's face; lab.css asks for it
    config.ServerApp.extra_static_paths = [str(fonts.files()[0].parent)]
    config.ServerApp.log_level = "ERROR"
    if port:
        config.ServerApp.port, config.ServerApp.port_retries = port, 0
    config.LabApp.log_level = "ERROR"
    if zmq.has("curve"):
        config.KernelManager.transport_encryption = "auto"
    config.LabApp.default_url = f"/lab/tree/{start.relative_to(root).as_posix()}"
    config.LabApp.news_url = None
    config.LabApp.check_for_updates_class = NeverCheckForUpdate
    config.LabApp.extension_manager = "readonly"
    server: ServerApp = LabApp.initialize_server(argv=[], config=config)
    return server
