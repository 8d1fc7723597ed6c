"""What is published for each fiscal year: a manifest in its folder, and one page beside the folders that lists them.

`lakip_lib.reuse.manifest` says what a manifest tells; equal reports have equal manifests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lakip_lib import lock, publishing
from lakip_lib.export import index
from lakip_lib.export.index import Published
from lakip_lib.reuse import MANIFEST, file_digest

__all__ = ["MANIFEST", "new_index", "publish_index", "write_manifest"]

_YEAR = re.compile(r"[12]\d{3}")
_REPORTS = (".html", ".pdf", ".docx")
State = Mapping[str, Mapping[str, int]]


def write_manifest(folder: Path, info: Mapping[str, str], files: Sequence[Path], told: Mapping[str, Any]) -> None:
    """Write into `folder` what the report is, its `files` with size and hash, and what else is `told` of it.

    `told["keadaan"]` holds counts by subject, under the names that the page of years shows.
    """
    content = {
        **{key: info.get(key, "") for key in ("tahun", "jenis", "instansi", "judul")},
        "berkas": [{"nama": f.name, "ukuran": f.stat().st_size, "sha256": file_digest(f)} for f in files],
        "dokumen": dict(info),
        **told,
    }
    staged = folder / f".{MANIFEST}"
    staged.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    staged.replace(folder / MANIFEST)


def publish_index(outputs: Path) -> Path:
    """Write `outputs`/index.html from the manifests of the years, newest first, and swap it in; gives its path."""
    with new_index(outputs) as path:
        return path


@contextmanager
def new_index(outputs: Path, staged: Mapping[str, Path] = MappingProxyType({})) -> Iterator[Path]:
    """`publish_index` for the years in `staged`, by name, which the body moves to their places: after it nothing fails.

    Builds of other years wait, so that the last one lists all.
    """
    with lock.hold(outputs / ".index.lock"):
        there = {f.name: f for f in outputs.iterdir() if f.is_dir() and _YEAR.fullmatch(f.name)}
        years = sorted((there | dict(staged)).items(), reverse=True)
        page = index.render([_published(year, folder) for year, folder in years])
        with publishing.replacing(outputs / "index.html", page.encode()) as path:
            yield path


def _published(year: str, folder: Path) -> Published:
    """Give what is known about the year in `folder`; where its manifest does not serve, the files that lie there."""
    try:
        return _read(year, folder)
    except FileNotFoundError:
        trouble = f"{year}/{MANIFEST} tidak ada"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        trouble = f"{year}/{MANIFEST} rusak"
    names = [f"lakip-{year}{kind}" for kind in _REPORTS]
    return Published(year, files=_present(folder, names), trouble=trouble)


def _read(year: str, folder: Path) -> Published:
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if told["tahun"] != year:
        raise ValueError(told["tahun"])
    about = {key: str(told[key]) for key in ("jenis", "instansi", "judul")}
    files = _present(folder, [str(file["nama"]) for file in told["berkas"]])
    return Published(year, **about, files=files, state=_state(told["keadaan"]))


def _present(folder: Path, names: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Give name and size of those of `names` that lie in `folder`, and nowhere else."""
    paths = [folder / name for name in names if name == Path(name).name]
    return tuple((path.name, path.stat().st_size) for path in paths if path.is_file())


def _state(told: State) -> State:
    """Give counts by subject; what is no count is refused."""
    state = {str(subject): dict(counts) for subject, counts in told.items()}
    if not all(type(count) is int and count >= 0 for counts in state.values() for count in counts.values()):
        raise ValueError(told)
    return state
