"""The report as a tagged PDF (PDF/UA-1): the sections of the HTML through pandoc to Typst, with our own template.

No font, file or program of the machine is used besides the wheels, and nothing of the clock: the same notebook gives
the same bytes.  `paged` makes the HTML that pandoc reads; `templates/laporan.lua` and `laporan.typ` do the rest.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lakip_lib.export import fonts, layout, paged

if TYPE_CHECKING:
    from nbconvert.exporters.exporter import Exporter
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"


def __getattr__(name: str) -> type[Exporter]:
    """Give `LakipPdfExporter` without importing nbconvert before somebody asks for it."""
    if name != "LakipPdfExporter":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lakip_lib.export.exporters import LakipPdfExporter

    return LakipPdfExporter


def render(notebook: NotebookNode) -> bytes:
    """Give the PDF of a stitched `notebook`.

    Raises:
        RuntimeError: pandoc or Typst refused the report (a fault of this package, or a drawing that is no valid SVG).
    """
    import typst

    report = layout.read(notebook)
    body, images = paged.prepare(report)
    source = f"{_settings(report)}\n{(TEMPLATES / 'laporan.typ').read_text(encoding='utf-8')}\n{_pandoc(body)}"
    with tempfile.TemporaryDirectory(prefix="lakip-") as folder:
        root = Path(folder)
        for name, data in images.items():
            (root / name).write_bytes(data)
        main = root / "laporan.typ"
        main.write_text(source, encoding="utf-8")
        compiler = typst.Compiler(main, root=root, font_paths=[fonts.copied(root)], ignore_system_fonts=True)
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
            return cast("bytes", made)  # one file, as no path to write to is given
        except typst.TypstError as error:
            raise RuntimeError(f"PDF tidak dapat dibuat: {error.message}\n{error.diagnostic}") from error


def _pandoc(body: str) -> str:
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        f"--data-dir={TEMPLATES}",  # the user's own may hold a script that every filter runs
        "--from=html-smart",
        "--to=typst",
        "--wrap=none",
        f"--lua-filter={TEMPLATES / 'laporan.lua'}",
    ]
    done = subprocess.run(command, input=body.encode(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pandoc tidak dapat membaca laporan: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode().replace("\ufdd0", "’")  # see laporan.lua


def _settings(report: layout.Report) -> str:
    """Give the values that the template reads as a Typst dictionary."""
    width, height = report.paper
    short = str(report.info.get("judul_pendek") or report.title)
    values = {
        "judul": _quoted(report.title),
        "pendek": _quoted(short),
        "instansi": _quoted(str(report.info.get("instansi", ""))),
        "bahasa": _quoted(str(report.info.get("bahasa", "id"))),
        "lebar": f"{width:g}",
        "tinggi": f"{height:g}",
        "tepi-kiri": f"{paged.MARGIN_LEFT:g}",
        "tepi-kanan": f"{paged.MARGIN_RIGHT:g}",
        "tepi-mendatar": f"{paged.MARGIN_LANDSCAPE:g}",
    }
    return f"#let data = ({', '.join(f'{name}: {value}' for name, value in values.items())})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
