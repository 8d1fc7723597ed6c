"""TOML files: what they say, and what in them has another form than it should."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lakip_lib.problems import NO_TEXT, Problem, unseen

__all__ = ["read_toml"]

#: Sections of which every value is printed as it stands, and the one value among them that is a list.
_PRINTED = ("instansi", "tugas", "penandatangan", "pereviu", "penyedia", "dokumen", "dasar_hukum", "lhe", "posisi")
_LIST = ("tugas", "fungsi")
_FORMS: Mapping[type, str] = {str: "teks di antara tanda kutip", dict: "bagian [{}]", list: "bagian [[{}]]"}


def read_toml(raw: Path, file: str, forms: Mapping[str, type]) -> tuple[dict[str, Any], list[Problem]]:
    """The content of `file`, and its problems.

    An unreadable file leaves a problem and is empty; a value of a wrong form leaves one and is left out.
    """
    try:
        content = tomllib.loads((raw / file).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:  # ValueError: not TOML, not UTF-8, or an endless integer
        line = re.search(r"at line (\d+)", str(error))
        row = int(line[1]) if line else 0
        return {}, [Problem(file, row, "", str(error), "TOML yang dapat dibaca", "Perbaiki baris itu.")]
    problems = []
    for key, form in forms.items():
        value = content.get(key, form())
        if not isinstance(value, form) or (isinstance(value, list) and not all(isinstance(v, dict) for v in value)):
            typed = str(content.pop(key))
            problems.append(Problem(file, 0, key, typed, _FORMS[form].format(key), "Lihat kamus data."))
    problems += _no_texts(file, content)
    problems += (Problem(file, 0, key, text, *NO_TEXT) for key, text in _texts(content, "") if unseen(text))
    return content, problems


def _no_texts(file: str, content: Mapping[str, Any]) -> Iterator[Problem]:
    """Values that the report prints and that are no text."""
    for section in _PRINTED:
        found = content.get(section, {})
        for part in found if isinstance(found, list) else [found]:
            for key, value in part.items():
                many = (section, key) == _LIST
                fits = (
                    isinstance(value, list) and all(isinstance(v, str) for v in value)
                    if many
                    else isinstance(value, str)
                )
                if not fits:
                    expected = "daftar teks di antara kurung siku" if many else _FORMS[str]
                    yield Problem(file, 0, f"{section}.{key}", str(value), expected, "Lihat kamus data.")


def _texts(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, keys too, with the dotted name of where it stands."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            below = f"{key}.{name}".lstrip(".")
            yield below, name
            yield from _texts(inner, below)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
