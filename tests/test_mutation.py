"""A review must see one wrong digit: in our own Word file, one digit of one printed number is changed at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import pytest

from lakip_lib.document import recognise
from lakip_lib.document.model import Document
from lakip_lib.document.read import read
from lakip_lib.report import chapters_of
from lakip_lib.review.compare import differences
from lakip_lib.review.own import own_report
from lakip_lib.review.reviu import review
from tests import mutation
from tests.conftest import REPOSITORY

Built = Callable[[int], Path]
SEED = 20241
FEW = 25

pytestmark = pytest.mark.slow


@cache
def word_file(folder: Path) -> Document:
    """Our own 2024 report as Word, read once."""
    return read(folder / "lakip-2024.docx")


def changes(folder: Path, kinds: set[str], most: int) -> list[mutation.Mutation]:
    """The first `most` mutations of these kinds."""
    known = mutation.Kinds(folder / "lakip-2024.html")
    found = (m for m in mutation.mutations(word_file(folder), known, SEED) if m.kind in kinds)
    return list(islice(found, most))


@pytest.fixture(autouse=True)
def tables_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed copy shares all its tables but one with the original: what they mean is found once."""
    monkeypatch.setattr(recognise, "recognise", lru_cache(maxsize=None)(recognise.recognise))


#: Of each kind of number, the share that is found.
SHARES = {"derived": 0.95, "base": 0.90, "sentence": 0.90}


@pytest.mark.parametrize("kind", SHARES)
def test_one_digit_is_found_from_the_document_alone(built: Built, kind: str) -> None:
    """A changed digit gives a new finding at its place or its twin's: computed numbers 95 %, repeated facts 90 %."""
    assert found_from_the_document_alone(built, kind, FEW) == FEW


@pytest.mark.soak
@pytest.mark.parametrize("kind", SHARES)
def test_many_digits_are_found_from_the_document_alone(built: Built, kind: str) -> None:
    """The same for more than twice as many."""
    assert found_from_the_document_alone(built, kind, 105) > 80


def found_from_the_document_alone(built: Built, kind: str, most: int) -> int:
    """Try that many mutations of a kind and assert its share; gives how many there were."""
    folder = built(2024)
    document = word_file(folder)
    before = {f.line() for f in review(document).findings}
    tried = changes(folder, {kind}, most)
    missed = []
    for change in tried:
        found = review(mutation.mutated(document, change)).findings
        if not any(f.line() not in before and mutation.names(f, document, change) for f in found):
            missed.append(change)
    assert 1 - len(missed) / len(tried) >= SHARES[kind], missed
    return len(tried)


def test_one_digit_is_found_against_the_tables(built: Built) -> None:
    """Compared with the office's own tables, 99 % of all changed digits are found, whatever the number is."""
    folder = built(2024)
    document = word_file(folder)
    own = own_report(chapters_of(REPOSITORY), folder.parent.parent, 2024)
    assert not list(differences(document, own))
    tried = changes(folder, {"derived", "base", "single", "sentence"}, 400)
    assert len(tried) == 400
    missed = []
    for change in tried:
        found = list(differences(mutation.mutated(document, change), own))
        if not any(change.after.strip("%") in f.published or f.published in change.after for f in found):
            missed.append(change)
    assert len(missed) / len(tried) <= 0.01, missed
