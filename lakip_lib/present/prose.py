"""Narratives: Markdown templates whose numbers are placeholders, rendered to HTML in which every number has its origin.

The office's own words are data/raw/<year>/narasi/*.md; the library's (lakip_lib/templates/*.md) are sentences that are
true of any office because they are computed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import resources

import jinja2
import mistune

from lakip_lib import numerals
from lakip_lib.office import Gap, Indicator, Office
from lakip_lib.present._messages import and_list
from lakip_lib.present._templates import Environment, render
from lakip_lib.present.context import context
from lakip_lib.present.origin import number_html
from lakip_lib.problems import DataError, Problem, nearest
from lakip_lib.quantity import Kind, Quantity, Span
from lakip_lib.timelimit import TooLong, at_most

__all__ = ["check", "computed", "own_words"]

#: Values wait behind these marks while Markdown is rendered, so that no text of a table is ever read as Markdown.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(.*?){_CLOSE}", re.DOTALL)
#: The achievement, in percent, of a target that is just met.
_FULL = 100
#: Up and down in words that do not say which way is good, except for ranks: there a smaller number is a better place.
_MOVES = {"peringkat": ("memburuk", "membaik")}
#: Seconds for all narratives of a year; they take a tenth of one.
_LONGEST = 20
#: What Jinja says of a name, or of a number in brackets, that is not there.
_NAME = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
_NUMBER = re.compile(r"has no element (.+)")
#: Where a link may lead.
_LINKS = ("#", "https://", "http://", "mailto:")
_EMPTY_LINK = re.compile(r'<a href="(#[^"]+)"></a>')


def own_words(office: Office, name: str) -> str:
    """The office's narrative `name` as an HTML fragment.

    Raises `Gap` if it is not there, `DataError` if it cannot be filled.
    """
    found = office.narrative(name)
    if found is None:
        raise Gap(f"{office.year}/narasi/{name}.md")
    return filled(found[0], found[1], context(office))


def check(office: Office) -> None:
    """Fill every narrative of the fiscal year once; raises `DataError` with the problems of all of them."""
    problems: list[Problem] = []
    name = ""
    try:
        with at_most(_LONGEST):
            for name in office.narratives():
                try:
                    own_words(office, name)
                except DataError as error:
                    problems += error.problems
                except Gap:
                    continue
    except TooLong:
        expected = f"narasi yang bersama-sama terisi dalam {_LONGEST} detik"
        todo = "Sederhanakan perulangan dan tanda Markdown-nya."
        problems.append(Problem(f"{office.year}/narasi/{name}.md", 1, "", "", expected, todo))
    if problems:
        raise DataError(problems)


def computed(office: Office, name: str, *, indicator: Indicator | None = None) -> str:
    """The library's sentences `name` as an HTML fragment; ``i`` in the template is the `indicator`, if one is given."""
    path = resources.files("lakip_lib") / "templates" / f"{name}.md"
    return filled(f"lakip_lib/templates/{name}.md", path.read_text(encoding="utf-8"), context(office, indicator))


def filled(file: str, text: str, words: Mapping[str, object]) -> str:
    """The template `text` with `words` put in, as an HTML fragment; a `DataError` names `file` and line."""
    text = _unmarked(text)
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"{_OPEN}{len(kept) - 1}{_CLOSE}"

    try:
        body = _markdown(_MARK.sub(keep, render(_environment(), text, words)))
    except (DataError, Gap):  # a table that a word asked for
        raise
    except Exception as error:  # noqa: BLE001 - whatever a template makes of the words, its author can mend it
        raise DataError([_problem(file, text, error, words)]) from None
    body = _EMPTY_LINK.sub(r'<a class="rujuk" href="\1"></a>', body)
    return f'<div class="prosa">{_MARK.sub(lambda m: kept[int(m[1])], body)}</div>'


@cache
def _environment() -> Environment:
    filters = {
        "angka": lambda q: _Shown(number_html(q)),
        "mutlak": _magnitude,
        "berbilang": _with_words,
        "naik_turun": lambda q: _by_sign(q, *_MOVES.get(q.unit, ("naik", "turun")), "tetap"),
        "kenaikan": lambda q: _by_sign(q, "kenaikan", "penurunan", "perubahan"),
        "tercapai": _reached,
        "daftar": _listing,
    }
    tests = {"ada": lambda q: getattr(q, "known", q not in (None, ""))}
    return Environment(filters, tests, finalize=_marked, trim_blocks=True, lstrip_blocks=True)


