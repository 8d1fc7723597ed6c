"""The page that lists the published years: formats, state of data and of review, in the looks of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lakip_lib.export import looks

__all__ = ["Published", "render"]

_FORMATS = {"html": "Halaman web", "pdf": "PDF", "docx": "Word"}


@dataclass(frozen=True)
class Published:
    """One year: what its report is, its files (name, bytes), counts by subject; or the trouble with its manifest."""

    year: str
    jenis: str = ""
    instansi: str = ""
    judul: str = ""
    files: tuple[tuple[str, int], ...] = ()
    state: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    trouble: str = ""

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Address, format and size of each file, as a reader is told."""
        return [
            (f"{self.year}/{name}", _FORMATS.get(name.rpartition(".")[2], name), looks.size(size))
            for name, size in self.files
        ]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each subject with its counts in words."""
        return [
            (subject.capitalize(), ", ".join(f"{count} {name}" for name, count in counts.items()))
            for subject, counts in self.state.items()
        ]


def render(years: Sequence[Published]) -> str:
    """Give the HTML of the list of `years`, in the order given."""
    theme = looks.text("tema.js")
    page = looks.template("indeks.html.j2").render(
        years=years,
        office=next((year.instansi for year in years if year.instansi), ""),
        css=looks.css("laporan.css", "alat.css", "indeks.css"),
        theme=theme,
        policy=looks.policy(theme),
        fonts=looks.FONTS,
    )
    return looks.with_fonts(page)
