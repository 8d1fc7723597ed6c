"""Tables of Word: column widths and type size as in the PDF, header rows that repeat, rows that stay whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy

from lakip_lib.export._docx_xml import properties, twips, w
from lakip_lib.export.columns import Row, column_count, grid
from lakip_lib.export.fonts import FAMILY
from lakip_lib.export.fragments import Element, classes, parent, text_of

CellWriter = Callable[[Element, str, Sequence[Element]], list[Element]]
"""Gives the paragraphs of a cell, in a style and with further paragraph properties."""

_HEAD, _GROUP = "EAF1F7", "F4F6F8"
_STRONG_LINE = {"val": "single", "sz": "6", "space": "0", "color": "8894A2"}


def style(kind: str, points: float) -> str:
    """Give the id of the paragraph style for `kind` ("Isi", "Angka", "Kepala") of tables set at `points`."""
    return f"Tabel{kind}{round(points * 10)}"


def table(source: Element, width: float, described: str, content: CellWriter) -> tuple[Element, float]:
    """Give `source` as a table of Word `width` mm wide, and its type size; `described` names it for screen readers."""
    points = float(source.get("data-pt", "9"))
    percents = [float(col.get("style", "width:1%").partition(":")[2].rstrip("%;")) for col in source.iter("col")]
    rows = list(source.iter("tr"))
    cells = list(grid(source))
    count = column_count(cells)
    if len(percents) != count:
        percents = [100 / count] * count
    widths = [twips(width * percent / sum(percents)) for percent in percents]
    widths[-1] += twips(width) - sum(widths)
    out = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val="TabelLaporan"),
            w("tblW", w=twips(width), type="dxa"),
            w("tblLayout", type="fixed"),
            w(
                "tblLook",
                val="0420",
                firstRow="1",
                lastRow="0",
                firstColumn="0",
                lastColumn="0",
                noHBand="0",
                noVBand="1",
            ),
            *([w("tblCaption", val=described)] if described else []),
        ),
        w("tblGrid", *(w("gridCol", w=one) for one in widths)),
    )
    heads = sum(parent(row).tag == "thead" for row in rows)
    bound = _bound(cells, heads, whole=source.get("data-utuh") == "1")
    open_: dict[int, tuple[int, int, Element]] = {}
    for index, (row, given) in enumerate(zip(rows, cells, strict=True)):
        line = _row(row, index < heads)
        column = 0
        starts = {first: (span, cell) for first, span, cell in given}
        while column < count:
            keep = bound[index]
            if column in starts:
                span, cell = starts[column]
                height = int(cell.get("rowspan", "1"))
                tall = height > 1 and index + 1 < len(rows)
                if tall:
                    open_[column] = (height - 1, span, cell)
                line.append(_cell(cell, row, widths[column : column + span], points, content, keep=keep, tall=tall))
            elif column in open_:
                left, span, cell = open_.pop(column)
                if left > 1:
                    open_[column] = (left - 1, span, cell)
                line.append(_continued(row, widths[column : column + span], points, keep=keep))
            else:
                span = 1
                line.append(_filler(widths[column], points))
            column += span
        out.append(line)
    return out, points


def _bound(cells: Sequence[Row], heads: int, *, whole: bool) -> list[bool]:
    """Say for each row whether it stays on the page of the next: headers, small tables, rows joined by a cell."""
    bound = [whole or index < heads for index in range(len(cells))]
    for index, row in enumerate(cells):
        for _, _, cell in row:
            if not cell.get("data-panjang"):
                end = min(index + int(cell.get("rowspan", "1")) - 1, len(cells) - 1)
                bound[index:end] = [True] * (end - index)
    if bound:
        bound[-1] = False
    return bound


def _row(row: Element, head: bool) -> Element:  # noqa: FBT001 - one caller
    given = []
    if not any(cell.get("data-panjang") and int(cell.get("rowspan", "1")) == 1 for cell in row):
        given.append(w("cantSplit"))
    if head:
        given.append(w("tblHeader"))
    return w("tr", *([w("trPr", *given)] if given else []))


def _shape(row: Element, widths: Sequence[int]) -> list[Element]:
    """Give the properties of a cell that follow from its place: width, span, lines, shading, alignment."""
    names, head = classes(row), parent(row).tag == "thead"
    given = [w("tcW", w=sum(widths), type="dxa")]
    if len(widths) > 1:
        given.append(w("gridSpan", val=len(widths)))
    if head and len(widths) > 1:
        given.append(w("tcBorders", w("bottom", **_STRONG_LINE)))
    elif "jumlah" in names:
        given.append(w("tcBorders", w("top", **_STRONG_LINE)))
    fill = _HEAD if head else _GROUP if "kelompok" in names else None
    if fill:
        given.append(w("shd", val="clear", color="auto", fill=fill))
    if head:
        given.append(w("vAlign", val="bottom"))
    return given


def _cell(
    cell: Element, row: Element, widths: Sequence[int], points: float, content: CellWriter, *, keep: bool, tall: bool
) -> Element:
    given = _shape(row, widths)
    if tall:
        given.append(w("vMerge", val="restart"))
    head = parent(row).tag == "thead"
    number = "n" in classes(cell)
    extra = [w("keepNext")] if keep else []
    if head and number:
        extra.append(w("jc", val="right"))
    if indent := cell.get("data-masuk"):
        extra.append(w("ind", left=twips(float(indent))))
    kind = "Kepala" if head else "Angka" if number else "Isi"
    return w("tc", properties("tcPr", given), *content(cell, style(kind, points), extra))


def _continued(row: Element, widths: Sequence[int], points: float, *, keep: bool) -> Element:
    given = [*_shape(row, widths), w("vMerge")]
    return w("tc", properties("tcPr", given), _empty(points, keep=keep))


def _filler(width: int, points: float) -> Element:
    return w("tc", properties("tcPr", [w("tcW", w=width, type="dxa")]), _empty(points, keep=False))


def _empty(points: float, *, keep: bool) -> Element:
    return w("p", properties("pPr", [w("pStyle", val=style("Isi", points)), *([w("keepNext")] if keep else [])]))


def strong(cell: Element) -> bool:
    """Say whether the words of a body cell are set in bold: group, total and top rows of a tree."""
    row = parent(cell)
    return parent(row).tag != "thead" and bool(classes(row) & {"kelompok", "jumlah", "t1"})


def described(figure: Element) -> str:
    """Give the title of the table in `figure` for those who do not see it."""
    return text_of(figure.find("figcaption"))


def styles(points: float) -> list[Element]:
    """Give the paragraph styles of tables set at `points`; the type is the one that the columns were measured in."""
    family = w("rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), FAMILY))
    half = round(points * 2)
    made = []
    for kind, title, more in (
        ("Isi", "Isi", ()),
        ("Angka", "Angka", (w("jc", val="right"),)),
        ("Kepala", "Kepala", ()),
    ):
        base = "Normal" if kind == "Isi" else style("Isi", points)
        given = properties("pPr", [w("spacing", before=0, after=0, line=228, lineRule="auto"), *more])
        looks = [deepcopy(family), w("sz", val=half), w("szCs", val=half)]
        if kind == "Kepala":
            looks += [w("b"), w("bCs")]
        made.append(
            w(
                "style",
                w("name", val=f"{title} Tabel {points:g}".replace(".", ",")),
                w("basedOn", val=base),
                w("qFormat"),
                given,
                properties("rPr", looks),
                type="paragraph",
                customStyle=1,
                styleId=style(kind, points),
            )
        )
    return made
