"""Which printed names mean one thing: spelling slips are forgiven, different things in one table never become one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from lakip_lib.review._text import bare, tokens

__all__ = ["Key", "Names"]

Key = frozenset[str]
_LEVEL = re.compile(r"(?i)^(?:sub\s*-?\s*kegiatan|kegiatan|sub)\b\s*[:“”\"]*\s*")
_MIN_SPELLING = 7
_MIN_STEM = 11
# Boilerplate of the official names of programmes: with or without it they are the same.
_ANYWHERE = frozenset({"kabupaten", "kota", "kab", "provinsi"})
_MIN_COVERED = 0.85
_DOUBLED = re.compile(r"([^\W\d])\1")


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter changed, left out, added or swapped makes one word of two."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    return a[start + 1 :] == b[start + 1 :] or (
        a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    )


@dataclass
class Names:
    """The names printed in a document, each with a key: equal keys mean one indicator, programme or measure."""

    region: frozenset[str] = frozenset()
    _spelling: dict[str, str] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)
    _strict: set[Key] = field(default_factory=set)
    _alias: dict[Key, Key] = field(default_factory=dict)
    _by_word: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    _entries: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))
    _keys: dict[str, Key] = field(default_factory=dict)

    @classmethod
    def learn(cls, printed: Iterable[tuple[Hashable, str]], region: frozenset[str] = frozenset()) -> Names:
        """Learn from (column, name): a column is any token that is the same for names of one table column."""
        listed = list(printed)
        names = cls(region)
        count = Counter(w for _, text in listed for w in dict.fromkeys(tokens(text)))
        names._spelling, names._near = _spellings(count)
        inside: dict[tuple[Hashable, Key], set[tuple[str, ...]]] = defaultdict(set)
        for column, text in listed:
            exact = tuple(_DOUBLED.sub(r"\1", w) for w in tokens(_LEVEL.sub("", bare(text))))
            inside[column, names._loose(text)].add(exact)
        for (_, key), exacts in inside.items():
            if len({frozenset(e) for e in exacts}) > 1:
                names._strict.add(key)
        for key in {names.key(text) for _, text in listed}:
            for word in key:
                names._by_word[word].add(key)
        # Only the two rarest words of a name call for a closer look (one may be missing): time stays in line with size.
        for key in {k for keys in names._by_word.values() for k in keys if len(k) > 1}:
            for word in sorted(key, key=lambda w: (len(names._by_word[w]), w))[:2]:
                names._entries[word].append(key)
        return names

    def _loose(self, text: str) -> Key:
        words = [self._spelling.get(w, w) for w in tokens(_LEVEL.sub("", bare(text)))]
        own = frozenset(words) - self.region - _ANYWHERE
        # "Indeks Kepuasan Kabupaten" is measured at another level than "Indeks Kepuasan"; "Daerah Kabupaten" is not.
        level = len(words) > 1 and words[-1] in _ANYWHERE and words[-2] not in {"daerah", *_ANYWHERE}
        own |= {words[-1]} if level else frozenset()
        return own if len(own) > 2 else frozenset(words)  # noqa: PLR2004 - a short name may be the region itself

    def key(self, text: str) -> Key:
        """The key of a printed name."""
        found = self._keys.get(text)
        if found is None:
            found = self._loose(text)
            if found in self._strict:
                found = frozenset(tokens(_LEVEL.sub("", bare(text))))
            self._keys[text] = found
        return self._alias.get(found, found)

    def unite(self, one: Key, other: Key) -> None:
        """Treat two keys as one thing from now on: the second takes the first one's place."""
        target = self._alias.get(one, one)
        for key, value in list(self._alias.items()):
            if value == other:
                self._alias[key] = target
        if other != target:
            self._alias[other] = target

    def words(self, text: str) -> list[tuple[str, int, int]]:
        """(word, start, end) of a text with the spelling of names; fillers are left out."""
        return [(self._spelt(w), a, b) for w, a, b in _words(text)]

    def _spelt(self, word: str) -> str:
        found = self._spelling.get(word)
        if found is None:
            single = _stem(word)
            found = single if single in self._by_word else _near(single, self._near) or single
            self._spelling[word] = found
        return found

    def mentions(self, text: str) -> list[tuple[int, int, Key]]:
        """(start, end, key) of the known names in a text, longest first where two overlap."""
        found = self.words(text)
        places: dict[str, list[int]] = defaultdict(list)
        for n, (word, a, b) in enumerate(found):
            places[word].append(n)
            if (exact := text[a:b].lower()) != word:
                places[exact].append(n)
        here = set(places)
        hits: list[tuple[int, int, int, Key]] = []
        seen: set[Key] = set()
        for word in here:
            for key in self._entries.get(word, ()):
                if key in seen:
                    continue
                seen.add(key)
                common = key & here
                missing = len(key) - len(common)
                if not missing or (len(key) > 5 and missing <= max(1, (1 - _MIN_COVERED) * len(key))):  # noqa: PLR2004
                    hits += [(n, m, len(common), key) for n, m in self._windows(common, places, len(key))]
        hits.sort(key=lambda h: (-h[2], h[1] - h[0], h[0], sorted(h[3])))
        taken: list[tuple[int, int]] = []
        chosen = []
        for first, last, _, key in hits:
            if all(last < a or first > b for a, b in taken):
                taken.append((first, last))
                chosen.append((found[first][1], found[last][2], self._alias.get(key, key)))
        return sorted(chosen, key=lambda c: c[0])

    def _windows(self, words: Key, places: dict[str, list[int]], size: int) -> Iterator[tuple[int, int]]:
        """Where all the words stand close together."""
        order = sorted((n, w) for w in words for n in places[w])
        last: dict[str, int] = {}
        end = -1
        for n, word in order:
            last[word] = n
            if len(last) == len(words):
                first = min(last.values())
                # Short names must stand in one piece, long ones may be broken up by a few words.
                room = size if size < 4 else 1.4 * size + 1  # noqa: PLR2004
                if n - first < room and first > end:
                    yield first, n
                    end = n