@cache
def _mistune() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Renderer(escape=True))


def _markdown(text: str) -> str:
    return str(_mistune()(text)).strip()


class _Renderer(mistune.HTMLRenderer):
    """Markdown without pictures, which lie in gambar.csv, and with links that lead into the report or to the web."""

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 - as mistune calls it
        return html.escape(f"![{text}]({url})")

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith(_LINKS):
            return super().link(text, url, title)
        return f"{text} ({html.escape(url)})"


def _unmarked(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")


class _Shown(str):
    """HTML that is ready; everything else is escaped."""

    __slots__ = ()


def _marked(value: object) -> str:
    if isinstance(value, jinja2.Undefined):
        return str(value)
    if isinstance(value, _Shown):
        shown: str = value
    elif isinstance(value, (Quantity, Span)):
        shown = number_html(value, unit=True)
    elif isinstance(value, (str, int, Decimal)):
        shown = html.escape(str(value), quote=False)
    else:
        raise TypeError("bukan satu nilai: sebut salah satu isian di dalamnya")
    return f"{_OPEN}{_unmarked(shown)}{_CLOSE}"


def _magnitude(q: Quantity) -> Quantity:
    """The same without its sign, for sentences whose word already says naik or turun."""
    if not q.known or q.value >= 0:
        return q
    return Quantity.computed(
        -q.value, q.kind, "besarnya {0}", (q,), decimals=q.decimals, unit=q.unit, name=f"besar {q.name}"
    )


def _with_words(n: int | str | Quantity) -> _Shown | str:
    """``5 (lima)``; the words are those of the number as it is shown."""
    if isinstance(n, Quantity):
        if not n.known:
            return _Shown(number_html(n))
        bare = replace(n, unit="")
        return _Shown(f"{number_html(bare, unit=bare.kind is Kind.UANG)} ({_spelled(n.official().value)})")
    return f"{n} ({_spelled(n)})"


def _spelled(number: object) -> str:
    try:
        return numerals.words(int(str(number)))
    except ValueError:
        raise ValueError("hanya bilangan bulat dari 0 sampai 999.999.999 yang dapat ditulis dengan kata") from None


def _by_sign(q: Quantity, up: str, down: str, same: str) -> str:
    if not q.known:
        return f"berubah ({q.missing})"
    value = numerals.rounded(q.value, q.decimals)
    return up if value > 0 else down if value < 0 else same


def _reached(achieved: Quantity) -> str:
    if not achieved.known:
        return f"belum dapat dinilai ({achieved.missing})"
    value = numerals.rounded(achieved.value, achieved.decimals)
    return "melampaui target" if value > _FULL else "mencapai target" if value == _FULL else "belum mencapai target"


def _listing(items: object) -> _Shown:
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise TypeError("bukan daftar")
    return _Shown(and_list(_marked(i)[1:-1] for i in items))


def _problem(file: str, text: str, error: Exception, words: Mapping[str, object]) -> Problem:
    """Where in the template the error lies, and what could have been meant."""
    line = error.lineno if isinstance(error, jinja2.TemplateSyntaxError) else _line_of(error)
    typed = text.splitlines()[line - 1].strip() if 0 < line <= len(text.splitlines()) else ""
    message = str(error.args[0]) if error.args else str(error)
    undefined = isinstance(error, jinja2.UndefinedError)
    if undefined and (unknown := _NAME.search(message)):
        name = unknown[1] or unknown[2]
        known = {*words, *(k for w in words.values() if isinstance(w, Mapping) for k in w)}
        return Problem(
            file,
            line,
            "",
            typed,
            f"isian yang dikenal, bukan “{name}”",
            nearest(name, map(str, known)) or "Lihat daftar isian narasi di kamus data.",
        )
    if undefined and (unknown := _NUMBER.search(message)):
        return Problem(file, line, "", typed, f"isian yang ada, bukan nomor {unknown[1]}", "Periksa nomornya.")
    if isinstance(error, AttributeError):
        return Problem(file, line, "", typed, "penyaring yang cocok dengan nilainya", "Lihat kamus data.")
    return Problem(file, line, "", typed, "templat narasi yang utuh", f"Perbaiki baris itu ({message}).")


def _line_of(error: BaseException) -> int:
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
