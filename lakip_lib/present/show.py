"""What a chapter calls to put something on the page: each call displays one fragment (docs/fragments.md)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from IPython.display import HTML, display

from lakip_lib import numerals
from lakip_lib.office import Gap, Indicator, Office
from lakip_lib.present import _lab
from lakip_lib.present import prose as _prose
from lakip_lib.present.drawing import Drawing, photo
from lakip_lib.present.grid import Grid

if TYPE_CHECKING:
    from lakip_lib.present.tiles import Tiles

#: Drawings wider than this ask for a landscape page.
_PORTRAIT_MM = 170.0

__all__ = [
    "computed", "cover", "figure", "gap", "heading", "lists", "markup", "pictures", "prose", "signature", "table",
]  # fmt: skip


def _show(fragment: str, label: str = "", title: str = "") -> None:
    display(HTML(fragment))
    _lab.note(label, title)


def markup(fragment: str) -> None:
    """A fragment that is ready."""
    _show(fragment)


def heading(text: str, level: int = 3, label: str = "") -> None:
    """A heading; level 2 is a section (3.2), 3 a subsection (3.2.1), 4 and 5 are unnumbered."""
    identity = f' id="{html.escape(label)}"' if label else ""
    _show(f"<h{level}{identity}>{html.escape(text, quote=False)}</h{level}>", label, f"bagian “{text}”")


def table(grid: Grid | Tiles | Gap, label: str, caption: str) -> None:
    """A numbered table, or tiles, with a caption; a `Gap` is shown as a notice in its place."""
    if isinstance(grid, Gap):
        gap(grid, caption, label)
        return
    note = f'<p class="catatan">{html.escape(grid.note, quote=False)}</p>' if grid.note else ""
    wide = " lebar" if grid.landscape else ""
    title = html.escape(caption, quote=False)
    _show(
        f'<figure class="tabel{wide}" id="{html.escape(label)}"><figcaption>{title}</figcaption>'
        f'<div class="gulir">{grid.to_html()}</div>{note}</figure>',
        label,
        f"Tabel “{caption}”",
    )


def figure(drawing: Drawing | Gap | Sequence[Drawing], label: str, caption: str) -> None:
    """A numbered figure with its caption; several drawings get one caption each, with their part counted."""
    if isinstance(drawing, Gap):
        gap(drawing, caption, label)
        return
    drawings = [drawing] if isinstance(drawing, Drawing) else list(drawing)
    for n, one in enumerate(drawings, 1):
        part = f" ({n} dari {len(drawings)})" if len(drawings) > 1 else ""
        suffix = f"-{n}" if n > 1 else ""
        wide = " lebar" if _printed_mm(one) > _PORTRAIT_MM else ""
        title = html.escape(f"{caption}{part}", quote=False)
        _show(
            f'<figure class="gambar{wide}" id="{html.escape(label)}{suffix}"><div class="kanvas">{one.svg}</div>'
            f"<figcaption>{title}</figcaption></figure>",
            f"{label}{suffix}",
            f"Gambar “{caption}{part}”",
        )


def pictures(office: Office, indicator: Indicator | None = None) -> None:
    """The office's photos about one indicator, or those about none: numbered figures with title and source."""
    code = indicator.code if indicator else ""
    for n, picture in enumerate(office.pictures, 1):
        if picture.indicator == code:
            about = f"{picture.title}. Sumber: {picture.source}" if picture.source else picture.title
            figure(photo(picture), f"fig-foto-{n}", about)


def prose(office: Office, name: str) -> None:
    """The office's own words narasi/`name`.md of the fiscal year, or a notice that they are missing."""
    try:
        _show(_prose.own_words(office, name))
    except Gap as missing:
        gap(missing)


def computed(office: Office, name: str, *, indicator: Indicator | None = None) -> None:
    """Sentences that the library computes from the tables, or a notice of what is missing."""
    try:
        _show(_prose.computed(office, name, indicator=indicator))
    except Gap as missing:
        gap(missing)


def _printed_mm(drawing: Drawing) -> float:
    found = re.search(r'data-lebar-mm="([0-9.]+)"', drawing.svg)
    return float(found[1]) if found else 0.0


def lists(office: Office, indicator: Indicator) -> None:
    """Factors, obstacles and remedies of one indicator, each a numbered list under its heading, or a notice."""
    for table_name, title in (("faktor", "Faktor keberhasilan"), ("kendala", "Kendala"), ("solusi", "Solusi")):
        rows = indicator.listed(table_name)
        heading(title, 5)
        if rows:
            lines = "".join(f"<li>{html.escape(r['uraian'], quote=False)}</li>" for r in rows)
            _show(f'<div class="prosa"><ol>{lines}</ol></div>')
        else:
            gap(Gap(f"{office.file(table_name)} ({indicator.name})"))


def gap(missing: Gap, caption: str = "", label: str = "") -> None:
    """A visible notice of missing data; references to `label` lead to it."""
    about = f" ({caption})" if caption else ""
    identity = f' id="{html.escape(label)}"' if label else ""
    _show(
        f'<p class="celah"{identity}>{html.escape(f"{missing}{about}", quote=False)}</p>',
        label,
        "(data belum tersedia)",
    )


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
    """A signature block from ``[penandatangan]`` (or another section) of profil.toml.

    What is not known stays a blank line.
    """
    place = office.setting(role, "tempat", "")
    date = office.data.year.get("tanggal_laporan", "")
    when = numerals.write_date(numerals.parse_date(date)) if date else "(tanggal belum diisi)"
    blank = "(nama belum diisi)"
    lines = [
        f"{place}, {when}".lstrip(", "),
        office.setting(role, "jabatan", ""),
        "",
        office.setting(role, "nama", "") or blank,
    ]
    lines += [office.setting(role, "pangkat", ""), f"NIP {nip}" if (nip := office.setting(role, "nip", "")) else ""]
    body = "".join(
        f"<p>{html.escape(line, quote=False)}</p>" if line else '<p class="ruang"></p>' for line in lines[:4]
    )
    body += "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines[4:] if line)
    _show(f'<div class="tanda-tangan">{body}</div>')
