"""Reading and writing numbers, dates and years."""

import datetime as dt
import itertools
import pickle
import re
import time
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from lakip_lib import numerals
from lakip_lib.numerals import Kind, Missing, Number, NumeralError, Range, parse

FIXED = settings(derandomize=True, database=None, max_examples=300, deadline=None)
UANG, JUMLAH, PERSEN, INDEKS, POIN, RASIO, PERINGKAT = Kind
NBSP = "\u00a0"
DECIMALS = {UANG: (0, 2), JUMLAH: (0, 0), PERINGKAT: (0, 0)}
kinds = st.sampled_from(Kind)


def decimal(digits: int, decimals: int) -> Decimal:
    """`digits` with the last `decimals` of them behind the decimal sign."""
    return Decimal(digits).scaleb(-decimals)


@st.composite
def numbers(draw: st.DrawFn, kind: Kind | None = None) -> tuple[Decimal, Kind, int]:
    """A value that its kind can have, the kind, and the decimals that show all of it."""
    kind = kind or draw(kinds)
    decimals = draw(st.integers(*DECIMALS.get(kind, (1, 4))))
    low = 1 if kind is PERINGKAT else -(10**15)
    return decimal(draw(st.integers(low, 10**15) | st.integers(max(low, -20_000), 20_000)), decimals), kind, decimals


def outcome(text: str, kind: Kind, hint: str | None = None) -> object:
    """What `parse` returns, or None if it refuses."""
    try:
        return parse(text, kind, decimals_hint=hint)
    except NumeralError:
        return None


# -- the notations of the domain -----------------------------------------------------------------------------

READ = [
    ("Rp. 5. 840.935.330,00", UANG, "5840935330", ""),
    ("Rp.     75.009.081", UANG, "75009081", ""),
    ("Rp. 22.275.313.470,-", UANG, "22275313470", ""),
    ("Rp.653.189.096 ", UANG, "653189096", ""),
    ("Rp60.000.000", UANG, "60000000", ""),
    ("21.690.799.282,98", UANG, "21690799282.98", ""),
    ("6,318,563,994", UANG, "6318563994", ""),
    ("6,318,563,994.50", UANG, "6318563994.50", ""),
    ("75009081", UANG, "75009081", ""),
    ("1.115", UANG, "1115", ""),
    ("1,115", UANG, "1115", ""),
    ("2,5 juta", UANG, "2500000", ""),
    ("Rp 2,5 jt", UANG, "2500000", ""),
    ("1,2 miliar", UANG, "1200000000", ""),
    ("1,2 Milyar rupiah", UANG, "1200000000", ""),
    ("3 triliun", UANG, "3000000000000", ""),
    ("500 ribu", UANG, "500000", ""),
    ("500rb", UANG, "500000", ""),
    ("-Rp 5.000", UANG, "-5000", ""),
    ("Rp -5.000", UANG, "-5000", ""),
    ("Rp (1.250)", UANG, "-1250", ""),
    ("(Rp 1.250)", UANG, "-1250", ""),
    ("(1.250)", UANG, "-1250", ""),
    ("(1.250)", JUMLAH, "-1250", ""),
    ("1.115", JUMLAH, "1115", ""),
    ("1,115", JUMLAH, "1115", ""),
    ("1.115,00", JUMLAH, "1115", ""),
    ("1 234 567", JUMLAH, "1234567", ""),
    ("1 234 567,00", UANG, "1234567", ""),
    ("80 Unit Usaha", JUMLAH, "80", "Unit Usaha"),
    ("26 orang/bulan", JUMLAH, "26", "orang/bulan"),
    ("1,2 juta orang", JUMLAH, "1200000", "orang"),
    ("12 m²", JUMLAH, "12", "m²"),
    ("- 12", JUMLAH, "-12", ""),
    ("\u221212", JUMLAH, "-12", ""),
    ("+12", JUMLAH, "12", ""),
    ("0", JUMLAH, "0", ""),
    ("18.75%", PERSEN, "18.75", "%"),
    ("18,75%", PERSEN, "18.75", "%"),
    ("74.93", PERSEN, "74.93", ""),
    ("83,83", PERSEN, "83.83", ""),
    ("105,202%", PERSEN, "105.202", "%"),
    ("60,555", PERSEN, "60.555", ""),
    ("60,555", INDEKS, "60.555", ""),
    ("60.555", POIN, "60.555", ""),
    ("0,26 %", PERSEN, "0.26", "%"),
    ("- 28,39%", PERSEN, "-28.39", "%"),
    ("1.234,5%", PERSEN, "1234.5", "%"),
    ("100 persen", PERSEN, "100", "%"),
    ("0.2849", PERSEN, "0.2849", ""),
    ("0.2849", RASIO, "0.2849", ""),
    ("0,555", RASIO, "0.555", ""),
    ("0.555", PERSEN, "0.555", ""),
    ("76.35 skor", INDEKS, "76.35", "skor"),
    ("1,87 poin", POIN, "1.87", "poin"),
    ("3", PERINGKAT, "3", ""),
    ("peringkat 3", PERINGKAT, "3", ""),
    ("Peringkat ke-3", PERINGKAT, "3", ""),
    ("ke-3", PERINGKAT, "3", ""),
]


