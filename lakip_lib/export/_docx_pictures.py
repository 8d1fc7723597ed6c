"""Drawings as pictures of Word: PNG made by Typst with the fonts of the wheel, in two threads beside the writing."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from lakip_lib.export import fonts
from lakip_lib.export._docx_xml import NAMESPACES, emu, name, other, run, w
from lakip_lib.export.fragments import Element

_DOTS = 200
_THREADS = 2
_SETTINGS = "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#set text(font: {family})\n"


class Pictures:
    """The pictures of a document.  Drawing begins when it is made; `finish` waits for it."""

    def __init__(self, images: Mapping[str, bytes], widths: Mapping[str, float]) -> None:
        self._ready = {key: data for key, data in images.items() if data.startswith(b"\x89PNG")}
        drawn = [key for key in images if key not in self._ready and key in widths]
        self._images, self._widths = images, widths
        self._folder = tempfile.TemporaryDirectory(prefix="lakip-")
        self._pool = ThreadPoolExecutor(_THREADS)
        self._jobs: list[tuple[list[str], Future[list[bytes]]]] = []
        self._sizes: list[tuple[str, Element]] = []
        shares = [share for share in (drawn[start::_THREADS] for start in range(_THREADS)) if share]
        if shares:
            self._fonts = fonts.copied(Path(self._folder.name))
            for key in drawn:
                (Path(self._folder.name) / key).write_bytes(images[key])
        for number, share in enumerate(shares):
            self._jobs.append((share, self._pool.submit(self._draw, share, number)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._folder.cleanup()

    def _draw(self, share: Sequence[str], number: int) -> list[bytes]:
        import typst

        folder = Path(self._folder.name)
        main = folder / f"gambar-{number}.typ"
        pages = "\n#pagebreak()\n".join(f'#image("{key}", width: {self._widths[key]:g}mm)' for key in share)
        main.write_text(_SETTINGS.format(family=f'"{fonts.FAMILY}"') + pages, encoding="utf-8")
        compiler = typst.Compiler(main, root=folder, font_paths=[self._fonts], ignore_system_fonts=True)
        try:
            done = compiler.compile(format="png", ppi=_DOTS)
        except typst.TypstError as error:
            raise RuntimeError(f"Gambar untuk Word tidak dapat dibuat: {error.message}\n{error.diagnostic}") from error
        return [done] if isinstance(done, bytes) else done or []

    def place(self, image: Element) -> Element:
        """Give the run that shows `image`; its height is known only after `finish`."""
        key = image.get("src", "")
        self._sizes.append((key, run(_inline(key, len(self._sizes) + 1, image.get("alt", "")))))
        return self._sizes[-1][1]

    def finish(self) -> dict[str, bytes]:
        """Give the PNG files by the names of the images, and set the heights of all that were placed."""
        done = dict(self._ready)
        for share, job in self._jobs:
            done |= dict(zip(share, job.result(), strict=True))
        for key, made in self._sizes:
            wide, high = (int.from_bytes(done[key][start : start + 4], "big") for start in (16, 20))
            width = self._widths[key]
            for size in (*made.iter(name("wp:extent")), *made.iter(name("a:ext"))):
                size.set("cx", str(emu(width)))
                size.set("cy", str(emu(width * high / max(wide, 1))))
        return {key: done[key] for key in self._images if key in done}


def relation(key: str) -> str:
    """Give the id of the relation to the picture `key`."""
    return f"media-{key.partition('.')[0]}"


def _inline(key: str, number: int, described: str) -> Element:
    about = {"id": number, "name": f"Gambar {number}"}
    return w(
        "drawing",
        other(
            "wp:inline",
            other("wp:extent", cx=0, cy=0),
            other("wp:effectExtent", l=0, t=0, r=0, b=0),
            other("wp:docPr", **about, descr=described),
            other("wp:cNvGraphicFramePr", other("a:graphicFrameLocks", noChangeAspect=1)),
            graphic(relation(key), number, 0, 0),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        ),
    )


def graphic(relation_id: str, number: int, width: int, height: int) -> Element:
    """Give the picture behind `relation_id`, `width` by `height` English metric units."""
    return other(
        "a:graphic",
        other(
            "a:graphicData",
            other(
                "pic:pic",
                other(
                    "pic:nvPicPr",
                    other("pic:cNvPr", id=number, name=f"Gambar {number}"),
                    other("pic:cNvPicPr"),
                ),
                other(
                    "pic:blipFill",
                    other("a:blip", r_embed=relation_id),
                    other("a:stretch", other("a:fillRect")),
                ),
                other(
                    "pic:spPr",
                    other("a:xfrm", other("a:off", x=0, y=0), other("a:ext", cx=width, cy=height)),
                    other("a:prstGeom", other("a:avLst"), prst="rect"),
                ),
            ),
            uri=NAMESPACES["pic"],
        ),
    )
