# ruff: noqa: PLR2004 - three columns make a numbering
"""What the columns of a published table hold: words of the header first, then what the figures below show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from lakip_lib.document.figures import Figure, in_cell
from lakip_lib.document.model import Table

__all__ = ["Column", "columns", "header_rows", "nothing", "numbering", "plain"]

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_MONEY_WORD = re.compile(r"\brp\b|rupiah|anggaran|pagu|belanja|apbd|\bdpa\b|alokasi|keuangan|harga|biaya")
_LARGE = Decimal(100_000)
_SCALED = re.compile(r"\b(?:ribu|ribuan|juta|jutaan|mil[iy]ar|mil[iy]aran|triliun)\b")
_SPACED = re.compile(r"\b(?:[^\W\d_] ){3,}[^\W\d_]\b")  # J U M L A H
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?\s*(?:=.*)?", re.DOTALL)
# Figures of these kinds are quotients: the figure of the whole is no sum of those of its parts.
_QUOTIENT = re.compile(r"\b(?:kepadatan|rasio|rata ?-? ?rata|rerata|indeks|laju|tarif|harga satuan|usia|umur)\b")

_NOTHING = re.compile(r"[-–—.\s]*|(?:data )?(?:belum|tidak)\b.*|n/?a|nihil|null", re.IGNORECASE | re.DOTALL)

# Header words to roles: the first pattern that fits the lowest header cell wins, then the whole title is tried.
_ROLES: tuple[tuple[str, str], ...] = (
    ("nomor", r"(?:no|nomor|no urut|#)\.?"),
    ("kode", r"(?:kode|kode rekening|kode rek\.?|kode program.*)"),
    ("formula", r".*\b(?:formula|formulasi|rumus|penjelasan|definisi|cara (?:menghitung|perhitungan)|metode)\b.*"),
    ("satuan", r"satuan.*"),
    ("efisiensi", r".*\befisiensi.*"),
    ("terhadap akhir", r".*(?:terhadap|thd|dibanding\w*|dengan|atas|dari)\b.*\b(?:akhir|renstra|rpjmd)\b.*"),
    ("terhadap akhir", r".*\b(?:realisasi|capaian|kemajuan)\b.*\bterhadap target (?:tahun )?20\d\d.*"),
    ("target akhir", r".*\btarget\b.*\b(?:akhir|renstra|rpjmd)\b.*"),
    (
        "pertumbuhan",
        r".*\b(?:pertumbuhan|laju|growth)\b.*|.*\b(?:naik|kenaikan|peningkatan|perubahan)\b.*(?:%|persen).*",
    ),
    (
        "selisih",
        r".*\b(?:selisih|deviasi|lebih ?/ ?\(?kurang|naik ?/ ?\(?turun|kenaikan|sisa anggaran|sisa pagu|sisa)\b.*",
    ),
    ("serapan", r".*\b(?:serapan|penyerapan|daya serap)\b.*"),
    ("terhadap lalu", r".*\b(?:terhadap|thd|dibanding\w*)\b.*\b(?:tahun|20\d\d|lalu|sebelumnya)\b.*"),
    ("bobot", r".*\bbobot\b.*"),
    ("kelas", r".*\b(?:skala|kelas|kategori|predikat|kriteria|klasifikasi|kesimpulan|simpulan|status)\b.*"),
    ("bagian", r".*\b(?:proporsi|porsi|kontribusi|komposisi|share)\b.*"),
    ("capaian", r"(?!.*(?:indikator|program|anggaran|keuangan)).*\b(?:capaian|tingkat capaian|pencapaian)\b.*"),
    ("capaian", r".*(?:%|persen\w*|tingkat)\s*capaian.*"),
    ("nilai", r"nilai(?! indikator)\b.*"),
    ("realisasi", r"(?:%|persen\w*)\s*realisasi(?: keuangan| anggaran)?"),
    ("realisasi", r".*\brealisasi\b.*"),
    ("target", r".*\btarget\b.*"),
    ("pagu", r".*\b(?:pagu|anggaran|alokasi|apbd|dpa|dana)\b.*"),
    ("jumlah", r"(?:jumlah|total|jml)(?: total| seluruh\w*)?(?: barang| pegawai| orang)?(?: ?\([^)]*\))?"),
    ("persen", r"(?:\(?%\)?|persen|persentase|prosentase)(?: ?\(%\))?"),
    ("bagian", r".*\bbagian\b.*"),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the lowest header cell, its role, the year it names, and how its figures are printed.

    Roles: nomor, kode, label, satuan, formula, kelas; target, realisasi, capaian, target akhir, terhadap akhir,
    terhadap lalu, selisih, pertumbuhan, efisiensi; pagu, realisasi uang, serapan; bobot, nilai; tahun (one year of a
    series), baris tahun (the year that names the row), jumlah, bagian, persen (a percentage whose base is not known),
    cacah (other figures).  `kind` is money, percent, count, number or nothing; `scaled` money is printed in thousands
    or millions of rupiah.
    """

    index: int
    title: str
    leaf: str
    role: str
    kind: str
    year: int | None
    scaled: bool = False

    @property
    def additive(self) -> bool:
        """Whether its figures may be summed downwards: money and counts, not percentages or scores."""
        if self.kind == "money" or self.role in ("bobot", "nilai", "bagian"):
            return True
        counted = ("cacah", "jumlah", "pagu", "realisasi uang", "tahun", "selisih")
        return self.kind == "count" and self.role in counted and not _QUOTIENT.search(self.title)


def plain(text: str) -> str:
    """Lower case, one line, hyphens at line ends and spaced letters joined: header words as they are matched."""
    line = re.sub(r"\s+", " ", re.sub(r"-\s*\n\s*|(?<=[a-z])- (?=[a-z])", "", text)).strip().lower()
    return _SPACED.sub(lambda m: m[0].replace(" ", ""), line)