@pytest.mark.parametrize(("text", "kind", "value", "unit"), READ)
def test_notations(text: str, kind: Kind, value: str, unit: str) -> None:
    """Every notation met in real reports gives its one value and unit."""
    assert parse(text, kind) == Number(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "kind", "result"),
    [
        ("38% (Evaluasi Semester I)", PERSEN, Number(Decimal(38), "%", "Evaluasi Semester I")),
        ("38,5  ( per 31 Desember 2024 )", INDEKS, Number(Decimal("38.5"), "", "per 31 Desember 2024")),
        ("5 program (lima)", JUMLAH, Number(Decimal(5), "program", "lima")),
        ("21 (dua puluh satu)", JUMLAH, Number(Decimal(21), "", "dua puluh satu")),
        ("0 - 5", JUMLAH, Range(Decimal(0), Decimal(5))),
        ("0–5", JUMLAH, Range(Decimal(0), Decimal(5))),
        ("0 s/d 5", JUMLAH, Range(Decimal(0), Decimal(5))),
        ("0 s.d. 5 hari", JUMLAH, Range(Decimal(0), Decimal(5), "hari")),
        ("0 sampai dengan 5", JUMLAH, Range(Decimal(0), Decimal(5))),
        ("-5 s/d 5", JUMLAH, Range(Decimal(-5), Decimal(5))),
        ("2,5% - 7,5% (sasaran)", PERSEN, Range(Decimal("2.5"), Decimal("7.5"), "%", "sasaran")),
        ("Rp 1.000 - Rp 2.000", UANG, Range(Decimal(1000), Decimal(2000))),
    ],
)
def test_remarks_and_ranges(text: str, kind: Kind, result: object) -> None:
    """Remarks and both ends of ranges are kept."""
    assert parse(text, kind) == result


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "kosong"),
        (f" {NBSP}\n", "kosong"),
        ("NULL", "kosong (NULL)"),
        ("-", "tanda strip"),
        (" – ", "tanda strip"),
        ("—", "tanda strip"),
        ("n/a", "tidak tersedia"),
        ("NA", "tidak tersedia"),
        ("N.A.", "tidak tersedia"),
        ("#N/A", "tidak tersedia (#N/A)"),
        ("Belum dinilai", "belum dinilai"),
        ("belum  dinilai", "belum dinilai"),
        ("Belum ada penilaian", "belum dinilai"),
        ("Belum dinilai (menunggu LHE 2024)", "belum dinilai (menunggu LHE 2024)"),
        ("Tidak dianggarkan", "tidak dianggarkan"),
    ],
)
@pytest.mark.parametrize("kind", Kind)
def test_missing(text: str, reason: str, kind: Kind) -> None:
    """An absence is neither 0 nor an error: it keeps its reason, whatever the kind."""
    assert parse(text, kind) == Missing(reason)


