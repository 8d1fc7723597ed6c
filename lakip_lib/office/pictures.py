"""Photos and pictures that an office adds to its report: files of its folder gambar/, described in gambar.csv."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.clean import Row
from lakip_lib.problems import DataError, Problem, nearest

if TYPE_CHECKING:
    import PIL.Image

__all__ = ["Picture", "pictures"]

#: MPO is how many telephones save a .jpg: the photo, then smaller copies of it.
_FORMATS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png"}
#: A file above this is a mistake (a scan, a whole album page), not a photo for a report.
_MAX_MB = 20
_MAX_PIXELS = 60_000_000
#: Longest side in a report: 160 mm at 200 dots an inch.
_LONGEST = 1260
_QUALITY = 80
#: Bytes above which a drawing saved as PNG is a photo, and far smaller as JPEG.
_HEAVY = 300_000


@dataclass(frozen=True)
class Picture:
    """One picture: what it shows in words (`alt`), its title, who made it, the code of the indicator it is about."""

    path: Path
    title: str
    alt: str
    source: str
    indicator: str

    def encoded(self) -> tuple[bytes, str, tuple[int, int]]:
        """(bytes, jpeg or png, (width, height) in pixels): upright, no larger than a page needs, without its metadata.

        What a camera writes beside the picture, such as where it was taken, does not reach the report.
        """
        from PIL import Image, ImageOps

        with Image.open(self.path) as image:
            kind = _FORMATS[image.format or ""]
            upright = ImageOps.exif_transpose(image)
        clear = upright.has_transparency_data
        upright = upright.convert("RGBA" if clear else "RGB")
        upright.thumbnail((_LONGEST, _LONGEST))
        bare = Image.new(upright.mode, upright.size)
        bare.paste(upright)
        data = _saved(bare, kind)
        if len(data) > _HEAVY and not clear:
            data, kind = _saved(bare, "jpeg"), "jpeg"
        return data, kind, bare.size


def _saved(image: PIL.Image.Image, kind: str) -> bytes:
    found = io.BytesIO()
    image.save(found, kind, optimize=True, **({"quality": _QUALITY} if kind == "jpeg" else {}))
    return found.getvalue()


def pictures(folder: Path, rows: Sequence[Row]) -> list[Picture]:
    """The pictures of gambar.csv, whose files lie in `folder`; raises `DataError` with all that cannot be used."""
    problems = list(_problems(folder, rows))
    if problems:
        raise DataError(problems)
    return [Picture(folder / r["berkas"], r["judul"], r["alt"], r["sumber"], r["indikator"]) for r in rows]


def _problems(folder: Path, rows: Iterable[Row]) -> Iterator[Problem]:
    known = [p.name for p in sorted(folder.iterdir())] if folder.is_dir() else []
    for row in rows:
        if found := _fault(folder, row["berkas"], known):
            cell = row.cells["berkas"]
            yield Problem(row.file, row.number, "berkas", cell.read, *found, cell.letter)


def _fault(folder: Path, name: str, known: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with a file: (what was expected, what to do), or None."""
    from PIL import Image, UnidentifiedImageError

    if name not in known:
        here = f"{folder.parent.name}/gambar/"
        return f"nama berkas di {here}", nearest(name, known) or f"Taruh berkas itu di {here}."
    path = folder / name
    again = "Buka dengan penampil gambar dan simpan ulang sebagai .jpg atau .png."
    try:
        if (size := path.stat().st_size / 1e6) > _MAX_MB:
            return f"gambar paling besar {_MAX_MB} MB, bukan {size:.0f} MB", "Perkecil gambar itu, lalu simpan lagi."
        with Image.open(path) as image:
            pixels, kind = image.width * image.height, image.format
            if kind in _FORMATS and pixels <= _MAX_PIXELS:
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return "gambar .jpg atau .png yang utuh", again
    if kind not in _FORMATS:
        return f"gambar .jpg atau .png, bukan {kind}", again
    if pixels > _MAX_PIXELS:
        return "gambar paling besar 60 juta titik", "Perkecil gambar itu, lalu simpan lagi."
    return None
