# ruff: noqa: PLR2004 - thousands are groups of three, list numbers have two digits
"""Figures as people print them: read leniently, skipped when unreadable, never guessed.

`lakip_lib.numerals` parses one typed cell and complains; here a published page is read, where years, dates, regulation
numbers and list numbers stand between the figures, and where a figure that cannot be read with certainty is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lakip_lib import numerals

__all__ = ["Figure", "in_cell", "in_lines", "in_text", "written"]

_SCALE = r"ribu|juta|jt|mil[iy]ar|milliar|triliun"
_SCALES = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "milliar": 9, "triliun": 12}
_MONTHS = (
    "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
    "|jan|feb|mar|apr|jun|jul|agt|ags|sep|sept|okt|nov|des"
)
_NUMBER = r"\d+(?:[.,]\d+)*"
_MONEY = re.compile(
    r"(?P<sign>(?<![^\s(])(?<![\d%–-]\s)[-−–])?(?<![A-Za-z])(?:Rp|IDR)\s?[.:]?\s*(?P<minus>[-−–]\s?)?(?P<open>\(\s?)?"
    r"(?P<number>\d+(?:\.\s?\d+|,\d+|,\s00(?!\d))*)(?P<tail>\s?[.,]\s?[-–=]+)?"
    rf"(?:\s*(?P<scale>{_SCALE}|rb)\b)?(?:(?(open)\s?(?P<close>\))|(?!)))?",
    re.IGNORECASE,
)
# A dash at the head of a line is a bullet, behind a figure it makes a range.
_PLAIN = re.compile(
    rf"(?<![\w.,/:@_=])(?<!\w[-–])(?P<minus>(?<!^)(?<![\d%])(?<![\d%]\s)[-−–])?(?P<number>{_NUMBER})"
    rf"(?:\s*(?P<scale>{_SCALE}|(?-i:rb))\b)?(?P<after>\s{{0,3}}(?:%|persen\b|prosen\b))?",
    re.IGNORECASE | re.MULTILINE,
)
# Scales that leave the value open: "5 jutaan", "5 (lima) juta"; after money also "Rp 2,5 M" and groups set apart.
_LOOSE = re.compile(rf"\s*(?:\([^()]*\)\s*)?(?:{_SCALE})(?:an)?\b", re.IGNORECASE)
_INITIAL = re.compile(r"\s?(?:rb|[mt])\b(?!\.\w)|\s[.,]?\d{3}(?!\d)", re.IGNORECASE)
# What stands before a number that names something instead of measuring it.
_NAMED = re.compile(
    r"(?:\b(?:tabel|table|gambar|bagan|grafik|diagram|lampiran|bab|sub\s?-?bab|pasal|ayat|butir|huruf|angka|poin|nomor|no"
    r"|nomer|tahun|tahun anggaran|t\.?a|th|thn|halaman|hal|hlm|misi|tujuan|sasaran|sasaran renstra|strategi|triwulan|tw"
    r"|semester|bulan|minggu"
    r"|peringkat|versi|iku|lt|lantai|jalan|jl|km|rt|rw|kelas|tipe|type|pukul|jam|telp|telepon|fax|faks|pp|uu|perpres|perda"
    r"|perwali|perwal|pergub|perbup|permen\w*|kode|koordinat|ke)"
    r"\s*[.:]?\s*(?:ke)?[-–]?\s*|\bke\s?[-–]\s?|[#§≥≤<>]\s*)$",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(rf"^\s*(?:[-–/]|s\.?\s?/?\s?d\.?)?\s*(?:\d{{1,2}}\s+)?(?:{_MONTHS})\b", re.IGNORECASE)
_DATE_BEFORE = re.compile(rf"\b(?:{_MONTHS})\s+$", re.IGNORECASE)
_UNIT = re.compile(
    r"\s*(?:\([A-Za-z][^()]{0,60}\)\s*)?(?P<unit>[A-Za-z][A-Za-z/-]*)(?:\s+(?P<more>[A-Za-z][A-Za-z-]+))?"
)
_LIST = re.compile(r"^\s*(?:[(]?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,4}\.?)(?=\s|$|[^\W\d])")
_COMPOUND = {"unit", "sub", "kelompok", "pelaku", "perangkat", "usaha", "poin"}
_NO_UNIT = re.compile(
    r"dan|atau|yang|dari|dengan|terhadap|pada|di|ke|sampai|hingga|sehingga|maka|dalam|untuk|serta|oleh|karena"
    r"|menjadi|terdiri|terealisasi|tercapai|realisasi|target|tingkat|capaian|sedangkan|dibandingkan|dibanding"
    r"|jika|bila|atas|sebesar|sebanyak|adalah|ini|itu|tersebut|naik|turun|meningkat|menurun|telah|belum|tidak"
    r"|masih|juga|s|d|sd"
)
_LONGEST = 40  # signs of a figure: what Decimal keeps by default, in groups of three
_KINDS = {"money": "rp", "uang": "rp", "percent": "%", "persen": "%", "count": "n", "cacah": "n"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number.

    `unit` is ``Rp``, ``%``, the word(s) after it in lower case, or nothing.  `decimals` counts the printed decimals; it
    is negative for a scaled figure (``2,5 juta`` has -5), so that `tolerance` is always half a unit of the last printed
    digit.  `start` and `end` delimit the number with its sign and currency.  `rounded` is set where the table
    says that it prints thousands or millions: then a whole number has lost digits too.
    """

    value: Decimal
    decimals: int
    unit: str
    text: str
    start: int
    end: int
    rounded: bool = False

    @property
    def tolerance(self) -> Decimal:
        """Half a unit of the last printed digit: how far the true value may lie from the printed one."""
        return Decimal(5).scaleb(-self.decimals - 1)

    @property
    def percent(self) -> bool:
        """Whether it was printed as a percentage."""
        return self.unit == "%"

    @property
    def money(self) -> bool:
        """Whether it was printed as rupiah."""
        return self.unit == "Rp"

    @property
    def exact(self) -> bool:
        """Whether nothing was rounded away: whole rupiah and counts."""
        return not self.rounded and ((self.decimals == 0 and not self.percent) or (self.money and self.decimals >= 0))

    @property
    def slack(self) -> Decimal:
        """The rounding to reckon with when the figure is an input: none for whole rupiah and counts."""
        return Decimal(0) if self.exact else self.tolerance


