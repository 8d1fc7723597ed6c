"""Run chapter notebooks with papermill, several at a time, each in a kernel of its own.

This module knows notebooks and files; what a chapter is about is none of its business.
"""

from __future__ import annotations

import difflib
import itertools
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lakip_lib import recording, warmkernel
from lakip_lib.guard import LIMIT, Guard
from lakip_lib.notebook import read

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Chapter", "Failure", "run"]

#: What nbclient logs about dead kernels, we tell ourselves.
logging.getLogger("papermill").addHandler(logging.NullHandler())
#: Bytes in the path of a Unix socket, the shortest limit there is (macOS), less the number of its port.
_SOCKET = 100
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
#: Makes a Python kernel note what it reads, and run nothing before a notebook's first cell.
_ARGUMENTS = (
    f"--InteractiveShellApp.extra_extensions={recording.__name__}",
    "--InteractiveShellApp.exec_PYTHONSTARTUP=False",
)
#: Where this Python's own kernel is described; a user may have another one of the same name.
_OWN_KERNELS = str(Path(sys.prefix, "share", "jupyter", "kernels"))


@dataclass(frozen=True)
class Failure:
    """Why a chapter failed: the cell, the kind of error, its message, the traceback.

    Cells are counted from 1; 0 says that none is to blame.
    """

    cell: int
    kind: str
    message: str
    traceback: str = ""


@dataclass(frozen=True)
class Chapter:
    """One chapter after its run: the executed notebook, or why there is none.

    `reads` are the things that it read, in order, as `lakip_lib.recording` names them.
    """

    file: str
    seconds: float
    notebook: NotebookNode | None = None
    failure: Failure | None = None
    reads: tuple[str, ...] = ()


def run(
    chapters: Sequence[Path],
    parameters: Mapping[str, Any],
    *,
    folder: Path,
    logs: Path,
    jobs: int = 2,
    limit: float = LIMIT,
    done: Callable[[Chapter], None] = lambda _: None,
) -> list[Chapter]:
    """Execute all chapters with `parameters`; kernels work in `folder`; every chapter is attempted.

    Results come in the order of `chapters`; `done` is called as each ends.  The executed notebooks hold no time and no
    path.  What a kernel prints beside its outputs goes to a file in `logs`, named after the notebook, if there is any.
    A chapter that takes longer than `limit` seconds, or whose output has no end, fails.  An exception that comes from
    elsewhere, as by Ctrl-C, ends all kernels and waits for nothing.
    """
    import papermill

    papermill.execute_notebook  # noqa: B018 - imported once, before the threads that use it
    with _kernels(logs, limit) as kernels:
        pool = ThreadPoolExecutor(max_workers=max(1, jobs))
        runs = {path: kernels(path) for path in chapters}
        try:
            futures = {pool.submit(_chapter, path, dict(parameters), folder, *runs[path]): path for path in chapters}
            results = {}
            for future in as_completed(futures):
                results[futures[future]] = future.result()
                done(results[futures[future]])
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for _, _, guard in runs.values():
                guard.stop("dihentikan")
    return [results[path] for path in chapters]


