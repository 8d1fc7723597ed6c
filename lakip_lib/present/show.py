"""What a chapter calls to put something on the page: each call displays one fragment (docs/fragments.md)."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from IPython.display import HTML, display

from lakip_lib import numerals
from lakip_lib.clean import Row
from lakip_lib.office import Gap, Office
from lakip_lib.present import prose as _prose
from lakip_lib.present.drawing import Drawing
from lakip_lib.present.grid import Grid

__all__ = ["computed", "cover", "figure", "gap", "heading", "items", "prose", "signature", "table"]


def _show(fragment: str) -> None:
    display(HTML(fragment))


def heading(text: str, level: int = 3, label: str = "") -> None:
    """A heading; level 2 is a section (3.2), 3 a subsection (3.2.1), 4 and 5 are unnumbered."""
    identity = f' id="{html.escape(label)}"' if label else ""
    _show(f"<h{level}{identity}>{html.escape(text, quote=False)}</h{level}>")


def table(grid: Grid | Gap, label: str, caption: str) -> None:
    """A numbered table with its caption; a `Gap` is shown as a notice in its place."""
    if isinstance(grid, Gap):
        gap(grid, caption)
        return
    note = f'<p class="catatan">{html.escape(grid.note, quote=False)}</p>' if grid.note else ""
    wide = " lebar" if grid.wide else ""
    title = html.escape(caption, quote=False)
    _show(
        f'<figure class="tabel{wide}" id="{label}"><figcaption>{title}</figcaption>'
        f'<div class="gulir">{grid.to_html()}</div>{note}</figure>'
    )


def figure(drawing: Drawing | Gap | Sequence[Drawing], label: str, caption: str) -> None:
    """A numbered figure with its caption; several drawings get one caption each, with their part counted."""
    if isinstance(drawing, Gap):
        gap(drawing, caption)
        return
    drawings = [drawing] if isinstance(drawing, Drawing) else list(drawing)
    for n, one in enumerate(drawings, 1):
        part = f" ({n} dari {len(drawings)})" if len(drawings) > 1 else ""
        suffix = f"-{n}" if n > 1 else ""
        wide = " lebar" if one.wide else ""
        title = html.escape(f"{caption}{part}", quote=False)
        _show(f'<figure class="gambar{wide}" id="{label}{suffix}"><div class="kanvas">{one.svg}</div><figcaption>{title}</figcaption></figure>')


def prose(office: Office, name: str) -> None:
    """The office's own words narasi/`name`.md of the fiscal year, or a notice that they are missing."""
    try:
        _show(_prose.own_words(office, name))
    except Gap as missing:
        gap(missing)


def computed(office: Office, name: str, **more: Any) -> None:
    """Sentences that the library computes from the tables, or a notice of what is missing."""
    try:
        _show(_prose.computed(office, name, **more))
    except Gap as missing:
        gap(missing)


def items(rows: Sequence[Row] | Gap, column: str = "uraian", *, what: str = "") -> None:
    """One column of some rows as a numbered list; none at all is a gap named `what`."""
    if isinstance(rows, Gap) or not rows:
        gap(rows if isinstance(rows, Gap) else Gap(what))
        return
    lines = "".join(f"<li>{html.escape(str(r[column]), quote=False)}</li>" for r in rows)
    _show(f'<div class="prosa"><ol>{lines}</ol></div>')


def gap(missing: Gap, caption: str = "") -> None:
    """A visible notice of missing data."""
    about = f" ({caption})" if caption else ""
    _show(f'<p class="celah">{html.escape(f"{missing}{about}", quote=False)}</p>')


def cover(office: Office) -> None:
    """The cover page."""
    lines = [
        ("judul", "Laporan Akuntabilitas Kinerja Instansi Pemerintah"),
        ("tahun", f"Tahun {office.year}" + (" (rencana)" if office.planned_only else "")),
        ("instansi", office.name),
        ("wilayah", f"Pemerintah {office.region}"),
    ]
    body = "".join(f'<p class="{kind}">{html.escape(text, quote=False)}</p>' for kind, text in lines)
    _show(f'<section class="sampul">{body}</section>')


def signature(office: Office, role: str = "penandatangan") -> None:
    """A signature block from ``[penandatangan]`` (or another section) of profil.toml; what is not known stays a blank line."""
    place = office.setting(role, "tempat", "")
    date = office.data.year.get("tanggal_laporan", "")
    when = numerals.write_date(numerals.parse_date(date)) if date else "(tanggal belum diisi)"
    blank = "(nama belum diisi)"
    lines = [f"{place}, {when}".lstrip(", "), office.setting(role, "jabatan", ""), "", office.setting(role, "nama", "") or blank]
    lines += [office.setting(role, "pangkat", ""), f"NIP {nip}" if (nip := office.setting(role, "nip", "")) else ""]
    body = "".join(f"<p>{html.escape(line, quote=False)}</p>" if line else '<p class="ruang"></p>' for line in lines[:4])
    body += "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines[4:] if line)
    _show(f'<div class="tanda-tangan">{body}</div>')
