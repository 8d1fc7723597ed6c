"""What a reader hands over, and what a single line of a report looks like: heading, caption, list item, contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = [
    "FIGURE_LABEL",
    "ITEM",
    "TABLE_LABEL",
    "Grid",
    "Item",
    "Line",
    "RawCell",
    "clean",
    "front_matter",
    "is_caption",
    "is_leader",
    "set_mark",
    "split_number",
    "title_like",
]

_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

_MARKS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_PARTS = r"(?:\s?[.\-–]\s?\d+)"
# a letter that stands for a number has no other behind it: "Tabel di bawah ini" has none
_NUMBER = rf"(?:(?:\d+|[IVXLC]+){_PARTS}*[a-z]?|[A-Z](?:{_PARTS}+[a-z]?)?)(?![^\W\d_])"
TABLE_LABEL = re.compile(rf"(?:Tabel|Table|Tbl)\s*[.:]?\s*({_NUMBER})\s*[.:–-]?\s*(.*)", re.IGNORECASE | re.DOTALL)
FIGURE_LABEL = re.compile(
    rf"(?:Gambar|Grafik|Bagan|Diagram|Foto|Figure)\s*[.:]?\s*({_NUMBER})\s*[.:–-]?\s*(.*)", re.IGNORECASE | re.DOTALL
)
# A label that goes on like this begins a sentence about the table, not its title.
_SENTENCE = re.compile(
    r"(?:di\s?atas|di\s?bawah|berikut|tersebut|ini\b|itu\b|dan\b|dapat|dengan|adalah|maka\b|bahwa"
    r"|me(?:nunjuk|mperlihat|nyaji|nggambar|njelas|muat|rupakan|nampil)|ber(?:isi|kaitan)"
    r"|ter(?:lihat|dapat|sebut)|di(?:ketahui|jelaskan|sajikan|uraikan))",
    re.IGNORECASE,
)
ITEM = re.compile(r"(?:[•·▪●○◦‣➢✓*–—-]|\(?\d{1,2}[.)]|\(\d{1,2}\)|\(?[a-z][.)])(?:\s+|(?=[^\W\d_]))")
_BULLET = re.compile(r"^[•·▪●○◦‣➢✓*–—-]\s*")
_DOTS = r"(?:[.…_]\s?){4,}\s*"
_LEADER = re.compile(rf"{_DOTS}(?:\d{{1,3}}|[ivxlc]+)\s*$")
_OPEN_LEADER = re.compile(rf"{_DOTS}$")

_CHAPTER = re.compile(r"BAB\s+([IVXLC]+|\d+)(?![^\W_])\s*[.:–-]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_ANNEX = re.compile(r"(LAMPIRAN\s+(?:\d+|[IVXLC]+|[A-Z]))(?![^\W_])\s*[.:–-]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_MULTIPART = re.compile(r"((?:\d+|[IVXLC]+|[A-Z])(?:\.\d+)+)(?![\d,%])[.)]?\s*(.*)", re.DOTALL)
_SIMPLE = re.compile(r"\(?(\d{1,2}|[IVXLC]+|[A-Z]|[a-z])[.)]\s*(?!\d)(.*)", re.DOTALL)

_FRONT = re.compile(
    r"(?:kata pengantar|(?:ikhtisar|ringkasan) eksekutif|executive summary"
    r"|daftar (?:isi|tabel|gambar|grafik|bagan|lampiran)|pernyataan telah di\s?reviu?|lampiran(?:-lampiran)?)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 220
_LEADER_END = 200  # characters: enough to see it by
_SHORT = 60
_FEWEST_LETTERS = 3


@dataclass(slots=True)
class Line:
    """A paragraph as the file has it.  `level` and `kind` are set where the file itself says what it is."""

    text: str
    level: int = 0
    kind: str = ""
    bold: bool = False
    centred: bool = False
    quoted: tuple[str, ...] = ()
    page: int = 0


@dataclass(slots=True)
class RawCell:
    """A cell as the file has it, before merged cells are spread over the grid."""

    text: str
    row_span: int = 1
    column_span: int = 1
    quoted: bool = False


@dataclass(slots=True)
class Grid:
    """A table as the file has it: rows of cells, the header rows and the caption that the file declares."""

    rows: list[list[RawCell]]
    header_rows: int = 0
    caption: str = ""
    page: int = 0
    number: str = field(default="", init=False)


Item = Line | Grid


def clean(text: str) -> str:
    """The text with single spaces, line breaks kept, and without characters that do not print."""
    return _BREAKS.sub("\n", _SPACES.sub(" ", text.translate(_INVISIBLE))).strip()


def set_mark(parts: list[str], start: int) -> None:
    """Keep raised digits apart from a figure: 22,65 with the mark of a note is no 22,651.

    `parts` are the texts of a line, of which those from `start` on are raised.
    """
    if "".join(parts[:start])[-1:].isdigit():
        parts[start:] = [p.translate(_MARKS) for p in parts[start:]]


def front_matter(text: str) -> bool:
    """Whether the line is the title of a part that every report has before or after its chapters."""
    return _FRONT.fullmatch(text.strip(" :.")) is not None


def is_leader(text: str, *, numbered: bool = True) -> bool:
    """Whether the line is an entry of a printed contents list: dots, then a page number.

    Without `numbered` dots are enough: the page number is missing where nobody updated the list; so does a form.
    """
    end = text[-_LEADER_END:]
    return _LEADER.search(end) is not None or (not numbered and _OPEN_LEADER.search(end) is not None)


def is_caption(line: Line, label: re.Pattern[str] = TABLE_LABEL) -> re.Match[str] | None:
    """The parts of a caption line (number, title), if the line is one and not a sentence about the table."""
    match = label.match(line.text)
    if match is None or line.kind == "caption":
        return match
    title = match[2]
    if (
        line.kind not in ("", "text")
        or len(title) > _LONGEST_TITLE
        or _SENTENCE.match(title)
        or title.startswith((",", ";", ")"))
    ):
        return None
    return None if title.endswith((".", ":", ";")) and len(title) > _SHORT else match


def title_like(text: str) -> bool:
    """Whether the words are a title by their capitals: nearly all letters upper case."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _FEWEST_LETTERS and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def split_number(text: str) -> tuple[int, str, str]:
    """(level that the number stands for, or 0; number; title) of the words of a heading.

    >>> split_number("BAB III AKUNTABILITAS KINERJA")
    (1, 'III', 'AKUNTABILITAS KINERJA')
    >>> split_number("1.4. SUMBER DAYA MANUSIA")
    (2, '1.4', 'SUMBER DAYA MANUSIA')
    >>> split_number("A. Capaian")
    (0, 'A', 'Capaian')
    """
    text = _BULLET.sub("", " ".join(text.split()))
    if match := _CHAPTER.match(text):
        return 1, match[1].upper(), match[2]
    if match := _ANNEX.match(text):
        return 1, match[1].capitalize() if match[1].isupper() and match[1][-1].isdigit() else match[1], match[2]
    if match := _MULTIPART.match(text):
        return match[1].count(".") + 1, match[1], match[2]
    if match := _SIMPLE.match(text):
        return 0, match[1], match[2]
    return 0, "", text
