"""SAM: one measure, one value, wherever it is printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lakip_lib.document.figures import Figure
from lakip_lib.document.model import Paragraph
from lakip_lib.review._text_counts import retold
from lakip_lib.review._text_facts import Book, Fact, planning_columns
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_twins import printed, twins
from lakip_lib.review.finding import Finding, Rule, short

__all__ = ["check"]

SAM01 = Rule("SAM01", "galat", "Satu ukuran tercetak dengan nilai berbeda")
SAM02 = Rule("SAM02", "peringatan", "Target berbeda antardokumen perencanaan")
SAM03 = Rule("SAM03", "peringatan", "Realisasi tahun lalu sama persis dengan targetnya")
SAM05 = Rule("SAM05", "peringatan", "Cacahan dalam uraian berbeda satu angka dari tabelnya")
SAM06 = Rule("SAM06", "peringatan", "Anggaran berbeda, mungkin sebelum dan sesudah perubahan")

_DERIVED = {"serapan": ("anggaran", "realisasi anggaran"), "capaian": ("target", "realisasi")}
_Group = tuple[Key, str, int | None, str]
_DISCLOSED = re.compile(
    r"(?i)\btarget\b[^.]{0,80}\b(?:tidak selalu sama|berbeda|tidak sama|disesuaikan|diubah|direvisi|perubahan)\b"
)
_CHANGE = re.compile(
    r"(?i)\b(?:apbd[ -]?p\b|apbd perubahan|perubahan (?:apbd|anggaran|pagu)|anggaran (?:setelah )?perubahan|dppa|"
    r"pergeseran|"
    r"refocusing|rasionalisasi|realokasi)"
)
_SHOWN = 2  # places of the usual value that a finding names
_FINE = 2  # decimals with which a value is hardly met twice by chance


def check(book: Book) -> Iterator[Finding]:
    """All findings about one measure with several values."""
    # A name that several rows of one table share (one activity in many units) decides nothing elsewhere.
    groups = _groups([f for f in book.facts if (f.key, f.measure) not in book.shared])
    told: set[Decimal] = set()
    for group, facts in groups.items():
        for finding in _differences(book, group, facts):
            told.update(f.figure.value for f in facts)
            yield finding
    yield from _copied(groups)
    yield from twins(book, told)
    for found in retold(book):
        said, counted = printed(found.said), printed(found.counted)
        yield Finding(
            SAM05,
            f"Uraian menyebut {said} {found.said.unit}, tabel mencatat {counted} untuk “{short(found.name)}”.",
            (found.place, found.row),
            said,
            counted,
        )


def _groups(facts: Sequence[Fact]) -> dict[_Group, list[Fact]]:
    """Facts that must agree.  A bare "nilai" of a year is the result of that year where the document has one."""
    with_result = {(f.key, f.shape) for f in facts if f.measure == "realisasi"}
    groups: dict[_Group, list[Fact]] = defaultdict(list)
    for f in facts:
        measure = "realisasi" if f.measure == "nilai" and (f.key, f.shape) in with_result else f.measure
        groups[f.key, measure, f.year, f.shape].append(f)
    return groups


def _agree(a: Figure, b: Figure) -> bool:
    """Whether two prints can be one value, rounded to different decimals."""
    if a.exact and b.exact:
        return a.value == b.value
    return abs(a.value - b.value) <= (max(a.tolerance, b.tolerance) if a.decimals != b.decimals else Decimal(0))


def _clusters(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts by value, most frequent first; prints that agree after rounding are one value."""
    clusters: list[list[Fact]] = []
    for fact in sorted(facts, key=lambda f: -f.figure.decimals):
        home = next((c for c in clusters if _agree(c[0].figure, fact.figure)), None)
        if home is None:
            clusters.append([fact])
        else:
            home.append(fact)
    return sorted(clusters, key=lambda c: -_witnesses(c))


def _witnesses(facts: Sequence[Fact]) -> int:
    """How many places print a value: a table that prints it twice is one."""
    return len({f.place.table or f.place.quote for f in facts})


def _differences(book: Book, group: _Group, facts: Sequence[Fact]) -> Iterator[Finding]:
    _, measure, year, _ = group
    clusters = _clusters(facts)
    if len(clusters) == 1:
        return
    if measure in _DERIVED:
        # A percentage that its own row or sentence proves wrong is told by the rules of ratios: one cause, one finding.
        clusters = _clusters([f for f in facts if not _disproved(book, f)] or facts)
        if len(clusters) == 1:
            return
    # Behind the first word stands of whom or where, as the caption of such a table says it.
    documented = {"anggaran": _budgets, "target": _targets}.get(measure.partition(" ")[0])
    if documented:
        yield from documented(book, facts, measure, year)
    else:
        yield _finding(SAM01, clusters, measure, year)


def _targets(book: Book, facts: Sequence[Fact], measure: str, year: int | None) -> Iterator[Finding]:
    """A planning document may have a target of its own, but one; so may the tables that speak of no document."""
    wrong = False
    for source, same in _by_document(facts).items():
        inside = _clusters(same)
        if len(inside) > 1:
            wrong = True
            yield _finding(SAM01, inside, f"{measure} {source}".strip(), year)
    sources = _by_document(facts)
    changed = "PK Perubahan" in sources
    if changed:  # it explains why earlier documents have another target, but not why the results are held to another
        facts = [*sources["PK Perubahan"], *sources.get("", [])]
    clusters = _clusters(facts)
    if not wrong and len(clusters) > 1 and (changed or not _disclosed(book, facts)):
        yield _finding(SAM02, clusters, measure, year)


