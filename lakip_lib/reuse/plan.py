"""Which chapters and reports must be made again, and why, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lakip_lib.reuse.contents import AFTER_CHAPTERS, PACKAGES, file_digest
from lakip_lib.reuse.manifest import Manifest

__all__ = ["CONTENT", "Now", "Plan", "make_plan"]

_FOLLOWS, _ORDER, _ABOUT = "isi bab mungkin berubah", "susunan bab berubah", "keterangan dokumen berubah"
#: Reasons that vanish where the stitched notebook turns out to be the same as before.
CONTENT = frozenset({_FOLLOWS, _ORDER, _ABOUT})
_NEW = "belum pernah dibuat"


@dataclass(frozen=True)
class Now:
    """What a report would be made of now: all of the key but what the chapters read.

    `chapters` gives for each notebook, by file name and in order, its hash and what the reader calls it; `extra` the
    hash of files that one format takes in beside the chapters, by format and name.
    """

    parameters: Mapping[str, object]
    code: Mapping[str, str]
    versions: Mapping[str, str]
    chapters: Mapping[str, tuple[str, str]]
    name: str
    formats: Sequence[str]
    extra: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Plan:
    """For each chapter and each file made of all of them the reasons to make it again; none: what is there serves."""

    chapters: dict[str, list[str]]
    files: dict[str, list[str]]

    @property
    def stale(self) -> list[str]:
        """The chapters to run."""
        return [name for name, why in self.chapters.items() if why]

    @property
    def nothing(self) -> bool:
        """True if all that is asked for is there and as it should be."""
        return not any(self.chapters.values()) and not any(self.files.values())


def make_plan(
    now: Now,
    before: Manifest | None,
    *,
    read: Callable[[str], str],
    told: Callable[[str, str, str], str],
    info: Callable[[], Mapping[str, str]],
    force: bool = False,
) -> Plan:
    """Compare `now` with the report that is there.

    `read` gives the hash of something that a chapter read as it is now, `told` the words for such a part whose hash was
    the second and is now the third argument; `info` says what the report is about.
    """
    whole = f"{now.name}.ipynb"
    reports = [f"{now.name}.{kind}" for kind in now.formats]
    if force or before is None:
        why = "diminta (--force)" if force else _NEW
        return Plan({name: [why] for name in now.chapters}, {name: [why] for name in (whole, *reports)})
    common = [
        *_differing(before["parameter"], now.parameters, "parameter {} berubah"),
        *_packages(before["versi"], now.versions, PACKAGES["bab"]),
        *_differing(_chapter_code(before["kode"]), _chapter_code(now.code), "kode {} berubah"),
    ]
    chapters = {
        name: list(dict.fromkeys([*common, *_chapter(name, about, before, read, told)]))
        for name, about in now.chapters.items()
    }
    later = [
        *_packages(before["versi"], now.versions, PACKAGES["laporan"]),
        *_differing(_report_code(before["kode"]), _report_code(now.code), "kode {} berubah"),
    ]
    if any(chapters.values()):
        later.append(_FOLLOWS)
    elif list(chapters) != list(before.chapters):
        later.append(_ORDER)
    elif before["dokumen"] != info():
        later.append(_ABOUT)
    files = {whole: [*later, *_broken(before, before["jahitan"] | {"nama": whole})]}
    for kind, name in zip(now.formats, reports, strict=True):
        files[name] = [*later, *_report(before, name, now.extra.get(kind))]
    files |= {name: ["tidak diminta lagi"] for name in before.files if name not in reports}
    return Plan(chapters, files)


def _chapter(
    name: str,
    about: tuple[str, str],
    before: Manifest,
    read: Callable[[str], str],
    told: Callable[[str, str, str], str],
) -> Iterator[str]:
    known = before.chapters.get(name)
    if known is None:
        yield _NEW
        return
    digest, called = about
    if known["kode"] != digest:
        yield f"kode {called} berubah"
    for part in known["membaca"]:
        was, is_now = before["masukan"][part], read(part)
        if was != is_now:
            yield told(part, was, is_now)
    yield from _broken(before, known)


def _report(before: Manifest, name: str, extra: tuple[str, str] | None) -> Iterator[str]:
    known = before.files.get(name)
    if known is None:
        yield _NEW
        return
    if extra and before["sumber"].get(extra[0], "") != extra[1]:
        yield f"{extra[0]} berubah"
    yield from _broken(before, known)


def _broken(before: Manifest, known: Mapping[str, str]) -> Iterator[str]:
    digest = file_digest(before.folder / known["nama"])
    if digest != known["sha256"]:
        yield "hasil sebelumnya rusak" if digest else "hasil sebelumnya tidak ada"


def _differing(was: Mapping[str, object], now: Mapping[str, object], words: str) -> Iterator[str]:
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            yield words.format(key)


def _packages(was: Mapping[str, str], now: Mapping[str, str], which: Iterable[str]) -> Iterator[str]:
    for name in which:
        if was.get(name) != now.get(name):
            yield f"{name} {was.get(name, 'tidak ada')} -> {now.get(name, 'tidak ada')}"


def _chapter_code(code: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in code.items() if name not in AFTER_CHAPTERS}


def _report_code(code: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in code.items() if name in AFTER_CHAPTERS}
