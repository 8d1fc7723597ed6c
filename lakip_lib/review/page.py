"""The reviewed document as a page for readers: its words and tables, with every finding beside its place."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable

from lakip_lib.document.model import Block, Cell, Heading, Paragraph, Table
from lakip_lib.review.finding import Finding, Place, counts
from lakip_lib.review.reviu import Review

__all__ = ["page"]

#: Places named in the list of findings; the document marks all of them.
_SHOWN = 2
_STYLE = """
:root{--tinta:#1c2430;--redup:#5b6572;--garis:#cfd6de;--galat:#a3222b;--peringatan:#7a4b00;--catatan:#14507d}
*{box-sizing:border-box}body{margin:0;font:400 16px/1.55 system-ui,sans-serif;color:var(--tinta)}
header,main,footer{max-width:76rem;margin:0 auto;padding:1rem clamp(1rem,4vw,3rem)}
h1{font-size:1.6rem;line-height:1.2}h2,h3,h4,h5{line-height:1.25;margin:2rem 0 .5rem}
table{border-collapse:collapse;font-size:.88rem;margin:.5rem 0}
th,td{border:1px solid var(--garis);padding:.25rem .5rem;vertical-align:top;text-align:left}
.gulir{overflow-x:auto}
td:has(>a.tanda),th:has(>a.tanda){background:#fff6df}
a.tanda{font-size:.72em;vertical-align:super;margin-left:.15em;text-decoration:none}
.temuan{border-left:4px solid var(--catatan);background:#f6f8fa;padding:.4rem .8rem;margin:.4rem 0;font-size:.9rem}
.galat{border-color:var(--galat)}.peringatan{border-color:var(--peringatan)}
.temuan b{font-weight:600}.tingkat{font-weight:600;text-transform:uppercase;font-size:.75rem;letter-spacing:.04em}
.galat .tingkat{color:var(--galat)}.peringatan .tingkat{color:var(--peringatan)}.catatan .tingkat{color:var(--catatan)}
.temuan .tempat{color:var(--redup)}.ubah{white-space:nowrap}:target{outline:3px solid #6fb1e0}
@media print{a.tanda{color:inherit}.temuan{break-inside:avoid}}
"""


def page(found: Review) -> str:
    """One HTML file, offline: findings in a list, then the document with the same findings beside their places."""
    document = found.document
    marks, lost = _marks(found)
    told = ", ".join(f"{n} {severity}" for severity, n in counts(found.findings).items())
    parts = [
        '<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f"<title>Reviu {_text(document.name)}</title><style>{_STYLE}</style></head><body>",
        f"<header><h1>Reviu {_text(document.name)}</h1><p>{told}.</p>",
        *(f"<p>Tidak terbaca: {_text(line)}</p>" for line in document.unread),
        "</header><main><section><h2>Temuan</h2>",
        *(_finding(f, number) for number, f in enumerate(found.findings, 1)),
        "</section>",
    ]
    if found.ignored:
        parts.append("<section><h2>Diabaikan</h2><ul>")
        parts += (f"<li>{_text(f.line())} – {_text(i.reason)}</li>" for f, i in found.ignored)
        parts.append("</ul></section>")
    parts.append("<section><h2>Dokumen</h2>")
    parts += (_block(block, number, marks) for number, block in enumerate(document.blocks))
    parts.append("</section></main>")
    if lost:
        parts.append(f"<footer><p>{lost} temuan menyangkut dokumen secara keseluruhan.</p></footer>")
    parts.append("</body></html>\n")
    return "\n".join(parts)


Spot = tuple[int, int, int]


class _Margin:
    """The marks beside the document: finding numbers by (block, row, column), -1 standing for no row and column."""

    def __init__(self) -> None:
        self._numbers: dict[Spot, list[int]] = defaultdict(list)
        self._named: set[int] = set()

    def add(self, spot: Spot, number: int) -> None:
        self._numbers[spot].append(number)

    def links(self, spot: Spot) -> str:
        """Links to the findings of a spot; the first mark of a finding is what the finding leads to."""
        return "".join(self._link(number) for number in self._numbers.get(spot, ()))

    def _link(self, number: int) -> str:
        name = "" if number in self._named else f' id="letak-{number}"'
        self._named.add(number)
        return f'<a class="tanda"{name} href="#temuan-{number}">[{number}]</a>'


def _marks(found: Review) -> tuple[_Margin, int]:
    """The margin, and how many findings have no spot in the document."""
    marks, lost = _Margin(), 0
    tables = {name: n for n, b in enumerate(found.document.blocks) if isinstance(b, Table) for name in _names(b)}
    for number, finding in enumerate(found.findings, 1):
        spots = {spot for place in finding.places if (spot := _spot(found, tables, place))}
        lost += not spots
        for spot in spots:
            marks.add(spot, number)
    return marks, lost


def _names(table: Table) -> Iterable[str]:
    return [f"Tabel {table.number}"] if table.number else [table.caption]


def _spot(found: Review, tables: dict[str, int], place: Place) -> Spot | None:
    blocks = found.document.blocks
    quote = place.quote.strip("… ")
    if place.table in tables:
        at = tables[place.table]
        table = blocks[at]
        cells = [c for row in table.rows for c in row if quote and quote in c.text]
        best = next((c for c in cells if c.text.strip() == quote and _fits(table, c, place)), None)
        cell = best or next((c for c in cells if _fits(table, c, place)), None) or (cells[0] if cells else None)
        return (at, cell.row, cell.column) if cell else (at, -1, -1)
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph | Heading) and quote and quote in block.text:
            return at, -1, -1
    return None


def _fits(table: Table, cell: Cell, place: Place) -> bool:
    """True if the cell stands in the row and the column that the place names, as far as it names them."""
    row = " / ".join(c.text for c in table.rows[cell.row])
    titled = not place.column or place.column in table.titles[cell.column] or table.titles[cell.column] in place.column
    return titled and (not place.row or place.row in row or place.row.split(" / ")[0] in row)


def _finding(finding: Finding, number: int) -> str:
    change = (
        f' <span class="ubah">{_text(finding.published)} → {_text(finding.expected)}</span>'
        if finding.published and finding.expected
        else ""
    )
    places = "; ".join(_text(str(p)) for p in finding.places[:_SHOWN])
    if (more := len(finding.places) - _SHOWN) > 0:
        places += f"; dan {more} tempat lain"
    evidence = f"<br/>{_text(finding.evidence)}" if finding.evidence else ""
    return (
        f'<div class="temuan {finding.severity}" id="temuan-{number}"><span class="tingkat">{finding.severity}</span> '
        f"<b>{finding.code}</b> {_text(finding.message)}{change}"
        f'<br/><a class="tempat" href="#letak-{number}">{places}</a>{evidence}</div>'
    )


def _block(block: Block, at: int, marks: _Margin) -> str:
    links = marks.links((at, -1, -1))
    if isinstance(block, Heading):
        level = min(block.level + 2, 6)
        return f"<h{level}>{_text(f'{block.number} {block.text}'.strip())}{links}</h{level}>"
    if isinstance(block, Paragraph):
        return f"<p>{_text(block.text)}{links}</p>"
    rows = "".join(
        f"<tr>{''.join(_cell(block, cell, at, marks) for cell in _own(row, r))}</tr>"
        for r, row in enumerate(block.rows)
    )
    caption = f"Tabel {block.number} {block.caption}" if block.number else block.caption
    return f'<p><b>{_text(caption)}</b>{links}</p><div class="gulir"><table>{rows}</table></div>'


def _own(row: tuple[Cell, ...], r: int) -> Iterable[Cell]:
    """The cells that begin in this row, each once."""
    seen = set()
    for cell in row:
        if cell.row == r and cell.column not in seen:
            seen.add(cell.column)
            yield cell


def _cell(table: Table, cell: Cell, at: int, marks: _Margin) -> str:
    tag = "th" if cell.row < table.header_rows else "td"
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    )
    return f"<{tag}{spans}>{_text(cell.text)}{marks.links((at, cell.row, cell.column))}</{tag}>"


def _text(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br/>")
