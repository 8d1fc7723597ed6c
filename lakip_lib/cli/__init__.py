"""The command `lakip`: arguments in, recap and exit code out; heavy imports happen only in the command that needs them.

Exit codes: 0 done; 1 the data or the document have errors (listed); 2 wrong usage or an unreadable file; 3 a chapter
failed; 130, 143: told to end, by Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any, NoReturn, TypeAlias

from lakip_lib.cli import _stop
from lakip_lib.cli._voice import USAGE, Voice
from lakip_lib.guard import LIMIT
from lakip_lib.made import FORMATS

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _write_anything()
    options = _parser().parse_args(arguments)
    try:
        with _stop.stoppable(json=options.json):
            code: int = import_module(f"lakip_lib.cli.{options.command}").run(options)
            return code
    except _stop.Stopped as stopped:
        _stop.end(stopped, json=options.json)
    except BrokenPipeError:  # `lakip check | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return USAGE
    except Exception as error:  # noqa: BLE001 - whatever nobody foresaw
        from lakip_lib.scratch import ScratchError
        from lakip_lib.sources import NoOfficeError

        if isinstance(error, NoOfficeError | ScratchError):
            return Voice(quiet=options.json).refuse(USAGE, str(error))
        from lakip_lib.cli import _unexpected

        return _unexpected.end(error, json=options.json)


def _write_anything() -> None:
    """Let no character of a message fail: a terminal of an old code page shows ``?``, a file or pipe gets UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")


