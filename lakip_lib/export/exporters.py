"""The nbconvert exporters `lakip-html` and `lakip-pdf`.  Importing nbconvert takes a while: only they do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbconvert.exporters.exporter import Exporter
from traitlets import default

if TYPE_CHECKING:
    from nbformat import NotebookNode

    _Resources = dict[str, object] | None


class LakipHtmlExporter(Exporter):
    """One HTML file that needs nothing else."""

    export_from_notebook = "LAKIP (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: _Resources = None, **options: object
    ) -> tuple[str, _Resources]:
        """Give the HTML of the stitched notebook `nb`."""
        from lakip_lib.export import html

        copy, resources = super().from_notebook_node(nb, resources, **options)
        return html.render(copy), resources


class LakipPdfExporter(Exporter):
    """One tagged PDF (PDF/UA-1)."""

    export_from_notebook = "LAKIP (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: _Resources = None, **options: object
    ) -> tuple[bytes, _Resources]:
        """Give the bytes of the PDF of the stitched notebook `nb`."""
        from lakip_lib.export import pdf

        copy, resources = super().from_notebook_node(nb, resources, **options)
        return pdf.render(copy), resources