_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for hit in _WORD.finditer(text):
        word = tokens(hit.group(0))
        if word:
            yield word[0], hit.start(), hit.end()


def _stem(word: str) -> str:
    """Doubled letters of a long word written once."""
    return _DOUBLED.sub(r"\1", word) if len(word) >= _MIN_SPELLING - 1 else word


def _near(word: str, buckets: dict[str, list[str]]) -> str | None:
    """The known word of which this one is a slip, or None."""
    if len(word) < _MIN_SPELLING or any(c.isdigit() for c in word):
        return None
    found = next((w for c in _cuts(word) for w in buckets.get(c, ()) if w[0] == word[0] and _one_edit(w, word)), None)
    if found is None:
        # Two letters left out: kabuten for kabupaten.
        longer = buckets.get("^" + word[:3], ())
        found = next(
            (w for w in longer if len(w) == len(word) + 2 and len(w) > _MIN_SPELLING + 1 and _within(word, w)), None
        )
    return found


def _cuts(word: str) -> list[str]:
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


def _within(short: str, long: str) -> bool:
    """Whether the letters of one word stand in another in the same order."""
    letters = iter(long)
    return all(c in letters for c in short)


def _spellings(count: Counter[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """({printed: word}, buckets to find more): the rarer of two long words that differ by one letter is a slip."""
    spelling: dict[str, str] = {}
    buckets: dict[str, list[str]] = defaultdict(list)
    stems: Counter[str] = Counter()
    for word, n in count.items():
        stems[_stem(word)] += n
    for word in _ANYWHERE:
        stems[word] += 1
    known: dict[str, str] = {}
    for stem, _ in stems.most_common():
        bare_stem = stem[:-2] if stem.endswith("an") and len(stem) >= _MIN_STEM else ""
        # pemerintah and pemerintahan come and go in one name.
        known[stem] = bare_stem if bare_stem in stems else _near(stem, buckets) or stem
        if known[stem] == stem and len(stem) >= _MIN_SPELLING and not any(c.isdigit() for c in stem):
            for cut in _cuts(stem):
                buckets[cut].append(stem)
            buckets["^" + stem[:3]].append(stem)
    for word in count:
        spelling[word] = known[_stem(word)]
    return spelling, buckets
