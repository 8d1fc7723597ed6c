"""`lakip reviu`: rules over a finished report, whoever made it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.cli._voice import CHAPTER, DATA, DONE, USAGE, Voice, short, tell

if TYPE_CHECKING:
    from lakip_lib.document.model import Document
    from lakip_lib.review.reviu import Review

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Read and review a report; returns the exit code, 1 while a galat remains, 3 if a chapter fails."""
    from lakip_lib.built import BuildError
    from lakip_lib.document.model import UnreadableError
    from lakip_lib.document.read import read
    from lakip_lib.notebook import NotebookError
    from lakip_lib.problems import DataError
    from lakip_lib.review.reviu import read_ignores, review

    say = Voice(quiet=options.json)
    if options.root and not options.year:
        return say.refuse(USAGE, "--root memerlukan --year: tahun anggaran yang dibandingkan.")
    if options.html and Path(options.html).resolve() == Path(options.file).resolve():
        return say.refuse(USAGE, f"--html {options.html}: itu laporan yang diperiksa; sebutkan berkas lain.")
    try:
        document = read(Path(options.file))
        ignores = read_ignores(Path(options.abaikan)) if options.abaikan else []
        own = _own(options) if options.year else None
    except (UnreadableError, NotebookError, FileNotFoundError, BuildError) as error:
        return say.refuse(CHAPTER if isinstance(error, BuildError) else USAGE, str(error))
    except DataError as error:
        return say.refuse(DATA, str(error), problems=[str(p) for p in error.problems])
    found = review(document, own, ignores)
    try:
        if options.html:
            _write(found, Path(options.html))
    except OSError as error:
        return say.refuse(USAGE, f"--html {options.html}: tidak dapat ditulis ({error.strerror}).")
    return _told(found, options, say)


def _write(found: Review, path: Path) -> None:
    """The document with its findings as a page, whole or not at all."""
    from lakip_lib import publishing
    from lakip_lib.review.page import page

    with publishing.replacing(path, page(found).encode()):
        pass


def _told(found: Review, options: argparse.Namespace, say: Voice) -> int:
    from lakip_lib.review.finding import counts

    if options.json:
        tell(found.as_json())
    for line in found.document.unread:
        say.line(f"Tidak terbaca: {line}")
    say.findings(found.findings)
    for finding, ignore in found.ignored:
        say.line(f"diabaikan: {finding.line()} [{ignore.reason}]")
    if options.html:
        say.line(f"\n{short(Path(options.html).resolve())}")
    return DATA if counts(found.findings)["galat"] else DONE


def _own(options: argparse.Namespace) -> Document:
    """The office's own report of that year, made anew from its tables."""
    from lakip_lib.report import chapters_of
    from lakip_lib.review.own import own_report
    from lakip_lib.sources import find_root

    root = find_root(options.root)
    return own_report(chapters_of(root), root, options.year)
