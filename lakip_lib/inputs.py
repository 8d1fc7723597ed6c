"""What one office's report is made of, now: the content of everything that chapters read, and the words for a change.

The tables are cleaned only when a source file has changed since the last report: else what the chapters read is known
to be the same, and a build without changes need not even import what cleans.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib import recording, reuse

if TYPE_CHECKING:
    from lakip_lib.office import Office

__all__ = ["Inputs"]

_RAW = "data/raw/"
#: The content of what may be something else at any moment; the manifest never holds it.
_NEVER = "?"
_YEAR = re.compile(r"\d{4}")
_EARLIER = re.compile(r"(\d{4}):|berkas:data/raw/(\d{4})/")
#: Files that may decide how a table in another file is read: units, decisions, a year that is still a plan.
_DECIDING = (".csv", ".xlsx", "/tahun.toml")
_WHOLE = {
    "log": "log pembersihan",
    "decisions": "keputusan.csv",
    "warnings": "peringatan data",
    "period": "folder Renstra",
    "period_years": "folder Renstra",
}


class Inputs:
    """The source files of one fiscal year, and what is known about them from the report `before`."""

    def __init__(self, root: Path, year: int, before: reuse.Manifest | None, code: Mapping[str, str]) -> None:
        self.root, self.year, self._before = root, year, before
        self._raw = root / "data" / "raw"
        self._code = code
        #: The hash of every file that may concern the year: other years only where a chapter looked at them.
        self.sources = self._sources(before["masukan"] if before else ())

    def _sources(self, parts: Iterable[str]) -> dict[str, str]:
        wanted = {str(self.year), *(m[1] or m[2] for part in parts if (m := _EARLIER.match(part)))}
        return reuse.tree(self._raw, lambda name: bool(_YEAR.fullmatch(name)) and name not in wanted)

    @cached_property
    def known(self) -> bool:
        """True if no source file and no code has changed since the report before, so that all it tells still holds."""
        return (
            self._before is not None
            and self._before["sumber"] == self.sources
            and self._before["kode"] == self._code
            and self._before["parameter"].get("fiscal_year") == self.year
        )

    @cached_property
    def office(self) -> Office:
        """The office; raises `DataError`."""
        from lakip_lib.office import Office

        return Office(self.root, self.year)

    def read(self, part: str) -> str:
        """The hash of a part as it is now (`lakip_lib.recording` says what parts there are)."""
        kind, _, place = part.partition(":")
        match kind + ":":
            case recording.FILE:
                return self._file(place)
            case recording.FOLDER:
                return reuse.folder_digest(self.root / place)
            case recording.NETWORK:
                return _NEVER
            case recording.UNSEEN:
                return hashlib.sha256(repr(sorted(self.sources.items())).encode()).hexdigest()
        return self._fact(part)

    def _fact(self, part: str) -> str:
        before: Mapping[str, str] = self._before["masukan"] if self._before and self.known else {}
        if part in before:
            return before[part]
        from lakip_lib.office import parts

        return parts.digest(self.office, part)

    def _file(self, place: str) -> str:
        known = self.sources.get(place.removeprefix(_RAW)) if place.startswith(_RAW) else None
        return known or reuse.file_digest(self.root / place)

    def record(self, parts: Iterable[str]) -> dict[str, dict[str, str]]:
        """What the manifest tells about sources, given all `parts` that chapters read: hashes by name, in order.

        A source file counts as it was before the first chapter ran: one that is edited meanwhile differs next time.
        """
        parts = sorted(set(parts))
        return {
            "sumber": dict(sorted((self._sources(parts) | self.sources).items())),
            "masukan": {p: "" if p.startswith(recording.NETWORK) else self.read(p) for p in parts},
        }

    def told(self, part: str, was: str, now: str) -> str:
        """Why a chapter that read `part` must run again, in words."""
        event = "baru ada" if not was else "berubah" if now else "tidak ada lagi"
        kind, _, name = part.partition(":")
        match kind + ":":
            case recording.FILE:
                return f"{name.removeprefix(_RAW)} {event}"
            case recording.FOLDER:
                return f"isi folder {name.removeprefix(_RAW)} {event}"
            case recording.NETWORK:
                return "membaca dari jaringan"
            case recording.UNSEEN:
                return "data sumber berubah"
        what, _, of = name.partition(":")
        return self._fact_told(kind, what, of, was, now, event)

    def _fact_told(self, year: str, what: str, name: str, was: str, now: str, event: str) -> str:  # noqa: PLR0917
        match what:
            case "tabel" | "ada":
                return self._table(name, was, now, event) if name else "daftar tabel berubah"
            case "profil":
                return f"profil.toml [{name}] {event}" if name else "bagian-bagian profil.toml berubah"
            case "tahun":
                return f"{year}/tahun.toml: {name} {event}" if name else f"{year}/tahun.toml berubah"
        return f"{_WHOLE[name]} berubah"

    def _table(self, name: str, was: str, now: str, event: str) -> str:
        """A table: its own file has changed, or files that decide how it is read."""
        tables, sources = (self._before["tabel"], self._before["sumber"]) if self._before else ({}, {})
        place = tables.get(name, {}).get("berkas") or self.office.file(name)
        file = place.partition("!")[0]
        if was and now and sources.get(file) == self.sources.get(file):
            names = sources.keys() | self.sources.keys()
            others = sorted(n for n in names if n.endswith(_DECIDING) and sources.get(n) != self.sources.get(n))
            if others:
                return f"{place} dibaca lain karena {', '.join(others)} berubah"
        return f"{place} {event}"
