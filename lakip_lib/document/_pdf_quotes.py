"""Which pieces of a tagged PDF are marked as a quotation, by the structure elements that a careful writer leaves there.

Every piece of marked content on a page has a number (MCID); the parent tree of the file names its structure element
(ISO 32000-1, 14.7.4.4), and a quotation is a `Quote` among the elements around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

__all__ = ["Quotations"]

_DEEPEST = 60


class Quotations:
    """The quotations of a file, asked page by page; a file without tags, or with broken ones, has none."""

    def __init__(self, pdf: PDF) -> None:
        self._elements: dict[int, Any] = {}
        self._known: dict[int, bool] = {}
        try:
            self._elements = _parents(pdf.doc.catalog)
        except Exception:  # noqa: BLE001 - tags are a help, and pdfminer lets many kinds of error through
            self._elements = {}

    def on(self, page: Page) -> frozenset[int]:
        """The numbers of the marked content on this page that is quoted."""
        from pdfminer.pdftypes import resolve1

        try:
            parents = resolve1(self._elements.get(page.page_obj.attrs.get("StructParents", -1))) or ()
            return frozenset(n for n, element in enumerate(parents) if self._quoted(element))
        except Exception:  # noqa: BLE001 - see above
            return frozenset()

    def _quoted(self, element: Any) -> bool:  # noqa: ANN401 - whatever stands in the file
        from pdfminer.pdftypes import PDFObjRef, resolve1
        from pdfminer.psparser import literal_name

        passed: list[int] = []
        found = False
        while isinstance(element, PDFObjRef) and len(passed) < _DEEPEST:
            if element.objid in self._known:
                found = self._known[element.objid]
                break
            passed.append(element.objid)
            here = resolve1(element)
            if "S" not in here:
                break
            if literal_name(resolve1(here["S"])) == "Quote":
                found = True
                break
            element = here.get("P")
        self._known.update(dict.fromkeys(passed, found))
        return found


def _parents(catalog: dict[str, Any]) -> dict[int, Any]:
    """The elements of the marked content of every page, by the number that the page gives as `StructParents`."""
    from pdfminer.data_structures import NumberTree
    from pdfminer.pdftypes import resolve1

    root = resolve1(catalog.get("StructTreeRoot")) or {}
    return dict(NumberTree(root["ParentTree"]).values) if "ParentTree" in root else {}
