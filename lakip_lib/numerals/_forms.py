"""The forms that a typed cell may have: amounts with their units, scales and remarks, and words for no number."""

from __future__ import annotations

import re

from lakip_lib.numerals._values import Separator
from lakip_lib.numerals._writing import NUMBER_WORDS

__all__ = [
    "ABSENT", "FLAGS", "LONGEST", "MISSING", "NO_UNIT", "RANK", "SCALE", "SOME_LETTER", "advice", "all_readings",
    "parts", "tidy",
]  # fmt: skip

RANK = re.compile("^(?:peringkat +(?:ke-?)?|ke-) *", re.IGNORECASE)  # what may stand before a rank
LONGEST = 500  # characters of a cell
SCALE = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "triliun": 12}
_OTHER: dict[str, Separator] = {".": ",", ",": "."}
# No units: other ways to write a scale, money, percent, half a range, an approximation.
NO_UNIT = re.compile(
    r"(^|[ -])(m|k|t|b|mil|mio|ml?y?r|mln|bn|m[iy]l[iy]ard?|tril[iy]y?un|ribu|rb|juta|jt|thousand|[mbtr]+illion|hundred"
    r"|e|x|koma|setengah|lebih|kurang|%|persen|rupiah|rp|s/d|s\.d|sd|sampai|hingga|atau|dan|dari"
    rf"|(ribu|juta|miliar|milyar|triliun|ratus|puluh|belas)an|{'|'.join(sorted(NUMBER_WORDS))})\.?($|[ /-])"
)
_REASONS = {
    "kosong": ("",),
    "kosong (NULL)": ("null",),
    "tanda strip": ("-", "--", "---", "–", "—", "\u2212"),
    "tidak tersedia": ("n/a", "na", "n.a", "n.a.", "tidak tersedia", "data tidak tersedia", "tidak ada data"),
    "tidak tersedia (#N/A)": ("#n/a",),
    "belum dinilai": ("belum dinilai", "belum ada penilaian", "belum ada nilai"),
    "belum tersedia": ("belum tersedia", "data belum tersedia", "belum ada data", "belum ada"),
    "belum diisi": ("belum diisi", "belum terisi"),
    "tidak dianggarkan": ("tidak dianggarkan", "tidak ada anggaran"),
    "tidak ada target": ("tidak ada target", "tidak ditargetkan"),
    "tidak dapat dihitung": ("tidak dapat dihitung",),
}
MISSING = {typed: reason for reason, all_typed in _REASONS.items() for typed in all_typed}

# Blanks between words become plain spaces; a tab or a line break becomes two, which never join groups of digits.
_BLANKS = dict.fromkeys((0xA0, 0x202F, *range(0x2000, 0x200B)), " ") | dict.fromkeys(map(ord, "\t\r\n"), "  ")
FLAGS = re.ASCII | re.IGNORECASE
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
SOME_LETTER = re.compile(f"[{_LETTER}]")
_AMOUNT = re.compile(
    r"(?P<sign>[-+\u2212])? *(?P<open>\()? *(?P<rp>rp\.?)? *(?P<inner>[-+\u2212(])? *"
    r"(?P<body>[0-9]+(?:(?:[.,] *| )[0-9]+)*)(?P<tail> ?[.,]-)?(?: *(?P<percent>%))?(?P<close> *\))?",
    FLAGS,
)
_TO = re.compile(r" *(?P<dash>[-–—]) *| +(?:s/d|s\.d\.?|sd|sampai dengan|sampai|hingga) +", FLAGS)
_REMARK = r"(?: *\((?P<remark>[^()]*)\))?"
_REST = re.compile(
    rf"(?: *(?P<scale>{'|'.join(SCALE)})(?![{_LETTER}.]))?"
    rf"(?: +(?P<unit>[{_LETTER}](?:[{_LETTER} /.&'²³-]*[{_LETTER}.²³])?))?{_REMARK}",
    FLAGS,
)
ABSENT = re.compile(rf"(?P<key>[^()]*?){_REMARK}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<group>[., ])[0-9]{3}(?:(?P=group)[0-9]{3})*")
_DECIMAL = re.compile(
    rf"(?P<whole>0|[1-9][0-9]*|{_GROUPED.pattern})((?!(?P=group))(?P<sign>[.,])(?P<fraction>[0-9]+))?"
)
_SPACED = re.compile(r".* .*[.,][0-9]{3}")  # 1 234.567: could be 1 234 567


def tidy(text: str) -> str:
    """Plain spaces, at most two in a row, none around; of an overlong text only a piece that no pattern fits."""
    if len(text) > LONGEST:
        return "?"
    return re.sub(" {2,}", "  ", text.translate(_BLANKS)).strip(" ")


def parts(cell: str) -> tuple[list[re.Match[str]], re.Match[str] | None, re.Match[str] | None]:
    """One or two amounts, what stands between them, and the rest; no rest: the cell has another form."""
    first = _AMOUNT.match(cell)
    if not first:
        return [], None, None
    if rest := _REST.fullmatch(cell, first.end()):
        return [first], None, rest
    to = _TO.match(cell, first.end())
    second = _AMOUNT.match(cell, to.end()) if to else None
    if not second:
        return [first], to, None
    return [first, second], to, _REST.fullmatch(cell, second.end())


def all_readings(body: str) -> list[tuple[str, str, str | None]]:
    """All well-formed readings, thousands first: whole digits, decimals, and the decimal sign that this implies."""
    found: list[tuple[str, str, str | None]] = []
    if m := _GROUPED.fullmatch(body):
        found.append((body.replace(m["group"], ""), "", _OTHER.get(m["group"])))
    if (m := _DECIMAL.fullmatch(body)) and not (m["group"] and not m["sign"]) and not _SPACED.fullmatch(body):
        found.append((re.sub("[., ]", "", m["whole"]), m["fraction"] or "", m["sign"]))
    return found


def advice(cell: str) -> str:
    """What to do about a cell that has no known form."""
    for c in cell:
        if not c.isprintable() or not (c.isascii() or re.match(f"[{_LETTER}–—\u2212]", c)):
            return f"ada karakter yang tidak dikenal (U+{ord(c):04X}): ketik ulang angkanya"
    if cell.startswith("#"):
        return "rumus di lembar kerja rusak: perbaiki rumusnya, atau kosongkan"
    if re.fullmatch(r"rp\.? *[-–—]+", cell, FLAGS):
        return "tulis 0 bila nol, kosongkan bila belum ada"
    return "tulis satu angka saja, lalu spasi dan satuan, lalu catatan di dalam kurung; kosongkan bila belum ada"