REFUSED = {
    "malformed grouping": "1.23.456 12.34,567.8 1,2,3 1.1155 1.2345.678 1,234.567,8 1.234.56 0.123.456",
    "lost digits": ".5 ,5 5. 5, 1..5 1.,5",
    "fractions of a count": "12,5 1.115,01 1,5 0,555 1.234,000 1.115,001",
    "leading zeros": "007 00 01.115 00,5",
    "other notations of numbers": "1e5 1E5 0x10 1_000 inf nan Infinity NaN 5/2 1:2 2^3 1'234 5x",
    "other digits": "١٢٣ ² 1² ½ １２ １.１１５ Ⅳ ५ 1\u200b2 1٫5",
    "other kinds": "5% 5‰ Rp5 5persen",
    "formula errors": "#REF! #DIV/0! #VALUE! #NAME?",
    "signs": "--5 +-5 5- (-5) -(5) ((5)) (5 5) –5",
}


@pytest.mark.parametrize("text", [text for texts in REFUSED.values() for text in texts.split(" ")])
def test_refused_counts(text: str) -> None:
    """A count that is not written in one well-formed way is an error, never a number or an absence."""
    assert outcome(text, JUMLAH) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("45.970.390 atau 25.948.090", UANG),
        ("5 (enam)", JUMLAH),
        ("5 (5)", JUMLAH),
        ("45 (76,47%)", JUMLAH),
        ("- (1.250)", JUMLAH),
        ("(76,47%)", PERSEN),  # in prose this is 76,47 in brackets, not a negative number
        ("5. 840.935.330", UANG),  # without Rp this may be item 5 of a list
        ("Rp 5. 840", UANG),
        ("1. 575", JUMLAH),
        ("1\n234", JUMLAH),
        ("1\t234", JUMLAH),
        ("1  234", JUMLAH),
        ("1 234", PERSEN),
        ("12 34", JUMLAH),
        ("1 234.567", UANG),
        ("1.234,567", UANG),
        ("1234.5678", UANG),
        ("5840.935", UANG),
        ("1.250 miliar", UANG),
        ("5 M", UANG),
        ("5 M", JUMLAH),
        ("5 K", JUMLAH),
        ("5 ribu juta", JUMLAH),
        ("2 juta 500 ribu", UANG),
        ("2 juta lima ratus ribu", JUMLAH),
        ("5 ribu lebih", JUMLAH),
        ("5 million", JUMLAH),
        ("5 juta/orang", JUMLAH),
        ("5 jutaan", JUMLAH),
        ("5 ribuan orang", JUMLAH),
        ("5 orang", UANG),
        ("Rp -", UANG),
        ("5,-", JUMLAH),
        ("5%", INDEKS),
        ("5%", RASIO),
        ("5 persen", JUMLAH),
        ("5 rupiah", JUMLAH),
        ("Rp 5", PERSEN),
        ("38 orang", PERSEN),
        ("2 juta", PERSEN),
        ("0", PERINGKAT),
        ("-1", PERINGKAT),
        ("1.115", RASIO),
        ("5 - 0", JUMLAH),
        ("-5 - 5", JUMLAH),
        ("0 - 5 - 7", JUMLAH),
        ("2 - 3 juta", UANG),
        ("5 s/d", JUMLAH),
        ("12-07-2024", JUMLAH),
        ("± 5", JUMLAH),
        ("> 85", INDEKS),
        ("sekitar 5", JUMLAH),
        ("5 (lima", JUMLAH),
        ("1" * 29, JUMLAH),
    ],
)
def test_refused(text: str, kind: Kind) -> None:
    """Two numbers, wrong kinds, doubtful scales and doubtful spaces are errors."""
    assert outcome(text, kind) is None


def test_error_says_what_to_do() -> None:
    """An error names the text, what was expected and what to do, shortens long texts, and survives pickling."""
    with pytest.raises(ValueError, match="'5%' tidak dapat dibaca sebagai bilangan bulat") as caught:
        parse("5%", JUMLAH)
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  our own bytes
    assert (type(error), error.text, error.expected, error.hint) == (
        NumeralError,
        "5%",
        caught.value.expected,
        caught.value.hint,
    )
    assert len(str(NumeralError("9" * 1000, "angka", "perbaiki"))) < 200


# -- separators ----------------------------------------------------------------------------------------------