def _budgets(book: Book, facts: Sequence[Fact], measure: str, year: int | None) -> Iterator[Finding]:
    """A budget may be printed before and after a change; where the report speaks of one, it should be labelled."""
    sources = _by_document(facts)
    rule = SAM06 if _changed(book) else SAM01
    wrong = False
    for version, same in sources.items():
        inside = _clusters(same)
        if len(inside) > 1:
            wrong = True
            yield _finding(SAM01 if version else rule, inside, f"{measure} {version}".strip(), year)
    # What other planning documents foresee may differ; the agreement's amounts are the budget, unless that was changed.
    both = _clusters([*sources.get("PK", []), *sources.get("", [])])
    if not wrong and len(both) > 1:
        yield _finding(rule, both, measure, year)


def _by_document(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    sources: dict[str, list[Fact]] = defaultdict(list)
    for f in facts:
        sources[f.document].append(f)
    return sources


def _changed(book: Book) -> bool:
    """Whether the report speaks of a budget that was changed within the year."""
    if any(f.document == "perubahan" and f.in_table for f in book.facts):
        return True
    texts = (s.block.text for s in book.spots if isinstance(s.block, Paragraph))
    return any(_CHANGE.search(t) for t in texts)


def _disproved(book: Book, fact: Fact) -> bool:
    """Whether the two figures of which a percentage is made stand beside it and give another one."""
    base, part = _DERIVED[fact.measure]
    beside = book.beside(fact)
    whole, some = beside.get(base), beside.get(part)
    if whole is None or some is None or not whole.figure.value:
        return False
    value = some.figure.value / whole.figure.value * 100
    slack = fact.figure.tolerance + value * (whole.figure.slack / whole.figure.value)
    slack += some.figure.slack / whole.figure.value * 100
    return abs(value - fact.figure.value) > abs(slack)


def _finding(rule: Rule, clusters: Sequence[Sequence[Fact]], measure: str, year: int | None) -> Finding:
    best, *others = clusters
    name = Counter(f.name for c in clusters for f in c).most_common(1)[0][0]
    odd = [f for c in others for f in c]
    tie = _witnesses(best) == _witnesses(others[0])
    of_year = f" {year}" if year else ""
    values = " dan ".join(printed(c[0].figure) for c in clusters)
    if rule is SAM02:
        values = " dan ".join(
            f"{printed(c[0].figure)} ({'/'.join(dict.fromkeys(f.document or 'tabel capaian' for f in c))})"
            for c in clusters
        )
    evidence = "; ".join(f"{printed(c[0].figure)}: {_where(c)}" for c in clusters)
    # Without a majority nothing in the report tells which of them is right.
    open_end = "; yang benar tidak dapat dipastikan" if tie and rule is SAM01 else ""
    return Finding(
        rule,
        f"{measure.capitalize()}{of_year} “{name}” tercetak {values}{open_end}.",
        tuple(f.place for f in [*odd, *best[:_SHOWN]]),
        printed(odd[0].figure),
        "" if tie or rule is SAM02 else printed(best[0].figure),
        evidence,
    )


def _where(facts: Sequence[Fact]) -> str:
    names = list(dict.fromkeys(f.place.table or f"uraian {f.place.section}" for f in facts))
    more = f" dan {len(names) - 4} tempat lain" if len(names) > 5 else ""  # noqa: PLR2004 - four names and a count
    return ", ".join(names[:4] if more else names) + more


def _disclosed(book: Book, facts: Sequence[Fact]) -> bool:
    """Whether the report says itself that these targets differ: in words beside them or in a table of documents."""
    sections = {f.spot.section for f in facts}
    for spot in book.spots:
        if spot.section in sections and isinstance(spot.block, Paragraph) and _DISCLOSED.search(spot.block.text):
            return True
    keys = {f.key for f in facts}
    for _, m in book.tables:
        documents = planning_columns(m)
        if documents and any(book.names.key(c.text) in keys for r in m.table.body for c in r[: documents[0].index]):
            return True
    return False


def _copied(groups: dict[_Group, list[Fact]]) -> Iterator[Finding]:
    """A result of an earlier year that equals its target to the last decimal: a copy rather than a result."""
    for (key, measure, year, shape), facts in groups.items():
        if measure != "realisasi" or shape != "pecahan" or year is None:
            continue
        targets = groups.get((key, "target", year, shape), [])
        results = [f for f in facts if f.role in {"tahun", "realisasi"} and f.in_table]
        same = [f for f in results for t in targets if t.figure.value == f.figure.value and f.figure.decimals >= _FINE]
        # The year of the report is judged by its achievement of exactly 100; only earlier years look copied.
        latest = max((y for k, m, y, _ in groups if k == key and m == "realisasi" and y), default=year)
        # Whole numbers (level 3, 100 %) are often reached exactly.
        if not same or year >= latest or same[0].figure.value == int(same[0].figure.value):
            continue
        target = targets[0]
        yield Finding(
            SAM03,
            f"Realisasi {year} “{same[0].name}” tercetak {printed(same[0].figure)}, sama persis dengan target {year}.",
            tuple(dict.fromkeys([*(f.place for f in same), target.place])),
            printed(same[0].figure),
            "",
            f"target {year}: {_where(targets)}; realisasi {year}: {_where(same)}",
        )