def _parse(digits: str, kind: str) -> tuple[Decimal, int] | None:  # noqa: PLR0911 - one case a line
    """Value and decimals of a run of digits with points and commas; None when it is endless or its signs disagree."""
    digits = re.sub(r"\s", "", digits)
    if len(digits) > _LONGEST:
        return None
    points, commas = digits.count("."), digits.count(",")
    if not points and not commas:
        return Decimal(digits), 0
    if points and commas:
        mark = max(".", ",", key=digits.rfind)
        group = "," if mark == "." else "."
        if digits.count(mark) > 1:
            return None
        whole, _, rest = digits.partition(mark) if digits.find(mark) > digits.rfind(group) else ("", "", "")
        if not rest or not _grouped(whole, group):
            return None
        return Decimal(whole.replace(group, "") + "." + rest), len(rest)
    mark = "." if points else ","
    whole, _, rest = digits.partition(mark)
    if points + commas > 1:
        return (Decimal(digits.replace(mark, "")), 0) if _grouped(digits, mark) else None
    if len(rest) == 3 and _grouped(digits, mark):
        thousands = kind in ("rp", "n") or (kind == "" and mark == ".")
        if thousands:
            return Decimal(digits.replace(mark, "")), 0
    return Decimal(whole + "." + rest), len(rest)


def _grouped(digits: str, mark: str) -> bool:
    """Whether the digits are grouped in threes from the right, as thousands are."""
    head, *groups = digits.split(mark)
    return bool(groups) and 1 <= len(head) <= 3 and head[0] != "0" and all(len(g) == 3 for g in groups)


def _make(match: re.Match[str], kind: str, unit: str, *, negative: bool) -> Figure | None:
    after = match.string[match.end("number") :]
    loose = not match["scale"] and (_LOOSE.match(after) or (kind == "rp" and _INITIAL.match(after)))
    parsed = _parse(match["number"], kind)
    if loose or parsed is None:
        return None
    value, decimals = parsed
    if match["scale"]:
        power = _SCALES[match["scale"].lower()]
        value, decimals = value.scaleb(power), decimals - power
    return Figure(-value if negative else value, decimals, unit, match[0].strip(), match.start(), match.end())


def _unit(text: str, end: int) -> str:
    """The unit word(s) after a number, past a spelled-out repetition in brackets."""
    match = _UNIT.match(text, end)
    if not match:
        return ""
    if _NO_UNIT.fullmatch(unit := match["unit"].lower()):
        return ""
    more = (match["more"] or "").lower()
    return f"{unit} {more}" if unit in _COMPOUND and more and not _NO_UNIT.fullmatch(more) else unit