def test_hint_decides_only_what_the_kind_leaves_open() -> None:
    """The rest of the column decides for ratios and before scale words; elsewhere the kind has decided."""
    assert parse("1.115", RASIO, decimals_hint=".") == Number(Decimal("1.115"))
    assert parse("1.115", RASIO, decimals_hint=",") == Number(Decimal(1115))
    assert parse("1,250 miliar", UANG, decimals_hint=",") == Number(Decimal(1_250_000_000))
    assert parse("1,250 miliar", UANG, decimals_hint=".") == Number(Decimal(1_250_000_000_000))
    for hint in (".", ","):
        assert parse("1.115", JUMLAH, decimals_hint=hint) == Number(Decimal(1115))
        assert parse("1.115", PERSEN, decimals_hint=hint) == Number(Decimal("1.115"))


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        ([], None),
        (["1.115", "60,555", "7", "-", "rusak", "1.23.456,7,8"], None),
        (["18,75%", "1.115"], ","),
        (["18.75%", "60,555"], "."),
        (["18.75%", "18,75%"], None),
        (["1.234.567"], ","),
        (["Rp 1,234,567"], "."),
        (["0.555"], "."),
        (["1.115 - 2,5"], ","),
        (["1,5 " + "x" * 1000], None),
        (["1 234 567"], None),
    ],
)
def test_separator_of(texts: list[str], sign: str | None) -> None:
    """Only unambiguous, readable cells count, and they must agree."""
    assert numerals.separator_of(texts) == sign


# -- properties ----------------------------------------------------------------------------------------------


@FIXED
@given(numbers())
def test_written_numbers_read_back(case: tuple[Decimal, Kind, int]) -> None:
    """parse(write(x)) = x for every kind, with its unit as well, under the hint that our notation gives."""
    value, kind, decimals = case
    assert parse(numerals.write(value, decimals), kind, decimals_hint=",") == Number(value)
    unit = {UANG: "", PERSEN: "%", POIN: "poin", PERINGKAT: ""}.get(kind, "unit usaha")
    assert parse(numerals.with_unit(value, kind, decimals, unit), kind, decimals_hint=",") == Number(value, unit)


@FIXED
@given(numbers())
def test_english_grouping_reads_back(case: tuple[Decimal, Kind, int]) -> None:
    """The English notation of a number gives the same value."""
    value, kind, decimals = case
    assert parse(f"{value:,.{decimals}f}", kind, decimals_hint=".") == Number(value)


@FIXED
@given(numbers(), st.sampled_from([" ", NBSP, "  ", "\u2009", f"{NBSP} ", "\u202f\u2007 "]))
def test_blanks_do_not_matter(case: tuple[Decimal, Kind, int], blank: str) -> None:
    """Blanks of any sort around a number, its sign, Rp, unit and remark change nothing."""
    value, kind, decimals = case
    number = numerals.write(abs(value), decimals)
    sign = "-" if value < 0 else ""
    unit = {UANG: "", PERSEN: "%", POIN: " poin"}.get(kind, " unit usaha")
    text = f"{sign} {'Rp' if kind is UANG else ''} {number}{unit} (catatan lama)"
    plain = parse(text, kind, decimals_hint=",")
    assert plain.value == value
    assert parse(blank + text.replace(" ", blank) + blank, kind, decimals_hint=",") == plain


@FIXED
@given(st.text("0123456789.,-+() %Rpjuta/\u00a0–e", max_size=15) | st.text(max_size=30), kinds)
@example("-" + " " * 400 + "x", JUMLAH)
@example("\u0660", JUMLAH)
def test_any_text_reads_or_fails_by_name(text: str, kind: Kind) -> None:
    """Any text whatever is a finite number, a range, a named absence, or a NumeralError with advice."""
    result = outcome(text, kind)
    if result is None:
        with pytest.raises(NumeralError) as caught:
            parse(text, kind)
        assert caught.value.text == text
        assert caught.value.expected
        assert caught.value.hint
    elif isinstance(result, Missing):
        assert result.reason
    else:
        values = [result.value] if isinstance(result, Number) else [result.low, result.high]
        assert all(value.is_finite() and str(value) != "-0" for value in values)
        assert any(c in "0123456789" for c in text)


