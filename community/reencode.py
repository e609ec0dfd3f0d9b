"""A picture written anew from its pixels, so that nothing travels along in it. Pure.

Place, camera and maker (EXIF, XMP), colour profile, comments and whatever is glued to the file stay behind; how the camera
was held is applied first.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 25_000_000
MAX_SIDE = 2_000  # pixels, of what is kept
SMALL_SIDE = 800  # pixels, of what a page shows
LOSSLESS_UP_TO = 1_000_000  # bytes: screenshots stay sharp as long as they stay small
QUALITY = 84

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class NotAPicture(Exception):
    """`reason` is "large" (bytes), "pixels", "kind" (no such format) or "broken" (it cannot be read to its end)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """WebP, and its size in pixels; `small` is empty where the whole is no larger than that."""

    full: bytes
    small: bytes
    width: int
    height: int
    was_moving: bool  # of an animation only the first frame is kept


def reencode(content: bytes) -> Picture:
    """Reads PNG, JPEG, WebP and GIF by what they are, whatever they are called. Raises `NotAPicture`."""
    if len(content) > MAX_BYTES:
        raise NotAPicture("large")
    _check_webp_size(content)
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise NotAPicture("pixels") from None
    except Exception:  # a broken file can end in any error of a decoder
        raise NotAPicture("kind") from None
    with image:
        return _written_anew(image)


def _written_anew(image: Image.Image) -> Picture:
    if image.width * image.height > MAX_PIXELS:  # known from the header, before a pixel is decoded
        raise NotAPicture("pixels")
    was_moving = getattr(image, "n_frames", 1) > 1 if image.format in {"WEBP", "PNG"} else _is_moving_gif(image)
    lossless = image.format in {"PNG", "GIF"}
    try:
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a large JPEG is decoded at half its size or less
        image.load()
        upright = ImageOps.exif_transpose(image)
    except Exception:
        raise NotAPicture("broken") from None
    plain = _plain(upright)
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    full, small = _webp(plain, lossless=lossless), b""
    size = plain.size
    if max(size) > SMALL_SIDE:
        plain.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
        small = _webp(plain, lossless=lossless)
    return Picture(full, small, *size, was_moving)


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, in RGB or RGBA, in an image that knows nothing else."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):  # 16 bits a channel
        image = image.point(lambda value: value / 256).convert("L")
    converted = image.convert(mode)
    bare = Image.new(mode, converted.size)
    bare.paste(converted)
    return bare


def _webp(image: Image.Image, *, lossless: bool) -> bytes:
    if lossless:
        exact = _saved(image, lossless=True, quality=60, method=3)
        if len(exact) <= LOSSLESS_UP_TO:
            return exact
    return _saved(image, quality=QUALITY, method=4)


def _saved(image: Image.Image, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", **options)
    return file.getvalue()


def _is_moving_gif(image: Image.Image) -> bool:
    """Whether there is a second frame; not how many, since counting reads them all."""
    if image.format != "GIF":
        return False
    try:
        image.seek(1)
    except Exception:
        return False
    finally:
        image.seek(0)
    return True


def _check_webp_size(content: bytes) -> None:
    """Pillow's WebP decoder takes memory for the canvas as soon as a file is opened, so its header is read here first.

    Raises `NotAPicture("pixels")`. Source: RFC 9649, sections 2.5 to 2.7.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return
    chunk = content[12:16]
    if chunk == b"VP8X":
        width, height = (1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))
    elif chunk == b"VP8L":
        bits = struct.unpack("<I", content[21:25])[0]
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", content[26:30]))
    if width * height > MAX_PIXELS:
        raise NotAPicture("pixels")
