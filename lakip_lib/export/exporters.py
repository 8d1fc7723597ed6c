"""The nbconvert exporters `lakip-html`, `lakip-pdf`, `lakip-docx`.  Importing nbconvert takes time: only they do it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from nbconvert.exporters.exporter import Exporter
from traitlets import Unicode, default

if TYPE_CHECKING:
    from nbformat import NotebookNode

    _Resources = dict[str, Any]


class _ReportExporter(Exporter):
    """Hands a copy of the notebook to the module of `lakip_lib.export` that renders one format."""

    _renderer: ClassVar[str]

    def from_notebook_node(  # type: ignore[override]  # as in nbconvert's own: the base class gives the notebook
        self, nb: NotebookNode, resources: _Resources | None = None, **options: object
    ) -> tuple[str | bytes, _Resources]:
        """Give the report of the stitched notebook `nb`."""
        copy, resources = super().from_notebook_node(nb, resources, **options)
        renderer = import_module(f"lakip_lib.export.{self._renderer}")
        return renderer.render(copy, **self._settings()), resources

    def _settings(self) -> dict[str, Any]:
        return {}


class LakipHtmlExporter(_ReportExporter):
    """One HTML file that needs nothing else."""

    _renderer = "html"
    export_from_notebook = "LAKIP (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"


class LakipPdfExporter(_ReportExporter):
    """One tagged PDF (PDF/UA-1)."""

    _renderer = "pdf"
    export_from_notebook = "LAKIP (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"


class LakipDocxExporter(_ReportExporter):
    """One Word file; the office's letterhead is taken from `LakipDocxExporter.kop`, the path of a .docx."""

    _renderer = "docx"
    kop = Unicode("", help="berkas .docx dengan kop surat, gaya, dan kaki halaman instansi").tag(config=True)
    export_from_notebook = "LAKIP (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def _settings(self) -> dict[str, Any]:
        return {"reference": Path(self.kop).read_bytes() if self.kop else None}