def _names(text: str, match: re.Match[str]) -> bool:
    """Whether the number names a year, date, document, table or item instead of measuring something."""
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 24]
    number = match["number"]
    if match["after"]:
        return False
    if _NAMED.search(before) or _DATE_BEFORE.search(before):
        return True
    if re.match(r"[/\\:_@]|[-–]\s?\d|[-–]?[A-Za-z]", after) and not re.match(r"[A-Za-z]{2,}", after):
        return True
    if re.search(r"\d\s?[-–/]\s?$", before):
        return True
    return number.isdigit() and (
        (len(number) <= 2 and bool(_DATE_AFTER.match(after))) or bool(re.fullmatch(r"(?:19|20)\d\d\d?", number))
    )


def in_text(text: str) -> list[Figure]:
    """The figures of running text in order; numbers that name years, dates, documents, tables or items are left out."""
    found: list[Figure] = []
    taken = [(m.start(), m.end()) for m in _LIST.finditer(text)]
    for match in _MONEY.finditer(text):
        taken.append((match.start(), match.end()))
        figure = _make(match, "rp", "Rp", negative=any(match[g] for g in ("sign", "minus", "close")))
        if figure:
            found.append(figure)
    for match in _PLAIN.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken) or _names(text, match):
            continue
        unit = "%" if match["after"] else _unit(text, match.end())
        figure = _make(match, "%" if match["after"] else "", unit, negative=bool(match["minus"]))
        if figure and not (match["number"].count(".") > 1 and not _grouped(match["number"], ".")):
            found.append(figure)
    return sorted(found, key=lambda f: f.start)


_CELL = re.compile(
    r"\s*(?P<open>\()?\s*(?P<sign>[-−–](?=Rp|IDR))?(?P<cur>(?:Rp|IDR)\s*[.:]?)?\s*(?P<inner>\()?"
    r"\s*(?P<minus>[-−–])?\s*(?P<number>\d+(?:[.,]\s?\d+)*)"
    rf"(?P<tail>\s?[.,]\s?[-–=]+|\s?,(?=\s*$))?\s*(?:(?P<scale>{_SCALE}|(?-i:rb))\b)?"
    r"\s*(?P<after>%|persen\b|prosen\b)?\s*(?P<close>\))?"
    r"\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


def in_cell(text: str, *, kind: str | None = None) -> Figure | None:
    """The one figure that a table cell holds, or None: words, several figures, dates, item numbers, ranges.

    `kind` (money, percent, count) comes from the column and decides what ``1.115`` or ``60,555`` mean; without it a
    point before three digits groups thousands and a comma before three digits marks decimals.
    """
    match = _CELL.fullmatch(text)
    if not match:
        return None
    rest = match["rest"].strip()
    if re.search(r"\d", rest) or re.match(r"[.)/:\\-]|s\.?\s?/?\s?d\b|[<>≤≥]", rest) or _DATE_AFTER.match(rest):
        return None
    if (rest and len(rest) > 40) or re.match(r"(?:dari|dan|atau)\b", rest, re.IGNORECASE):
        return None
    opened = bool(match["open"] or match["inner"])
    if opened != bool(match["close"]) and (match["inner"] or not rest.endswith(")")):
        return None
    wanted = "rp" if match["cur"] else "%" if match["after"] else _KINDS.get(kind or "", "")
    if re.search(r"\s", match["number"]) and wanted != "rp":
        return None
    unit = "Rp" if match["cur"] else "%" if match["after"] else _unit(rest, 0) if rest else ""
    negative = bool(match["sign"] or match["minus"] or (opened and match["close"] and not match["after"]))
    return _make(match, wanted, unit, negative=negative)


def in_lines(text: str, *, kind: str | None = None) -> list[Figure]:
    """The figures of a cell with one figure a line; empty unless every filled line holds exactly one."""
    lines = [line for line in text.splitlines() if line.strip()]
    figures = [in_cell(line, kind=kind) for line in lines]
    return [f for f in figures if f] if figures and all(figures) else []


def written(value: Decimal, decimals: int = 0, unit: str = "") -> str:
    """A figure as an Indonesian reader writes it, rounded half up: the way findings say what was expected."""
    body = numerals.write(value, max(decimals, 0))
    return f"Rp{body}".replace("Rp-", "-Rp") if unit == "Rp" else f"{body}%" if unit == "%" else body
