"""The data dictionary says what the code does: tables, notations, settings, and the names that narratives may use."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import jinja2
import pytest

from lakip_lib import dictionary, numerals, rules, schema
from lakip_lib.clean import kind_of_unit
from lakip_lib.numerals import Kind
from lakip_lib.office import Office
from lakip_lib.present import _templates, prose
from lakip_lib.present.context import Lazy, context
from lakip_lib.problems import DataError
from lakip_lib.quantity import Quantity

ROOT = Path(__file__).resolve().parent.parent
CODE = "\n".join(
    p.read_text(encoding="utf-8") for p in sorted((ROOT / "lakip_lib").rglob("*.py")) if p.name != "dictionary.py"
)
KINDS = {"uang": Kind.UANG, "jumlah": Kind.JUMLAH, "persen": Kind.PERSEN}
# How code asks for a setting: section and key, or a key at the top.
ASKED = (
    r'\.setting\(\s*"(\w+)",\s*"(\w+)"',
    r'profile(?:\.get\(|\[)"(\w+)"(?:[^)\n]*\)\.get\("(\w+)")?',
    r'\byear(?:\.get\(|\[)"(\w+)"(?:[^)\n]*\)\.get\("(\w+)")?',
    r'self\._(?:one_of|number)\(\s*"(\w+)",\s*"(\w+)"',
)


@pytest.fixture(scope="module")
def office() -> Office:
    """The office of this repository."""
    return Office(ROOT, 2024)


def asked() -> Iterator[str]:
    """Settings that the code asks for, as the dictionary names them."""
    for pattern in ASKED:
        yield from (
            ".".join(filter(None, found)) for found in re.findall(pattern, CODE) if found[0] not in {"lhe", "posisi"}
        )
    for role in re.findall(r'signature\(office(?:, "(\w+)")?\)', "\n".join(cells())):
        yield from (f"{role or 'penandatangan'}.{key}" for key in re.findall(r'\.setting\(role, "(\w+)"', CODE))
    yield from (f"posisi.{what}" for what in re.findall(r"office\.as_of\(.(\w+).\)", "\n".join(cells())))
    for section in re.findall(r'self\._scale\("(\w+)"\)', CODE):
        yield from (f"{section}.{key}" for key in re.findall(r'settings(?:\.get\(|\[)"(\w+)"', CODE))
    yield from (f"lhe.{key}" for key in re.findall(r'\blhe\.get\("(\w+)"', CODE))


def cells() -> Iterator[str]:
    """The code of every chapter notebook, with the notebook's name as its first line."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        yield "\n".join([path.stem, *("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")])


def flat(settings: Mapping[str, Any]) -> set[str]:
    """Names of all settings of a TOML file."""
    names = set()
    for key, value in settings.items():
        names |= {f"{key}.{k}" for k in value} if isinstance(value, dict) else {key}
    return names


def test_committed_file_in_step() -> None:
    """docs/kamus-data.md is what `make docs` would write."""
    assert (ROOT / "docs" / "kamus-data.md").read_text(encoding="utf-8") == dictionary.markdown(), "run `make docs`"


