"""Cleaned tables that note what is asked of them, for the record of what a chapter read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from lakip_lib import recording
from lakip_lib.clean._model import Cleaned

__all__ = ["noted"]

_WHOLE = ("decisions", "log", "period", "period_years", "warnings")


def noted(cleaned: Cleaned) -> Cleaned:
    """The same content; each part that is asked for is noted as ``YEAR:KIND:NAME``.

    The parts: ``tabel:anggaran``, ``ada:anggaran`` (whether there is such a table), ``ada:`` (which there are),
    ``profil:skala_akip`` and ``tahun:lhe`` (a section of profil.toml or tahun.toml), ``profil:`` and ``tahun:`` (which
    there are), ``isi:log`` and other whole attributes.  `lakip_lib.office.parts` knows their content.
    """
    year = cleaned.fiscal_year
    content = replace(
        cleaned,
        tables=_Noted(cleaned.tables, f"{year}:tabel:", f"{year}:ada:"),
        profile=_Noted(cleaned.profile, f"{year}:profil:"),
        year=_Noted(cleaned.year, f"{year}:tahun:"),
    )
    return _NotedCleaned(**{f.name: getattr(content, f.name) for f in fields(Cleaned)})


class _NotedCleaned(Cleaned):
    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - as every attribute
        if name in _WHOLE:
            recording.note(f"{self.fiscal_year}:isi:{name}")
        return super().__getattribute__(name)


class _Noted(Mapping[str, Any]):
    """A mapping that notes each key that is asked for, found or not."""

    def __init__(self, content: Mapping[str, Any], value: str, presence: str = "") -> None:
        self._content, self._value, self._presence = content, value, presence or value

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - as in what it wraps
        recording.note(f"{self._value}{key}")
        return self._content[key]

    def __contains__(self, key: object) -> bool:
        recording.note(f"{self._presence}{key}")
        return key in self._content

    def __iter__(self) -> Iterator[str]:
        recording.note(self._presence)
        return iter(self._content)

    def __len__(self) -> int:
        recording.note(self._presence)
        return len(self._content)
