"""The nbconvert exporters `lakip-html`, `lakip-pdf`, `lakip-docx`.  Importing nbconvert takes time: only they do it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nbconvert.exporters.exporter import Exporter
from traitlets import Unicode, default

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


class LakipDocxExporter(Exporter):
    """One Word file; the office's letterhead is taken from `LakipDocxExporter.kop`, the path of a .docx."""

    kop = Unicode("", help="berkas .docx dengan kop surat, gaya, dan kaki halaman instansi").tag(config=True)
    export_from_notebook = "LAKIP (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(
        self, nb: NotebookNode, resources: _Resources = None, **options: object
    ) -> tuple[bytes, _Resources]:
        """Give the bytes of the Word file of the stitched notebook `nb`."""
        from lakip_lib.export import docx

        copy, resources = super().from_notebook_node(nb, resources, **options)
        reference = Path(self.kop).read_bytes() if self.kop else None
        return docx.render(copy, reference=reference), resources