@FIXED
@given(st.text(min_size=1, max_size=1).filter(lambda c: not c.isascii()), kinds, st.integers(0, 5))
def test_foreign_characters_in_a_number(odd: str, kind: Kind, place: int) -> None:
    """No character outside ASCII, digits of other scripts included, can stand inside a number and be overlooked."""
    assume(odd not in "–—" and unicodedata.category(odd) != "Zs")
    text = "12345"[:place] + odd + "12345"[place:]
    result = outcome(text, kind)
    assert result is None or (odd == "\u2212" and place == 0) or isinstance(result, Range)
    if isinstance(result, Range):
        assert odd == "\u2212"


# -- an independent reader -----------------------------------------------------------------------------------


def slow_values(text: str) -> set[tuple[bool, Decimal]]:
    """Values whose printed form is `text`, for each choice of signs: (by grouping alone, value)."""
    found = set()
    for group, point in itertools.product(["", " ", ".", ","], ["", ".", ","]):
        whole, sign, fraction = text.rpartition(point) if point else (text, "", "")
        if group == point != "" or not (whole and set(whole) <= set("0123456789" + group)):
            continue
        if point and not (sign and fraction and set(fraction) <= set("0123456789")):
            continue
        if group == " " and len(fraction) == 3:
            continue
        digits = whole.replace(group, "") if group else whole
        printed = f"{int(digits):,}".replace(",", group) if digits else ""
        if printed == whole and (group in whole):
            found.add((bool(group) and not point, Decimal(digits + "." + fraction) if fraction else Decimal(digits)))
    return found


def slow_number(text: str, kind: Kind) -> Decimal | None:
    """An unsigned number of a kind, or None."""
    if " " in text and kind not in (UANG, JUMLAH):
        return None
    found = slow_values(text)
    if len({value for _, value in found}) > 1:  # 1.115
        if kind is RASIO:
            return None
        found = {pair for pair in found if pair[0] == (kind in (UANG, JUMLAH, PERINGKAT))}
    if not found:
        return None
    value = found.pop()[1]
    places = -value.as_tuple().exponent
    if kind is UANG and places > 2:
        return None
    if kind in (JUMLAH, PERINGKAT) and (places > 2 or value != int(value)):
        return None
    return None if kind is PERINGKAT and value == 0 else value


def slow_parse(text: str, kind: Kind) -> object:  # noqa: PLR0911  one return per rule
    """What a cell over digits, point, comma, hyphen, blank and percent sign must give; None for an error."""
    text = text.strip(" ")
    if text in ("", "-", "--", "---"):
        return Missing("tanda strip" if text else "kosong")
    percent = text.endswith("%")
    if percent and kind is not PERSEN:
        return None
    unit = "%" if percent else ""
    bare = text.removesuffix("%").rstrip(" ") if percent else text
    negative = bare.startswith("-")
    body = bare.removeprefix("-").lstrip(" ")
    tail = re.search(" ?[.,]-$", body)
    if tail and kind is UANG:
        body = body[: tail.start()]
    value = slow_number(body, kind)
    if value is not None and tail and value.as_tuple().exponent:
        return None
    if value is not None:
        return None if negative and kind is PERINGKAT else Number(-value if negative and value else value, unit)
    if tail or text.count("-") != 1 or negative:
        return None
    low, high = (part.strip(" ") for part in text.split("-"))
    if low.endswith("%") and not percent:
        return None
    ends = [slow_number(end.removesuffix("%").rstrip(" "), kind) for end in (low, high)]
    return None if None in ends or ends[0] > ends[1] else Range(*ends, unit)


def check_against_slow(text: str, kind: Kind) -> None:
    """Both readers agree on value, unit, absence and refusal."""
    assert outcome(text, kind) == slow_parse(text, kind), (text, kind)


@pytest.mark.parametrize("kind", Kind)
def test_short_texts_exhaustively(kind: Kind) -> None:
    """All texts of up to 5 signs (digits 0 and 1 stand for all) read as the independent reader says."""
    for length in range(6):
        for signs in itertools.product("01.,- %", repeat=length):
            check_against_slow("".join(signs), kind)