def nothing(text: str) -> bool:
    """Whether a cell is empty, or says that there is no value: a dash, ``belum dinilai``, ``n/a``."""
    return _NOTHING.fullmatch(text.strip()) is not None


def header_rows(table: Table) -> int:
    """How many rows are header: the reader's count, extended past rows that a header cell reaches into."""
    count = max(table.header_rows, 0)
    while 0 < count < len(table.rows) - 1:
        row = table.rows[count]
        reached = [c for c in row if c.row < count and c.text.strip()]
        own = [c for c in row if c.row >= count and c.text.strip()]
        figures = [c for c in own if in_cell(c.text) and not _YEAR.fullmatch(c.text.strip())]
        if not reached or figures or not own:
            break
        count += 1
    return count


def numbering(texts: Sequence[str]) -> bool:
    """Whether the cells of a row only count the columns: 1 2 3, or (1) (2) (3)=(2)/(1)."""
    filled = [t.strip() for t in texts if t.strip()]
    return (
        len(filled) > 2
        and all(_COLUMN_NUMBER.fullmatch(t) for t in filled)
        and all(int(b) == int(a) + 1 for a, b in pairwise(re.findall(r"\d+", t)[0] for t in filled))
    )


def _kind(title: str, leaf: str, figures: Sequence[Figure]) -> str:
    if not figures:
        return ""
    percent = sum(f.percent for f in figures)
    rupiah = sum(f.money for f in figures)
    large = sum(abs(f.value) >= _LARGE for f in figures)
    if rupiah * 2 >= len(figures) or re.search(r"\brp\b|rupiah", leaf):
        return "money"
    if percent * 2 >= len(figures) or re.search(r"%|\bpersen|prosentase", leaf):
        return "percent"
    if large * 2 >= len(figures) and _MONEY_WORD.search(title):
        return "money"
    if all(f.decimals <= 0 for f in figures):
        return "money" if large * 2 > len(figures) and sum(abs(f.value) >= 10 * _LARGE for f in figures) else "count"
    return "number"


def _role(title: str, leaf: str, kind: str, *, filled: bool) -> str:
    if re.fullmatch(r"(?:tahun )?(?:19|20)\d\d(?: ?\(?%\)?)?", leaf):
        return "tahun"
    if re.fullmatch(r"tahun(?: anggaran| ke)?", leaf):
        return "baris tahun"
    for text in (leaf, title):
        for role, pattern in _COMPILED:
            if pattern.fullmatch(text):
                return _money_role(role, kind, title, filled=filled)
    if not filled:
        return "label"
    if kind == "percent":
        return "persen"
    return "cacah"


def _money_role(role: str, kind: str, title: str, *, filled: bool) -> str:
    if role == "realisasi" and kind == "money":
        return "realisasi uang"
    if role == "realisasi" and re.match(r"(?:%|persen)", title):
        return "persen"
    if role in ("pagu", "jumlah") and kind == "money":
        return "pagu" if role == "pagu" or "anggaran" in title else "jumlah"
    if role == "pagu":
        return "persen" if kind == "percent" else "cacah" if filled else "label"
    if role in ("target", "nilai", "jumlah") and not filled:
        return "label" if role == "jumlah" else role
    return role


def columns(table: Table, header: int, rows: Sequence[int], kind: str | None = None) -> tuple[Column, ...]:
    """The columns with their roles; `rows` hold data, `kind` is how figures are read that could be of any."""
    width = max((len(r) for r in table.rows), default=0)
    titles = [r for r in table.rows[:header] if not numbering([c.text for c in r])]
    found = []
    for c in range(width):
        parts = list(dict.fromkeys(plain(r[c].text) for r in titles if c < len(r) and r[c].text.strip()))
        title, leaf = " ".join(parts), parts[-1] if parts else ""
        cells = [table.rows[r][c] for r in rows if c < len(table.rows[r])]
        texts = [cell.text for cell in cells if cell.text.strip() and not cell.quoted]
        figures = [f for f in (in_cell(t, kind=kind) for t in texts) if f]
        filled = bool(figures) and len(figures) * 2 >= sum(not nothing(t) for t in texts)
        shown = _kind(title, leaf, figures) if filled else ""
        role = _role(title, leaf, shown, filled=filled)
        year = _YEAR.search(leaf) or _YEAR.search(title)
        found.append(
            Column(
                c,
                title,
                leaf,
                role,
                shown,
                int(year[1]) if year else None,
                shown == "money" and bool(_SCALED.search(title) or _SCALED.search(plain(table.caption))),
            )
        )
    return tuple(_settled(found))


def _settled(found: list[Column]) -> list[Column]:
    """Roles that only the neighbours decide: a bare ``%`` is absorption, achievement or a share."""
    for i, column in enumerate(found):
        before = [c.role for c in found[:i]]
        if re.search(r"fisik|output|keluaran|tertimbang|rencana", column.title):
            continue
        if column.role == "persen" and column.kind != "money":
            if "realisasi uang" in before and "pagu" in before:
                # behind an absorption a further percentage, such as that of what is left, finds its base by arithmetic
                latest = next(r for r in reversed(before) if r in ("realisasi uang", "serapan"))
                found[i] = replace(column, role="serapan" if latest == "realisasi uang" else "bagian")
            elif "target" in before and "realisasi" in before:
                found[i] = replace(column, role="capaian")
            elif any(c.kind in ("count", "money") and c.role in ("jumlah", "pagu", "cacah") for c in found[:i]):
                found[i] = replace(column, role="bagian")
        if column.role == "capaian" and column.kind == "money":
            found[i] = replace(column, role="realisasi uang")
    return found
