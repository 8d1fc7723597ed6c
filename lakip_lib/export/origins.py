"""The annex of sources: where every computed number of a report comes from, once each, with an id to link to.

It is made from the `data-asal` of the numbers themselves, so nothing is typed or computed a second time.
"""

from __future__ import annotations

from collections.abc import Sequence

from lakip_lib.export.fragments import Element, find_class, make, text_of
from lakip_lib.export.reading import Piece

__all__ = ["annex"]

_FILE = "lampiran sumber angka"
_INTRO = (
    "Setiap angka hitungan dalam laporan ini tercatat satu kali di bawah, dengan tempat pertama kemunculannya, "
    "rumus, dan sel sumber seperti yang diketik. Angka yang langsung dibaca dari satu sel tidak diulang di sini."
)


def annex(pieces: Sequence[Piece]) -> list[Piece]:
    """The fragments of the annex; marks every computed number in `pieces` with the id of its line (`data-sumber`)."""
    rows: dict[str, Element] = {}
    for piece in pieces:
        for number in find_class(piece.element, "data", "hitung"):
            about = number.get("data-asal", "")
            if about not in rows:
                rows[about] = _row(len(rows) + 1, number, _place(piece), about)
            number.set("data-sumber", rows[about].get("id", ""))
    if not rows:
        return []
    head = make("tr", "", *(make("th", title, scope="col", data_k=key) for key, title in _COLUMNS))
    head[0].set("class", "n")
    head[1].set("class", "n")
    table = make("table", "", make("thead", "", head), make("tbody", "", *rows.values()))
    figure = make(
        "figure", "", make("figcaption", "Asal angka hitungan"), make("div", "", table, class_="gulir"),
        class_="tabel lebar", id="tbl-sumber-angka",
    )  # fmt: skip
    title = make("h1", "Sumber Angka", id="sec-sumber-angka")
    parts = (title, make("div", "", make("p", _INTRO), class_="prosa"), figure)
    return [Piece(part, "lampiran", 0, _FILE, number) for number, part in enumerate(parts, 1)]


_COLUMNS = (("no", "No."), ("angka", "Angka"), ("tempat", "Pertama di"), ("rumus", "Rumus"), ("sumber", "Sel sumber"))


def _row(number: int, data: Element, place: Element, about: str) -> Element:
    lines = about.split("\n")
    sources = [line for line in lines if line.startswith("Sumber: ")]
    formula = [line for line in lines if line not in sources]
    cells = (
        make("td", str(number), class_="n"),
        make("td", text_of(data), class_="n"),
        make("td", "", place),
        make("td", "; ".join(formula)),
        make("td", "; ".join(line.removeprefix("Sumber: ") for line in sources)),
    )
    return make("tr", "", *cells, id=f"sumber-{number}", data_k=f"sumber-{number}")


def _place(piece: Piece) -> Element:
    """A reference to the table or figure the piece is, or the words for running text."""
    name = piece.element.get("id") if piece.element.tag == "figure" else None
    return make("a", "", href=f"#{name}", class_="rujuk") if name else make("span", "uraian")
