"""RSO: ratios recomputed from what the document prints, in tables and in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from lakip_lib.review._arithmetic import merged
from lakip_lib.review._ratio_causes import against
from lakip_lib.review._ratio_facts import facts, passages
from lakip_lib.review._ratio_judge import judged
from lakip_lib.review._ratio_notes import mean_checks, mean_said, notes
from lakip_lib.review._ratio_sentences import sentence_checks
from lakip_lib.review._text_facts import Book
from lakip_lib.review.finding import Finding
from lakip_lib.review.sums import corrections

__all__ = ["check"]


def check(book: Book) -> Iterator[Finding]:
    """All findings about ratios."""
    meanings = book.meanings
    known = facts(meanings)
    checks = [c for m in meanings for c in against(m, corrections(m))]
    means = [c for m in meanings for c in mean_checks(m)]
    checks += means
    for passage in passages(book.document, meanings):
        checks += sentence_checks(passage, known)
        checks += mean_said(passage, means)
    yield from merged([*judged(checks), *(f for m in meanings for f in notes(m))])
