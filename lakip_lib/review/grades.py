"""SKL and EFI: scores, weights, letters and classes against their scales, budgets exceeded, efficiency."""

from __future__ import annotations

from collections.abc import Iterator

from lakip_lib.document.model import Paragraph
from lakip_lib.review._arithmetic import merged
from lakip_lib.review._efficiency import claims, definitions_in, said_efficiency, table_efficiency
from lakip_lib.review._grade_budgets import overspent, said_overspent
from lakip_lib.review._grade_classes import holes, said_classes, table_classes
from lakip_lib.review._grade_scores import above_weight, said_letters, table_letters, weights
from lakip_lib.review._ratio_facts import facts, passages
from lakip_lib.review._ratio_judge import judged
from lakip_lib.review._ratio_rules import Check
from lakip_lib.review._scales import scales
from lakip_lib.review._text_facts import Book
from lakip_lib.review.finding import Finding
from lakip_lib.review.sums import corrections

__all__ = ["check"]


def check(book: Book) -> Iterator[Finding]:
    """All findings about efficiency, scores, weights, letters, classes and budgets."""
    document, meanings = book.document, book.meanings
    known = facts(meanings)
    stated = list(scales(document))
    definitions = definitions_in(document)
    checks: list[Check] = []
    found: list[Finding] = []
    for meaning in meanings:
        for item in table_efficiency(meaning, definitions):
            if isinstance(item, Finding):
                found.append(item)
            else:
                checks.append(item)
        found += claims(meaning)
        right = corrections(meaning) if meaning.of("bobot", "realisasi uang") else {}
        straight = meaning.corrected(right) if right else meaning  # what a sum has proved wrong is no second finding
        found += [*above_weight(straight), *overspent(straight), *weights(meaning)]
        found += [*table_letters(meaning), *table_classes(meaning, stated)]
    for passage in passages(document, meanings):
        checks += said_efficiency(passage, known)
        found += [*said_classes(passage, stated), *said_overspent(passage)]
    for section, block in document.placed():
        if isinstance(block, Paragraph):
            found += said_letters(section, block)
    for scale in stated:
        found += holes(scale, meanings)
    yield from merged([*judged(checks), *found])
