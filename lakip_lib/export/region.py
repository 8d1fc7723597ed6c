"""The pages across offices: which reports there are, and tables that compare them, in the looks of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lakip_lib.export import looks
from lakip_lib.export.index import Published

__all__ = ["Cell", "Entry", "Office", "Table", "overview", "summary"]

Downloads = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One report: what was published below the address `base`, how its making ended, and what kept it from being made.

    `good` says whether the state is that of a report that was made.
    """

    published: Published
    base: str
    state: str
    good: bool
    problems: tuple[str, ...] = ()

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Address, format and size of each file."""
        return [(f"{self.base}/{address}", name, size) for address, name, size in self.published.links]


@dataclass(frozen=True, slots=True)
class Office:
    """One row of the overview: an office and its reports by year."""

    name: str
    region: str
    entries: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, whether it is a number, and whether the text is the reason why there is none."""

    text: str
    number: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: titles of its columns, and groups of rows, each with a title over it or none ("").

    The first cell of a row names the row.
    """

    name: str
    title: str
    columns: Sequence[str]
    groups: Sequence[tuple[str, Sequence[Sequence[Cell]]]]

    @property
    def head(self) -> list[Cell]:
        """The titles of the columns, as numbers over numbers."""
        first = next((row for _, rows in self.groups for row in rows), ())
        return [Cell(title, number=n < len(first) and first[n].number) for n, title in enumerate(self.columns)]


def overview(years: Sequence[str], offices: Sequence[Office], summaries: Sequence[str], downloads: Downloads) -> str:
    """Give the HTML of the page that lists the reports of `offices`, a column for each of `years` in the order given.

    `summaries` are the years that have a page of tables, `downloads` names and descriptions of files beside the page.
    """
    failed = [(o.name, year, e) for o in offices for year, e in o.entries.items() if not e.good]
    made = sum(len(o.entries) for o in offices) - len(failed)
    return _page(
        "wilayah.html.j2", years=years, offices=offices, failed=failed, made=made, summaries=summaries,
        downloads=downloads,
    )  # fmt: skip


def summary(year: str, offices: int, tables: Sequence[Table], downloads: Downloads) -> str:
    """Give the HTML of the page of tables of one year, which tell of so many `offices`."""
    return _page("ringkasan.html.j2", year=year, offices=offices, tables=tables, downloads=downloads)


def _page(name: str, **content: object) -> str:
    theme = looks.text("tema.js")
    page = looks.template(name).render(
        css=looks.css("laporan.css", "alat.css", "indeks.css", "wilayah.css"),
        theme=theme,
        policy=looks.policy(theme),
        fonts=looks.FONTS,
        **content,
    )
    return looks.with_fonts(page)