@contextmanager
def _kernels(logs: Path, limit: float) -> Iterator[Callable[[Path], tuple[type, Path, Guard]]]:
    """For each notebook a kernel manager class, the file where its kernel will note what it reads, and its guard.

    Kernels are forked where that is possible, and spoken to over Unix sockets where there are any and the temporary
    folder has no long name: TCP ports race when kernels start side by side (papermill#511).  Every user gets the same
    report: settings and start-up files of IPython in their home, and kernels of the same name, stay unused.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.paths import jupyter_path

    base = warmkernel.WarmKernelManager if warmkernel.available() else AsyncKernelManager
    kernels = KernelSpecManager(kernel_dirs=[_OWN_KERNELS, *jupyter_path("kernels")])
    logs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="") as sockets:
        names = itertools.count()

        def of(notebook: Path) -> tuple[type, Path, Guard]:
            log = logs / f"{notebook.stem}.log"
            notes = Path(sockets) / f"{notebook.stem}.txt"
            guard = Guard(limit, log)

            class Manager(base):  # type: ignore[misc, valid-type]  # one of two classes, both of which fit
                """One log, file of notes and socket prefix per kernel."""

                def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - traits, of many types
                    super().__init__(kernel_spec_manager=kernels, **kwargs)
                    prefix = str(Path(sockets) / str(next(names)))
                    if os.name == "posix" and len(os.fsencode(prefix)) < _SOCKET:
                        self.transport, self.ip = "ipc", prefix

                async def start_kernel(self, **kwargs: Any) -> None:  # noqa: ANN401 - what a provisioner takes
                    if self.kernel_spec and self.kernel_spec.language == "python":
                        kwargs["extra_arguments"] = [*kwargs.get("extra_arguments", ()), *_ARGUMENTS]
                        own = {recording.NOTES: str(notes), "IPYTHONDIR": sockets}
                        kwargs["env"] = {**(kwargs.get("env") or os.environ), **own}
                    with log.open("wb") as output:
                        await super().start_kernel(stdout=output, stderr=output, **kwargs)
                    guard.watch(self)

                def client(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as in the base
                    return guard.count(super().client(**kwargs))

            return Manager, notes, guard

        try:
            yield of
        finally:
            for log in logs.glob("*.log"):
                if not log.stat().st_size:
                    log.unlink()


def _chapter(  # noqa: PLR0917 - submitted to a pool
    path: Path, parameters: dict[str, Any], folder: Path, manager: type, notes: Path, guard: Guard
) -> Chapter:
    from papermill.exceptions import PapermillExecutionError

    started = time.perf_counter()
    try:
        _check_parameters(path, parameters)
        with guard:
            notebook = _execute(path, parameters, folder, manager, guard)
    except PapermillExecutionError as error:
        failure = Failure(
            error.cell_index + 1,
            error.ename,
            _ANSI.sub("", str(error.evalue)),
            _ANSI.sub("", "\n".join(error.traceback)),
        )
        return Chapter(path.name, time.perf_counter() - started, failure=failure)
    except Exception as error:  # noqa: BLE001 - a dead kernel or an unreadable notebook must not stop the other chapters
        failure = Failure(guard.cell, *(guard.why(error) or (type(error).__name__, str(error))))
        return Chapter(path.name, time.perf_counter() - started, failure=failure)
    reads = sorted(notes.read_text(encoding="utf-8").splitlines()) if notes.is_file() else [recording.UNSEEN]
    return Chapter(path.name, time.perf_counter() - started, _plain(notebook, path.name), reads=tuple(reads))


def _execute(path: Path, parameters: dict[str, Any], folder: Path, manager: type, guard: Guard) -> NotebookNode:
    import papermill

    notebook: NotebookNode = papermill.execute_notebook(
        str(path),
        None,
        parameters=parameters,
        progress_bar=False,
        log_output=False,
        request_save_on_cell_execute=False,
        autosave_cell_every=0,
        shutdown_kernel="immediate",
        # papermill's own cwd= changes the directory of this process (papermill#473); the kernel's is what we mean.
        resources={"metadata": {"path": str(folder)}},
        kernel_manager_class=manager,
        on_cell_start=guard.begins,
    )
    return notebook


def _check_parameters(path: Path, parameters: Mapping[str, Any]) -> None:
    """A parameter that the notebook does not declare is an error; papermill only warns (papermill#818)."""
    cells = [c.source for c in read(path).cells if "parameters" in c.metadata.get("tags", ())]
    declared = set(re.findall(r"^(\w+)\s*(?::[^=\n]+)?=", "\n".join(cells), flags=re.MULTILINE))
    for name in parameters:
        if name not in declared:
            near = difflib.get_close_matches(name, declared, n=1)
            hint = (
                f"mungkin maksudnya {near[0]!r}" if near else f"yang ada: {', '.join(sorted(declared)) or 'tidak ada'}"
            )
            raise ValueError(f"parameter {name!r} tidak dinyatakan dalam sel bertanda parameters; {hint}")


def _plain(notebook: NotebookNode, name: str) -> NotebookNode:
    """Without times, paths and random ids, so that equal inputs give equal bytes."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.setdefault("lakip", {})["berkas"] = name
    for number, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "outputs" in cell:  # a build started in a notebook: the style for JupyterLab is no part of the report
            cell.outputs = [o for o in cell.outputs if o.get("metadata", {}).get("lakip") != "gaya"]
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = f"parameters-{number}"
    return notebook