def test_prints_without_heavy_imports() -> None:
    """`python -m lakip_lib.dictionary` prints the dictionary, and needs no pandas, notebook or template package."""
    run = [sys.executable, "-X", "importtime", "-m", "lakip_lib.dictionary"]
    done = subprocess.run(run, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == dictionary.markdown()
    assert not re.search(r"\b(pandas|numpy|matplotlib|nbformat|jinja2|lxml)\b", done.stderr)


def test_every_table_and_column() -> None:
    """Every table has its heading, every column of the catalogue its line."""
    text = dictionary.markdown()
    for table in schema.TABLES:
        part = text.split(f"\n### {table.name}\n", 1)[1].split("\n##", 1)[0]
        assert all(f"\n| `{column.name}` | {column.kind} |" in part for column in table.columns)


def test_every_kind_has_a_notation() -> None:
    """Every kind of column is described."""
    assert set(dictionary.NOTATIONS) == set(get_args(schema.ColumnKind))


@pytest.mark.parametrize(
    ("kind", "typed", "read"), [(k, *e) for k, n in dictionary.NOTATIONS.items() for e in n.examples], ids=lambda v: v
)
def test_examples_are_read_as_stated(kind: str, typed: str, read: str) -> None:
    """The reader makes of every example what the dictionary says."""
    if kind in {"tahun", "bulat"}:
        assert str(numerals.parse_year(typed) if kind == "tahun" else int(typed)) == read
    elif kind == "tanggal":
        assert numerals.write_date(numerals.parse_date(typed)) == read
    else:
        parsed = numerals.parse(" ".join(typed.split()), KINDS.get(kind, Kind.INDEKS))
        values = [parsed.low, parsed.high] if isinstance(parsed, numerals.Range) else [parsed.value]
        stated = [Decimal(part.replace(".", "").replace(",", ".")) for part in read.split(" s.d. ")]
        assert values == stated


@pytest.mark.parametrize("typed", dictionary.MISSING)
@pytest.mark.parametrize("kind", Kind)
def test_missing_values(typed: str, kind: Kind) -> None:
    """Every way to say that there is no number is read as that, with the reason stated, whatever the column."""
    assert numerals.parse(typed, kind) == numerals.Missing(dictionary.MISSING[typed])


def test_units_named_for_nilai() -> None:
    """The units named for `nilai` decide the kind as stated, and any other unit is a count."""
    same = dict.fromkeys(("nilai", "skor", "indeks", "poin", "predikat"), Kind.INDEKS)
    other = {
        "%": Kind.PERSEN,
        "rasio": Kind.RASIO,
        "peringkat": Kind.PERINGKAT,
        "rupiah": Kind.UANG,
        "unit": Kind.JUMLAH,
    }
    for unit, kind in (same | other).items():
        assert kind_of_unit(unit) is kind, unit


def test_settings_of_code_are_documented() -> None:
    """Whatever the code asks profil.toml and tahun.toml for is documented as read, and nothing else is."""
    documented = {s.name for s in (*dictionary.PROFILE, *dictionary.YEAR) if s.read}
    assert set(asked()) == documented


def test_settings_of_the_office_are_documented() -> None:
    """Every setting that this office's files hold is documented."""
    raw = ROOT / "data" / "raw"
    files = {"profil.toml": dictionary.PROFILE} | {
        p.relative_to(raw).as_posix(): dictionary.YEAR for p in raw.glob("*/tahun.toml")
    }
    for file, settings in files.items():
        found = flat(tomllib.loads((raw / file).read_text(encoding="utf-8")))
        assert found <= {s.name for s in settings}, file


def test_rules() -> None:
    """The rules over rows are those that cleaning checks."""
    code = inspect.getsource(rules.broken)
    assert set(re.findall(r"\b_[a-z_]+\b", code)) == set(dictionary.RULES)


def test_names_of_narratives(office: Office) -> None:
    """The names offered to narratives are those documented, behind the dot too."""
    offered = context(office)
    codes = {i.code for i in office.indicators}
    assert set(offered) - codes == set(dictionary.WORDS)
    groups = {name: words for name, words in offered.items() if isinstance(words, (Lazy, dict)) and name not in codes}
    program = next(iter(groups.pop("program").values()))
    groups |= {"KODE": offered[next(iter(codes))], "program['KODE']": program}
    assert {name: set(words) for name, words in groups.items()} == {n: set(g) for n, g in dictionary.GROUPS.items()}


def test_filters_and_tests() -> None:
    """The filters and tests that templates may use beyond Jinja's own are those documented."""
    environment = prose._environment()
    own = set(environment.filters) - set(jinja2.defaults.DEFAULT_FILTERS) - {_templates._COUNTED}
    assert own == set(dictionary.FILTERS)
    assert set(environment.tests) - set(jinja2.defaults.DEFAULT_TESTS) == set(dictionary.TESTS)


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("94", Kind.JUMLAH, "94 (sembilan puluh empat)"),
        ("22.65", Kind.PERSEN, ""),
        ("-3", Kind.JUMLAH, ""),
        ("1E9", Kind.UANG, ""),
    ],
)
def test_words_stand_beside_whole_numbers_only(value: str, kind: Kind, shown: str) -> None:
    """`berbilang` says the number that is shown, or is refused in Indonesian: half a number in words would be wrong."""
    number = Quantity.computed(Decimal(value), kind, "", (), decimals=0 if kind is not Kind.PERSEN else 2)
    if shown:
        assert shown in re.sub("<[^>]+>", "", prose.filled("n.md", "{{ n | berbilang }}", {"n": number}))
    else:
        with pytest.raises(DataError, match=r"n\.md baris 1: .*hanya bilangan bulat"):
            prose.filled("n.md", "{{ n | berbilang }}", {"n": number})


def test_an_unknown_name_is_told_not_what_was_asked_of_it() -> None:
    """Of an indicator that is gone its code is named, not the word behind the dot."""
    with pytest.raises(DataError, match=r"isian yang dikenal, bukan “umkm_laba”"):
        prose.filled("n.md", "{{ umkm_laba.nama }}", {"nama": "x"})
    with pytest.raises(DataError, match=r"isian yang dikenal, bukan “umkm_laba”"):
        prose.filled("n.md", "{{ umkm_laba['nama'].panjang }}", {"nama": "x"})


def test_a_number_in_brackets_that_is_not_there_is_named() -> None:
    """An item that a list or table does not have is told as such, not as a torn template."""
    with pytest.raises(DataError, match=r"isian yang ada, bukan nomor 99"):
        prose.filled("n.md", "{{ upaya[99] }}", {"upaya": {1: "satu"}})


def test_narratives_of_chapters(office: Office) -> None:
    """The narratives that the chapters ask for are those documented, and every file of the office is asked for."""
    asks = {}
    for text in cells():
        names = re.findall(r'show\.prose\(office, f?"([^"]+)"', text)
        if names:
            asks[text.split("\n", 1)[0]] = tuple(name.replace("{i.code}", "KODE") for name in names)
    assert {k: sorted(v) for k, v in asks.items()} == {k: sorted(v) for k, v in dictionary.CHAPTER_TEXTS.items()}
    known = {name.replace("KODE", i.code) for names in asks.values() for name in names for i in office.indicators}
    files = {p.stem for p in (ROOT / "data" / "raw" / "2024" / "narasi").glob("*.md")}
    assert files <= known
