"""The nbconvert exporters `lakip-html` and `lakip-pdf`.  Importing nbconvert costs most of a second: only they do it."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode
from traitlets import default


class LakipHtmlExporter(Exporter):
    """One HTML file that needs nothing else."""

    export_from_notebook = "LAKIP (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> tuple[str, Any]:
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

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> tuple[bytes, Any]:
        """Give the bytes of the PDF of the stitched notebook `nb`."""
        from lakip_lib.export import pdf

        copy, resources = super().from_notebook_node(nb, resources, **options)
        return pdf.render(copy), resources
