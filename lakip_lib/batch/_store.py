"""Published folders in a store that fsspec knows: a disk, a bucket, the memory of a test."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

__all__ = ["StoreError", "reachable", "upload"]


class StoreError(RuntimeError):
    """The store cannot be used; the message is for the user."""


def reachable(url: str) -> None:
    """Raise `StoreError` unless something can be written to `url` and removed again."""
    try:
        store, base = _open(url)
        trial = f"{base}/.coba-{uuid.uuid4().hex}"
        store.makedirs(base, exist_ok=True)
        store.pipe_file(trial, b"")
        store.rm_file(trial)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - every kind of store has its own errors
        raise StoreError(f"--to-store {url}: tidak dapat ditulisi ({type(error).__name__}: {error}).") from None


def upload(folder: Path, url: str, place: str) -> None:
    """Put the files of `folder` into `place` below `url`, and take away what else lies there.

    All are copied beside the place first, then moved file by file, index.html and manifest.json last: a reader finds
    whole files, the old ones or the new ones.
    """
    store, base = _open(url)
    target, staging = f"{base}/{place}".rstrip("/"), f"{base}/.baru-{uuid.uuid4().hex}"
    files = sorted((p for p in folder.rglob("*") if p.is_file()), key=lambda p: (_is_last(p.name), p))
    names = [p.relative_to(folder).as_posix() for p in files]
    try:
        for path, name in zip(files, names, strict=True):
            store.makedirs(f"{staging}/{name}".rpartition("/")[0], exist_ok=True)
            store.put_file(str(path), f"{staging}/{name}")
        for name in names:
            store.makedirs(f"{target}/{name}".rpartition("/")[0], exist_ok=True)
            store.mv(f"{staging}/{name}", f"{target}/{name}")
    finally:
        if store.exists(staging):
            store.rm(staging, recursive=True)
    if place:
        kept = {f"{target}/{name}" for name in names}
        for old in store.find(target):
            if store._strip_protocol(old) not in kept:  # noqa: SLF001 - fsspec's way to compare paths
                store.rm_file(old)


def _is_last(name: str) -> bool:
    return name in {"index.html", "manifest.json"}


def _open(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        import fsspec
    except ImportError:
        raise StoreError(
            "--to-store memerlukan paket fsspec, yang tidak terpasang. Pasang dengan: pip install 'lakip[cluster]'"
        ) from None
    try:
        store, base = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise StoreError(f"--to-store {url}: {error}") from None
    return store, base.rstrip("/")
