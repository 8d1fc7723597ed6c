"""The manifest of a published report: what it was made of and what it consists of, in an order that never varies.

    {"tahun": "2024", "jenis": "laporan", "instansi": "...", "judul": "...",
     "berkas": [{"nama": "lakip-2024.html", "ukuran": 1019979, "sha256": "..."}],      the reports
     "keadaan": {"data": {"peringatan": 1, "celah": 7}, "reviu": {"galat": 0}},        counts, by subject
     "peringatan": ["..."],                                                            what the analyst should know
     "dokumen": {"kertas": "A4", ...}, "parameter": {"fiscal_year": 2024},
     "versi": {"pandas": "3.1.1"}, "kode": {"lakip_lib.clean": "..."},                 what made it
     "tabel": {"anggaran": {"berkas": "2024/anggaran.csv", "baris": 52}},              rows after cleaning
     "sumber": {"2024/anggaran.csv": "..."}, "olahan": {"anggaran.csv": "..."},        files of data/raw, data/processed
     "masukan": {"2024:tabel:anggaran": "..."},                                        all that chapters read
     "bab": [{"nama": "33-anggaran.ipynb", "kode": "...", "sha256": "...", "membaca": ["2024:tabel:anggaran"]}],
     "jahitan": {"nama": "lakip-2024.ipynb", "sha256": "..."}}

`kode` and `sha256` are SHA-256 of content.  It holds no time and no path outside of the office's folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["MANIFEST", "Manifest", "read_manifest"]

MANIFEST = "manifest.json"
_FORMS = {
    "dokumen": dict, "parameter": dict, "versi": dict, "kode": dict, "tabel": dict, "sumber": dict, "olahan": dict,
    "masukan": dict, "keadaan": dict, "jahitan": dict, "bab": list, "berkas": list, "peringatan": list,
}  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """What a manifest tells; `folder` is where it lies."""

    folder: Path
    told: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - as in JSON
        return self.told[key]

    @property
    def chapters(self) -> dict[str, Mapping[str, Any]]:
        """The chapters by file name, in the order of the report."""
        return {c["nama"]: c for c in self.told["bab"]}

    @property
    def files(self) -> dict[str, Mapping[str, Any]]:
        """The reports by file name."""
        return {f["nama"]: f for f in self.told["berkas"]}


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None where there is none that tells all that is needed to use anything again."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not all(isinstance(told[key], form) for key, form in _FORMS.items()):
            return None
        for entry in (*told["bab"], *told["berkas"], told["jahitan"]):
            if Path(entry["nama"]).name != entry["nama"] or not entry["sha256"]:
                return None
        if not all(c["kode"] and all(part in told["masukan"] for part in c["membaca"]) for c in told["bab"]):
            return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Manifest(folder, told)