@settings(FIXED, max_examples=3000)
@given(st.text("0123456789.,- %", max_size=6), kinds)
def test_short_texts(text: str, kind: Kind) -> None:
    """Texts of up to 6 signs, any digits, read as the independent reader says."""
    check_against_slow(text, kind)


@settings(FIXED, max_examples=2000)
@given(st.lists(st.sampled_from(["0", "1", "12", "123", "000", ".", ",", " ", "-", "%"]), max_size=9), kinds)
def test_grouped_texts(pieces: list[str], kind: Kind) -> None:
    """Texts rich in groups of three read as the independent reader says."""
    check_against_slow("".join(pieces), kind)


# -- rounding, writing, words --------------------------------------------------------------------------------


@FIXED
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30), st.integers(0, 6))
def test_rounding_is_half_up(value: Decimal, decimals: int) -> None:
    """Rounding agrees with quantize in a wide context, has fixed decimals, and never gives -0."""
    result = numerals.rounded(value, decimals)
    assert result == value.quantize(Decimal(1).scaleb(-decimals), context=Context(prec=99, rounding=ROUND_HALF_UP))
    assert result.as_tuple().exponent == -decimals
    assert result or not result.is_signed()


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1234567.885", 2, "1.234.567,89"),
        ("-1234.5", 2, "-1.234,50"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.4", 0, "0"),
        ("0.005", 2, "0,01"),
        ("1E+6", 0, "1.000.000"),
        ("99.995", 2, "100,00"),
    ],
)
def test_write(value: str, decimals: int, text: str) -> None:
    """Indonesian signs, fixed decimals, half up; the precision of the caller's context has no say."""
    with localcontext(prec=3):
        assert numerals.write(Decimal(value), decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [("52.5", "52,5"), ("50.0", "50"), ("1E+3", "1.000"), ("0", "0"), ("-2.25", "-2,25")]
)
def test_write_exact(value: str, text: str) -> None:
    """A bound is written with the decimals it needs, however it was typed."""
    assert numerals.write_exact(Decimal(value)) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_only_finite_numbers_are_written(value: str) -> None:
    """What is not a finite number cannot be rounded or written."""
    with pytest.raises(ValueError, match="finite"):
        numerals.rounded(Decimal(value), 2)


@pytest.mark.parametrize(
    ("value", "kind", "decimals", "unit", "text"),
    [
        ("5840935330", UANG, 0, "", f"Rp{NBSP}5.840.935.330"),
        ("-5", UANG, 0, "", f"-Rp{NBSP}5"),
        ("-0.4", UANG, 0, "", f"Rp{NBSP}0"),
        ("111.36", PERSEN, 2, "", "111,36%"),
        ("111.36", PERSEN, 2, "%", "111,36%"),
        ("1.87", POIN, 2, "", f"1,87{NBSP}poin"),
        ("415", JUMLAH, 0, "unit koperasi", f"415{NBSP}unit koperasi"),
        ("415", JUMLAH, 0, "", "415"),
        ("28.5", RASIO, 1, "%", "28,5%"),
    ],
)
def test_with_unit(value: str, kind: Kind, decimals: int, unit: str, text: str) -> None:
    """Each kind carries its own sign, joined by a no-break space."""
    assert numerals.with_unit(Decimal(value), kind, decimals, unit) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "nol"),
        (5, "lima"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (100_000, "seratus ribu"),
        (1_001_000, "satu juta seribu"),
        (
            999_999_999,
            " ".join(f"sembilan ratus sembilan puluh sembilan {step}" for step in ("juta", "ribu", "")).rstrip(),
        ),
    ],
)
def test_words(n: int, text: str) -> None:
    """Number words follow Indonesian usage: se- for one, belas for teens."""
    assert numerals.words(n) == text


_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def spoken(text: str) -> int:
    """The number that Indonesian number words say, read one word at a time."""
    whole = group = digit = 0
    for word in text.replace("seribu", "se ribu").replace("seratus", "se ratus").replace("sebelas", "se belas").split():
        if word in ("se", *_DIGITS):
            group += digit
            digit = 1 if word == "se" else _DIGITS.index(word)
        elif word == "belas":
            group, digit = group + digit + 10, 0
        elif word == "sepuluh":
            group += 10
        elif word in {"puluh", "ratus"}:
            group, digit = group + digit * (10 if word == "puluh" else 100), 0
        else:
            whole, group, digit = whole + (group + digit) * {"ribu": 1_000, "juta": 1_000_000}[word], 0, 0
    return whole + group + digit


