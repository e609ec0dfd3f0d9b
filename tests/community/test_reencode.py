"""Images: written anew without what they carried along, and in a text only those of this site."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image as Pillow

from community.image_text import image_markdown, images_in
from community.markdown import to_html
from community.reencode import MAX_BYTES, NotAPicture, reencode

NAME = "a" * 28 + "-1600x800"


def picture(fmt: str = "PNG", size: tuple[int, int] = (40, 20), colour: object = (200, 30, 30), **options) -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", size, colour).save(file, fmt, **options)
    return file.getvalue()


def seen(content: bytes) -> Pillow.Image:
    image = Pillow.open(io.BytesIO(content))
    image.load()
    return image


# --- written anew


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP", "GIF"])
def test_each_kind_becomes_webp_of_the_same_size(fmt):
    done = reencode(picture(fmt))
    assert (done.width, done.height, done.small, done.was_moving) == (40, 20, b"", False)
    red, green, blue = seen(done.full).convert("RGB").getpixel((20, 10))
    assert red > 180
    assert green < 60
    assert blue < 60


def test_place_camera_and_profile_stay_behind_and_the_picture_stands_upright():
    exif = Pillow.Exif()
    exif[0x0112] = 6  # held on its side
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 3.0)  # GPS latitude
    given = picture(
        "JPEG", exif=exif, xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>", icc_profile=b"SecretProfile" * 20, comment="SecretWords"
    )
    assert b"SecretCamera" in given
    assert b"SecretPlace" in given
    done = reencode(given)
    assert (done.width, done.height) == (20, 40)
    assert b"Secret" not in done.full
    assert not seen(done.full).getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & seen(done.full).info.keys()


def test_a_large_one_is_scaled_and_gets_a_small_one_beside_it():
    done = reencode(picture("JPEG", (3000, 1500)))
    assert seen(done.full).size == (done.width, done.height) == (2000, 1000)
    assert seen(done.small).size == (800, 400)


def test_what_is_seen_through_stays_so():
    file = io.BytesIO()
    Pillow.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
    assert seen(reencode(file.getvalue()).full).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("fmt", ["GIF", "WEBP"])
def test_of_what_moves_the_first_picture_is_kept(fmt):
    file = io.BytesIO()
    frames = [Pillow.new("RGB", (16, 16), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, fmt, save_all=True, append_images=frames[1:])
    done = reencode(file.getvalue())
    assert done.was_moving
    assert getattr(seen(done.full), "n_frames", 1) == 1
    assert seen(done.full).convert("RGB").getpixel((8, 8))[0] > 200


def bomb_png(width: int, height: int) -> bytes:
    """A header that promises more than is there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


def bomb_webp() -> bytes:
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + (16_000 - 1).to_bytes(3, "little") * 2 + b"\0" * 40
    return b"RIFF" + struct.pack("<I", len(body)) + body


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bomb_png(60_000, 60_000), "pixels"),
        (bomb_png(6_000, 6_000), "pixels"),
        (bomb_webp(), "pixels"),
        (bomb_png(500, 500), "broken"),
        (picture("JPEG", (600, 600), "white")[:900], "broken"),
        (SVG, "kind"),
        (b"GIF89a/*<html><script>alert(1)</script>*/=1", "kind"),
        (b"<!doctype html><script>alert(1)</script>", "kind"),
        (b"", "kind"),
        (b"%PDF-1.7", "kind"),
        (picture("BMP"), "kind"),
        (picture("TIFF"), "kind"),
        (b"\0" * (MAX_BYTES + 1), "large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_shown_is_refused(content, reason):
    with pytest.raises(NotAPicture) as refused:
        reencode(content)
    assert refused.value.reason == reason


def test_what_is_glued_to_a_picture_does_not_come_along():
    for content in (picture("PNG") + SVG, picture("GIF", comment=b"<script>alert(1)</script>")):
        assert b"<script>" in content
        assert b"<script>" not in reencode(content).full


# --- in Markdown


def test_own_images_keep_their_room_and_lead_to_the_whole():
    html = to_html(image_markdown(NAME, "A [red] field"))
    assert f'<img src="/media/{NAME}.small.webp" alt="A [red] field" width="800" height="400" loading="lazy"' in html
    assert f'<a href="/media/{NAME}.webp"' in html
    assert images_in(image_markdown(NAME, "A [red] field")) == {NAME: "A [red] field"}


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/pixel.png",
        "//elsewhere.example/a.webp",
        f"https://elsewhere.example/media/{NAME}.webp",
        f"/media/{NAME}.webp?x=1",
        f"/media/{NAME}.svg",
        "/media/../accounts/logout/",
        "/style/",
    ],
)
def test_any_other_image_is_a_link(address):
    html = to_html(f"![a pixel]({address})")
    assert "<img" not in html
    assert f'<a href="{address}"' in html
    assert ">a pixel</a>" in html


def test_no_image_runs_or_nests_links():
    assert "<img" not in to_html("![x](data:image/png;base64,AAAA)")
    assert "href" not in to_html("![x](data:image/png;base64,AAAA)")
    assert "href" not in to_html("![x](javascript:alert(1))")
    assert to_html(f"[![x](/media/{NAME}.webp)](https://a.example)").count("<a ") == 1
    assert to_html("[![x](https://b.example/x.png)](https://a.example)").count("<a ") == 1
    assert "onerror" not in to_html(f'![x" onerror="alert(1)](/media/{NAME}.webp)').replace("&quot; onerror=&quot;", "")
