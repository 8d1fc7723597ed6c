"""The book of a document, made once for all rules that look things up in it."""

from __future__ import annotations

from lakip_lib.document.model import Document
from lakip_lib.review._text_facts import Book, table_book
from lakip_lib.review._text_sentences import sentence_facts

__all__ = ["book_of"]

_latest: list[tuple[tuple[int, ...], Book]] = []


def book_of(document: Document) -> Book:
    """The facts of all tables and sentences; the latest book is kept, for the rules of one review ask one by one."""
    # A book holds the blocks, so that as long as it is kept no other block can have the same id.
    blocks = tuple(map(id, document.blocks))
    if not _latest or _latest[0][0] != blocks:
        book = table_book(document)
        book.facts += list(sentence_facts(book))
        _latest[:] = [(blocks, book)]
    return _latest[0][1]
