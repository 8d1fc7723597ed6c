"""Forked kernels: results of ordinary ones, nothing shared, nothing left behind, an ordinary kernel as the way out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill
import pytest

from lakip_lib import warmkernel
from lakip_lib.warmkernel import _forkserver, _provisioner

pytestmark = pytest.mark.skipif(not warmkernel.available(), reason="forking is safe on Linux only")
GENTLE = {
    "progress_bar": False,
    "log_output": False,
    "request_save_on_cell_execute": False,
    "autosave_cell_every": 0,
    "shutdown_kernel": "immediate",
}


@pytest.fixture
def server() -> Iterator[warmkernel.ForkServer]:
    """A fork server of its own, with pandas imported; the only one while the test runs."""
    before, _forkserver._running = _forkserver._running, None
    found = warmkernel.preload(["pandas"])
    yield found
    found.close()
    _forkserver._running = before


def notebook(folder: Path, *cells: str) -> Path:
    """A notebook with these cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(c, id=f"c{n}") for n, c in enumerate(cells)], metadata={"kernelspec": kernel}
    )
    path = folder / "buku.ipynb"
    nbformat.write(made, path)
    return path


def run(path: Path, **options: object) -> list[list[dict]]:
    """The outputs of each cell on a forked kernel."""
    options.setdefault("kernel_manager_class", warmkernel.WarmKernelManager)
    return [c.outputs for c in papermill.execute_notebook(str(path), None, **GENTLE, **options).cells]


def printed(outputs: list[dict]) -> str:
    """What a cell printed."""
    return "".join(o.text for o in outputs if o.output_type == "stream")


def gone(pid: int, seconds: float = 5.0) -> bool:
    """True once there is no such process, waited for."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_results_equal_those_of_an_ordinary_kernel(server: warmkernel.ForkServer, tmp_path: Path) -> None:
    """Text, tables, pictures, errors caught and messages printed are byte for byte the same."""
    path = notebook(
        tmp_path,
        "import sys, os, pandas as pd\nprint(os.getcwd(), sys.path, sys.argv[0]); print('x', file=sys.stderr)",
        "frame = pd.DataFrame({'a': [1.5, None], 'b': ['x', 'y']}); frame",
        "import matplotlib; matplotlib.use('svg')\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nprint(plt.gcf())",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(repr(e), __name__)",
        "sorted(k for k in globals() if not k.startswith('_'))",
    )
    from jupyter_client.manager import AsyncKernelManager

    warm, ordinary = run(path), run(path, kernel_manager_class=AsyncKernelManager)
    assert server.alive()
    assert warm == ordinary


def test_every_kernel_is_fresh(server: warmkernel.ForkServer, tmp_path: Path) -> None:
    """Nothing that one notebook does is seen by the next; each has its own process, session and random numbers."""
    path = notebook(
        tmp_path,
        "import os, random, sys, pandas as pd, numpy as np\n"
        "print(os.getpid(), os.getsid(0), os.getppid(), random.random(), np.random.rand(), hasattr(pd, 'kotor'))",
        "pd.kotor = True; os.environ['KOTOR'] = '1'; os.chdir('/')",
    )
    first, second = (printed(run(path)[0]).split() for _ in range(2))
    assert all(a != b for a, b in zip(first[:2] + first[3:5], second[:2] + second[3:5], strict=True))
    assert first[0] == first[1]
    assert first[2] == second[2] == str(server.pid)
    assert first[5] == second[5] == "False"


def test_the_kernels_streams_are_the_callers(server: warmkernel.ForkServer, tmp_path: Path) -> None:
    """What a kernel writes to its descriptors goes to the files that were given, not to the caller's terminal."""
    log = tmp_path / "log.txt"
    with log.open("wb") as output:
        kernel = server.fork(["--help"], cwd=str(tmp_path), env=dict(os.environ), outputs=[output.fileno()] * 2)
        kernel.wait(20)
    assert "--KernelApp" in log.read_text() or "KernelApp" in log.read_text()


def test_a_killed_kernel_is_told(server: warmkernel.ForkServer, tmp_path: Path) -> None:
    """The status of a kernel that was killed reaches its caller at once, and the notebook fails instead of hanging."""
    path = notebook(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    started = time.monotonic()
    with pytest.raises(Exception, match="died"):
        run(path)
    assert time.monotonic() - started < 20
    assert server.alive()


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """A caller that is killed takes the fork server and its kernels with it."""
    path = notebook(
        tmp_path, "import os, time\nopen('pid.txt', 'w').write(f'{os.getpid()} {os.getppid()}')\ntime.sleep(60)"
    )
    code = (
        "import papermill, sys; from lakip_lib import warmkernel\n"
        "papermill.execute_notebook(sys.argv[1], None, progress_bar=False,"
        " kernel_manager_class=warmkernel.WarmKernelManager)"
    )
    caller = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=tmp_path, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    told = tmp_path / "pid.txt"
    deadline = time.monotonic() + 60
    while not (told.exists() and told.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    kernel, server = map(int, told.read_text().split())
    caller.send_signal(signal.SIGKILL)
    caller.wait()
    assert gone(server)
    assert gone(kernel)


def test_a_lost_server_means_an_ordinary_kernel(
    server: warmkernel.ForkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be forked, the notebook runs all the same, on a kernel of its own."""
    monkeypatch.setattr(_provisioner._forkserver, "available", lambda: False)
    monkeypatch.setattr(_forkserver, "_running", None)
    path = notebook(tmp_path, "import os; print(os.getppid())")
    assert printed(run(path)[0]).strip() == str(os.getpid())
    assert server.alive()


def test_other_kernels_are_not_forked() -> None:
    """A kernel of another interpreter or language is none of ours."""
    for command in (
        ["/usr/bin/R", "-e", "IRkernel::main()"],
        ["/lain/bin/python", "-m", "ipykernel_launcher", "-f", "x"],
    ):
        with pytest.raises(warmkernel.ForkServerError):
            _provisioner._fork(command, {})


def test_a_module_that_cannot_be_imported_is_the_kernels_affair(tmp_path: Path) -> None:
    """A preload that fails does not keep the server from giving kernels."""
    server = warmkernel.ForkServer(["tidak.ada.modul"])
    try:
        kernel = server.fork(["--version"], cwd=str(tmp_path), env=dict(os.environ))
        assert kernel.wait(20) == 0
    finally:
        server.close()
    assert gone(server.pid)
    assert not server.alive()
    with pytest.raises(warmkernel.ForkServerError):
        server.fork(["--version"], cwd=str(tmp_path), env={})
