"""The nbconvert exporters `lakip-html`, `lakip-pdf`, `lakip-docx`.  Importing nbconvert takes time: only they do it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters.exporter import Exporter
from traitlets import Unicode, default

if TYPE_CHECKING:
    from nbformat import NotebookNode

    _Resources = dict[str, Any]


class _ReportExporter(Exporter):
    """Hands a copy of the notebook to the renderer of one format."""

    def from_notebook_node(  # type: ignore[override]  # as in nbconvert's own: the base class gives the notebook
        self, nb: NotebookNode, resources: _Resources | None = None, **options: object
    ) -> tuple[str | bytes, _Resources]:
        """Give the report of the stitched notebook `nb`."""
        copy, resources = super().from_notebook_node(nb, resources, **options)
        return self._rendered(copy), resources

    def _rendered(self, notebook: NotebookNode) -> str | bytes:
        raise NotImplementedError


class LakipHtmlExporter(_ReportExporter):
    """One HTML file that needs nothing else."""

    export_from_notebook = "LAKIP (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def _rendered(self, notebook: NotebookNode) -> str:
        from lakip_lib.export import html

        return html.render(notebook)


class LakipPdfExporter(_ReportExporter):
    """One tagged PDF (PDF/UA-1)."""

    export_from_notebook = "LAKIP (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def _rendered(self, notebook: NotebookNode) -> bytes:
        from lakip_lib.export import pdf

        return pdf.render(notebook)


class LakipDocxExporter(_ReportExporter):
    """One Word file; the office's letterhead is taken from `LakipDocxExporter.kop`, the path of a .docx."""

    kop = Unicode("", help="berkas .docx dengan kop surat, gaya, dan kaki halaman instansi").tag(config=True)
    export_from_notebook = "LAKIP (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def _rendered(self, notebook: NotebookNode) -> bytes:
        from lakip_lib.export import docx

        reference = Path(self.kop).read_bytes() if self.kop else None
        return docx.render(notebook, reference=reference)