class _Parser(argparse.ArgumentParser):
    """argparse in Indonesian."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse takes, of many types
        super().__init__(**settings, add_help=False, formatter_class=_Help)
        self._optionals.title = "pilihan"
        self._positionals.title = "yang disebut"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def error(self, message: str) -> NoReturn:
        for english, indonesian in _PHRASES:
            message = message.replace(english, indonesian)
        self.exit(USAGE, f"{self.format_usage()}lakip: {message}. Lihat lakip --help.\n")


class _Help(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "pemakaian: " if prefix is None else prefix)


#: What argparse says when arguments are wrong.
_PHRASES = (
    ("the following arguments are required:", "harus disebut:"),
    ("unrecognized arguments:", "tidak dikenal:"),
    ("expected one argument", "perlu satu nilai"),
    ("invalid int value:", "bukan bilangan bulat:"),
    ("invalid choice:", "tidak dikenal:"),
    ("(choose from", "(pilih dari"),
    ("argument ", ""),
)


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001 - argparse has no public name for it


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="lakip", description="Laporan kinerja instansi pemerintah (LAKIP) dari tabel sumber.")
    commands = parser.add_subparsers(title="perintah", required=True, metavar="PERINTAH")
    _build(commands)
    _batch(commands)
    _diff(commands)
    _check(commands)
    _new(commands)
    _import(commands)
    _reviu(commands)
    _lab(commands)
    return parser


def _command(commands: _Commands, name: str, about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about[0].lower() + about[1:].rstrip("."), description=about)
    command.set_defaults(command=name)
    command.add_argument("--json", action="store_true", help="hasil sebagai JSON")
    return command


def _office(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    command.add_argument("--year", type=int, required=required, metavar="TAHUN", help="tahun anggaran, mis. 2024")
    _root(command)


def _root(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--root", default="", metavar="FOLDER", help="folder instansi; bawaan: dicari dari folder kerja ke atas"
    )


def _build(commands: _Commands) -> None:
    command = _command(commands, "build", "Buat laporan satu tahun anggaran.")
    _office(command)
    _made_how(command)
    jobs = min(4, os.cpu_count() or 1)
    command.add_argument("--jobs", type=_count, default=jobs, metavar="N", help="banyak bab yang dijalankan serentak")
    about = "jangan buat apa pun; sebutkan apa yang akan dibuat ulang, dan mengapa"
    command.add_argument("--plan", action="store_true", help=about)
    command.add_argument("--force", action="store_true", help="buat ulang semuanya, yang tidak berubah juga")
    about = "tetap berjalan, dan buat lagi setiap kali tabel, narasi, atau buku kerja disimpan"
    command.add_argument("--watch", action="store_true", help=about)
    about = f"batas waktu tiap bab; bawaan: {LIMIT:g}"
    command.add_argument("--limit", type=_seconds, default=LIMIT, metavar="DETIK", help=about)


def _made_how(command: argparse.ArgumentParser) -> None:
    about = f"bentuk laporan, dipisah koma, dari: {','.join(FORMATS)}; bawaan: html,pdf"
    command.add_argument("--to", type=_formats, default="html,pdf", metavar="BENTUK", help=about)
    command.add_argument("--strict", action="store_true", help="peringatan data dianggap kesalahan")


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(f.strip() for f in text.split(",") if f.strip()))
    if not formats or set(formats).difference(FORMATS):
        raise argparse.ArgumentTypeError(f"{text} tidak dikenal; yang ada: {', '.join(FORMATS)}")
    return formats


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} bukan bilangan dari 1")
    return int(text)


def _seconds(text: str) -> float:
    try:
        if (seconds := float(text)) > 0:
            return seconds
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"bukan banyaknya detik: {text}")


def _batch(commands: _Commands) -> None:
    command = _command(commands, "batch", "Buat laporan banyak instansi dan tahun sekaligus.")
    about = "folder instansi, atau folder yang berisi folder-folder instansi"
    command.add_argument("roots", nargs="+", metavar="FOLDER", help=about)
    about = "tahun anggaran, mis. 2024, 2021-2024, atau 2022,2024; bawaan: setiap tahun yang bukan rencana"
    command.add_argument("--years", default="", metavar="TAHUN", help=about)
    _made_how(command)
    jobs = os.cpu_count() or 1
    command.add_argument("--jobs", type=_count, default=jobs, metavar="N", help="banyak laporan yang dibuat serentak")
    about = "folder halaman antarinstansi dan catatan untuk meneruskan; bawaan: outputs-wilayah"
    command.add_argument("--out", default="outputs-wilayah", metavar="FOLDER", help=about)
    command.add_argument("--force", action="store_true", help="buat semua lagi, juga yang tidak berubah")
    about = "kerjakan pada cluster Dask dengan penjadwal ini, mis. tcp://10.0.0.5:8786; --jobs tidak dipakai"
    command.add_argument("--dask", default="", metavar="ALAMAT", help=about)
    about = "salin hasil ke penyimpanan ini juga, alamat fsspec, mis. s3://nama/laporan atau file:///mnt/laporan"
    command.add_argument("--to-store", default="", metavar="ALAMAT", help=about)


def _diff(commands: _Commands) -> None:
    command = _command(commands, "diff", "Sebutkan angka yang berubah sejak pembuatan sebelumnya, dan sebabnya.")
    _office(command)
    about = "folder outputs/TAHUN (atau manifest.json di dalamnya) dari pembuatan sebelumnya"
    command.add_argument("--against", required=True, metavar="FOLDER", help=about)


def _check(commands: _Commands) -> None:
    _office(_command(commands, "check", "Periksa tabel sumber satu tahun anggaran."))


def _new(commands: _Commands) -> None:
    command = _command(commands, "new", "Siapkan data tahun baru dari tahun sebelumnya, tanpa angkanya.")
    command.add_argument("fiscal_year", type=int, metavar="TAHUN", help="tahun anggaran yang disiapkan, mis. 2026")
    _root(command)
    command.add_argument("--xlsx", action="store_true", help="satu buku kerja Excel, bukan tabel CSV")


def _import(commands: _Commands) -> None:
    about = "Susun draf tabel sumber dari berkas yang sudah ada (.docx, .xlsx, .csv)."
    command = _command(commands, "import", about)
    command.set_defaults(command="impor")  # `import` is a word of Python
    command.add_argument("file", metavar="BERKAS", help="LAKIP lama, realisasi anggaran, atau form evaluasi")
    command.add_argument("--year", type=int, metavar="TAHUN", help="tahun anggaran, bila berkas tidak menyebutnya")
    command.add_argument("--into", default="", metavar="FOLDER", help="folder draf; bawaan: impor/NAMA-BERKAS")
    command.add_argument("--map", default="", metavar="BERKAS", help="pemetaan.csv yang sudah disunting")


def _reviu(commands: _Commands) -> None:
    about = "Periksa laporan yang sudah jadi (.docx, .html, .pdf) dari instansi mana pun."
    command = _command(commands, "reviu", about)
    command.add_argument("file", metavar="BERKAS", help="laporan yang diperiksa")
    _office(command, required=False)
    command.add_argument("--html", default="", metavar="BERKAS", help="tulis dokumen beserta temuannya sebagai HTML")
    command.add_argument(
        "--abaikan", default="", metavar="BERKAS", help="CSV temuan yang diabaikan: kode, tempat, alasan"
    )


def _lab(commands: _Commands) -> None:
    command = _command(commands, "lab", "Buka JupyterLab dengan buku kerja mulai: tabel, pemeriksaan, dan bab.")
    _office(command, required=False)
    command.add_argument(
        "--port", type=int, default=0, metavar="N", help="port; bawaan: 8888 atau yang bebas sesudahnya"
    )
    command.add_argument("--no-browser", action="store_true", help="jangan membuka peramban")