@FIXED
@given(st.integers(0, 999_999_999))
def test_words_say_the_number(n: int) -> None:
    """Whoever reads the words hears the number that was meant."""
    assert spoken(numerals.words(n)) == n


@pytest.mark.parametrize("n", [-1, 10**9])
def test_words_have_limits(n: int) -> None:
    """Numbers outside 0..999.999.999 have no words here."""
    with pytest.raises(ValueError, match="999999999"):
        numerals.words(n)


# -- dates and years -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "12 Juli 2024",
        "Jum'at 12 Juli 2024",
        "Jum’at, 12 Juli 2024",
        "Jumat,  12 JULI 2024",
        "2024-07-12",
        "2024-07-12 00:00:00",
        "12/07/2024",
        "12-7-2024",
        "12.07.2024",
        f" 12{NBSP}Jul. 2024 ",
    ],
)
def test_dates(text: str) -> None:
    """All notations of a date give the same day; the day comes before the month."""
    assert numerals.parse_date(text) == dt.date(2024, 7, 12)


@FIXED
@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_written_dates_read_back(date: dt.date) -> None:
    """parse_date(write_date(d)) = d."""
    assert numerals.parse_date(numerals.write_date(date)) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "30 Februari 2024",
        "29/02/2023",
        "0 Mei 2024",
        "07/13/2024",
        "2024-13-01",
        "12 Juli 24",
        "12 July 2024",
        "12 Juli 1899",
        "12 Juli 2101",
        "0000-00-00",
        "Senin 12 Juli 2024",
        "Freitag 12 Juli 2024",
        "12/07-2024",
        "12 Juli 2024 dan 13 Juli 2024",
        "45485",
        "١٢ Juli 2024",
        "1" * 1000,
    ],
)
def test_impossible_dates(text: str) -> None:
    """Impossible days, wrong weekdays, other languages and years outside 1900..2100 are errors."""
    with pytest.raises(NumeralError):
        numerals.parse_date(text)


def test_an_unknown_month_is_named() -> None:
    """Who mistypes a month is not told that the day does not exist."""
    with pytest.raises(NumeralError, match="nama bulan 'Agst' tidak dikenal"):
        numerals.parse_date("17 Agst 2024")


def test_years() -> None:
    """A year is four ASCII digits from 1945 to 2100."""
    assert [numerals.parse_year(text) for text in ("1945", f" 2024{NBSP}", "2100")] == [1945, 2024, 2100]
    for text in ("", "1944", "2101", "24", "2024.0", "2.024", "Tahun 2024", "٢٠٢٤", "２０２４", "20240", "2024\u200b"):
        with pytest.raises(NumeralError):
            numerals.parse_year(text)


# -- speed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", ["9", "1.", " ", "(", "-", "a", "1 ", "5 - ", "٣", "n/a ", "((", " a"])
def test_a_megabyte_is_refused_at_once(piece: str) -> None:
    """A cell of a megabyte is an error within a moment, whatever it repeats."""
    start = time.perf_counter()
    text = piece * (1_000_000 // len(piece))
    for read in (numerals.parse_date, numerals.parse_year, lambda text: parse(text, UANG)):
        with pytest.raises(NumeralError):
            read(text)
    assert numerals.separator_of([text]) is None
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("piece", ["9", "1.", "(", "-", "a", "1 ", "5 - ", "٣", "n/a ", "a (", "1. ", "1.234 ", "a b/"])
@pytest.mark.parametrize("start", ["", "5 ", "-", "Rp. 5 - "])
def test_long_cells_are_quick(piece: str, start: str) -> None:
    """No pattern blows up on the longest cell that is read at all."""
    begun = time.perf_counter()
    for end in ("", "x", "!", "("):
        outcome((start + piece * 500)[:499] + end, UANG)
    assert time.perf_counter() - begun < 2
