"""EFI: efficiency against the definition that the document states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.model import Document, Paragraph
from lakip_lib.document.recognise import Meaning, plain
from lakip_lib.review._arithmetic import Ratio, place, printed, text_place
from lakip_lib.review._ratio_facts import Facts, Passage, subject
from lakip_lib.review._ratio_rules import Check, cell_check
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["claims", "definitions_in", "said_efficiency", "table_efficiency"]

EFI01 = Rule("EFI01", "galat", "Efisiensi tidak sesuai dengan definisi dokumen")
EFI02 = Rule("EFI02", "peringatan", "Efisiensi tidak dapat dihitung ulang dengan cara mana pun")
EFI03 = Rule("EFI03", "peringatan", "Efisiensi tidak diisi padahal dapat dihitung")
EFI04 = Rule("EFI04", "peringatan", "Dinyatakan efisien padahal target tidak tercapai")

_MESSAGES = {
    "EFI01": "efisiensi tidak dihitung menurut definisi yang dinyatakan dokumen",
    "EFI02": "efisiensi tidak cocok dengan capaian dan serapannya",
}


def definitions_in(document: Document) -> dict[str, Place]:
    """How the document says that efficiency is computed: ``selisih`` or ``rasio``, with the place that says so."""
    found: dict[str, Place] = {}
    for section, block in document.placed():
        if not isinstance(block, Paragraph) or block.quoted:
            continue
        for sentence in block.sentences():
            text = plain(sentence)
            if "efisiensi" not in text or not re.search(r"capaian|kinerja|output|keluaran", text):
                continue
            if not re.search(r"serapan|penyerapan|anggaran|realisasi|input", text):
                continue
            if re.search(r"\bselisih|dikurang|mengurang|pengurangan", text):
                found.setdefault("selisih", text_place(section, sentence))
            elif re.search(r"hasil bagi|\bdibagi\b|\brasio\b|perbandingan antara|membagi", text):
                found.setdefault("rasio", text_place(section, sentence))
    return found


def table_efficiency(meaning: Meaning, definitions: dict[str, Place]) -> Iterator[Check | Finding]:
    """The efficiency column; where all of it follows another definition than the stated one, that is one finding."""
    for column in meaning.of("efisiensi"):
        done, spent = meaning.before(column, "capaian"), meaning.before(column, "serapan")
        if not done or not spent:
            continue
        checks, others = [], []
        for row in meaning.rows:
            figure = meaning.figure(row.index, column.index)
            c, s = meaning.figure(row.index, done.index), meaning.figure(row.index, spent.index)
            if not figure or not c or not s or row.role not in ("data", "total", "rata-rata"):
                continue
            options = {"selisih": [Ratio.less("selisih", c, s)], "rasio": _ratios(c, s)}
            wanted = [o for name in definitions for o in options[name]]
            others.append([o for name in options if name not in definitions for o in options[name]])
            either = wanted or [o for both in options.values() for o in both]
            rule = EFI01 if wanted else EFI02
            said = list(definitions.values()) if wanted else []
            check = cell_check(rule, (meaning, row.index, column), either, [done.index, spent.index], "efisiensi")
            checks.append(replace(check, places=[*check.places, *said], message=_MESSAGES[rule.code]))
        other = (
            definitions
            and len(checks) > 1
            and all(
                not check.near and any(o.within(check.figure) for o in options)
                for check, options in zip(checks, others, strict=True)
            )
        )
        if other:
            yield _other_definition(checks, others)
        else:
            yield from checks


def _ratios(reached: Figure, spent: Figure) -> list[Ratio]:
    """Efficiency as a quotient, in the ways that are met: either way round, as a percentage or not, less than 100."""
    ratios = [r for r in (Ratio.of("rasio", spent, reached), Ratio.of("rasio", reached, spent)) if r]
    plain_ones = [
        Ratio("rasio", r.value / 100, r.low / 100, r.high / 100, r.words.removesuffix(" × 100")) for r in ratios
    ]
    less = [r.shifted("rasio", Decimal(100), f"100 − {r.words}", negative=True) for r in ratios[:1]]
    return [*ratios, *less, *plain_ones]


def _other_definition(checks: Sequence[Check], others: Sequence[Sequence[Ratio]]) -> Finding:
    used = next(o for o in others[0] if o.within(checks[0].figure))
    places = tuple(dict.fromkeys(p for c in checks for p in c.places))
    published = "; ".join(printed(c.figure) for c in checks[:5])
    expected = "; ".join(c.options[0].shown(c.figure) for c in checks[:5])
    words = f"tercetak: {used.words}; menurut definisi: {checks[0].options[0].words}"
    return Finding(EFI01, _MESSAGES["EFI01"], places, published, expected, words)


def said_efficiency(passage: Passage, known: dict[str, Facts]) -> Iterator[Check]:
    """``selisih capaian dan serapan adalah 95,33 poin``, with the absorption in the same paragraph."""
    text = passage.block.text
    figures = in_text(text)
    if passage.block.quoted:
        return
    for i, figure in enumerate(figures):
        before = text[figures[i - 1].end if i else 0 : figure.start]
        if not re.search(
            r"\bselisih(?:nya)?(?:\s+(?:antara\s+)?capaian\s+dan\s+serapan)?\s*(?:adalah|sebesar|ialah|:)?\s*$",
            before,
            re.IGNORECASE,
        ):
            continue
        percents = [(f, text[figures[n - 1].end if n else 0 : f.start]) for n, f in enumerate(figures[:i]) if f.percent]
        spent = next((f for f, words in reversed(percents) if re.search(r"serapan|^\s*\($", words)), None)
        reached = next((f for f, words in reversed(percents) if "capaian" in words and "serapan" not in words), None)
        fact = subject(passage, known, figure.start)
        done = [reached] if reached else list(fact.reached.values()) if fact else []
        if spent and done:
            options = [Ratio.less("selisih", c, spent) for c in done]
            spot = [text_place(passage.section, text, spent.start, figure.end)]
            message = "selisih capaian dan serapan tidak cocok dengan angkanya"
            yield Check(EFI01, figure, options, spot, "efisiensi", passage.section, message=message)


def claims(meaning: Meaning) -> Iterator[Finding]:
    """Efficiency left open though it can be computed, and called efficient though the table says otherwise."""
    yield from _left_open(meaning)
    for column in meaning.of("kelas"):
        for row in meaning.data:
            said = plain(meaning.cell(row.index, column.index).text)
            if not re.fullmatch(r"(?:sangat |cukup )?efisien", said):
                continue
            for role, least, words in (
                ("capaian", 100, "capaiannya di bawah 100%"),
                ("efisiensi", 0, "efisiensinya negatif"),
            ):
                basis = next(iter(meaning.of(role)), None)
                figure = meaning.figure(row.index, basis.index) if basis else None
                if basis and figure and figure.value < least and not (role == "efisiensi" and "cukup" in said):
                    spots = (place(meaning, row.index, column.index), place(meaning, row.index, basis.index))
                    message = f"dinyatakan efisien, padahal {words}"
                    yield Finding(EFI04, message, spots, said, "", f"{role} {printed(figure)}")
                    break


def _left_open(meaning: Meaning) -> Iterator[Finding]:
    for column in meaning.of("efisiensi"):
        done, spent = meaning.before(column, "capaian"), meaning.before(column, "serapan")
        if done is None or spent is None:
            continue
        empty = []
        for row in meaning.data:
            filled = meaning.figure(row.index, done.index) and meaning.figure(row.index, spent.index)
            if filled and re.fullmatch(r"[-–—.\s]*", meaning.cell(row.index, column.index).text):
                empty.append(place(meaning, row.index, column.index))
        if empty:
            yield Finding(EFI03, "efisiensi tidak diisi, padahal capaian dan serapannya tercetak", tuple(empty))
