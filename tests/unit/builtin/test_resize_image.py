"""resize_image with real pictures, from the folder, the payload and a web server."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.unit.builtin.conftest import Configure, Receiver
from worker.builtin import resize_image as module
from worker.builtin.resize_image import resize_image
from workqueue import Dead
from workqueue.testing import Outcome, run

JOB = "0199ba66-0000-7000-8000-000000000002"


def picture(
    width: int = 40, height: int = 20, format: str = "PNG", mode: str = "RGB", **options: Any
) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height), options.pop("color", "red")).save(buffer, format, **options)
    return buffer.getvalue()


def resize(content: bytes, **payload: Any) -> Outcome:
    return run(
        resize_image,
        {"source": {"base64": base64.b64encode(content).decode()}, **payload},
        id=JOB,
        type="resize_image",
        tenant="ours",
    )


def written(outcome: Outcome, tmp_path: Path) -> Image.Image:
    assert outcome.error is None
    path = tmp_path / "files" / "ours" / outcome.result["path"]
    assert path.stat().st_size == outcome.result["bytes"]
    image = Image.open(io.BytesIO(path.read_bytes()))
    image.load()
    assert image.size == (outcome.result["width"], outcome.result["height"])
    return image


@pytest.mark.parametrize(
    ("payload", "size"),
    [
        ({"width": 20}, (20, 10)),
        ({"height": 5}, (10, 5)),
        ({"width": 80}, (80, 40)),
        ({"width": 20, "height": 20}, (20, 10)),
        ({"width": 20, "height": 20, "fit": "cover"}, (20, 20)),
        ({"width": 20, "height": 20, "fit": "stretch"}, (20, 20)),
        ({"width": 1}, (1, 1)),
        ({"width": 30, "fit": "cover"}, (30, 15)),
    ],
)
def test_how_large_it_becomes(tmp_path: Path, payload: dict[str, Any], size: tuple[int, int]) -> None:
    outcome = resize(picture(), **payload)

    assert outcome.result["path"] == f"{JOB}.png"
    assert written(outcome, tmp_path).size == size


def test_cover_cuts_off_the_sides_and_stretch_does_not(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (10, 0, 30, 20))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    covering = written(resize(buffer.getvalue(), width=10, height=10, fit="cover"), tmp_path)
    assert strongest(covering, (0, 5)) == "blue"
    stretched = written(resize(buffer.getvalue(), width=10, height=10, fit="stretch"), tmp_path)
    assert strongest(stretched, (0, 5)) == "red"


def strongest(image: Image.Image, point: tuple[int, int]) -> str:
    """The colour that a pixel has most of; smoothing mixes in a little of its neighbours."""
    pixel = image.getpixel(point)
    assert isinstance(pixel, tuple)
    return ("red", "green", "blue")[pixel.index(max(pixel))]


@pytest.mark.parametrize(
    ("source", "asked", "format", "suffix"),
    [
        ("PNG", None, "png", ".png"),
        ("JPEG", None, "jpeg", ".jpg"),
        ("WEBP", None, "webp", ".webp"),
        ("GIF", None, "gif", ".gif"),
        ("BMP", None, "png", ".png"),
        ("PNG", "jpeg", "jpeg", ".jpg"),
        ("JPEG", "webp", "webp", ".webp"),
        ("GIF", "png", "png", ".png"),
    ],
)
def test_formats(tmp_path: Path, source: str, asked: str | None, format: str, suffix: str) -> None:
    outcome = resize(picture(format=source), width=10, **({"format": asked} if asked else {}))

    assert outcome.result["format"] == format
    assert outcome.result["path"].endswith(suffix)
    assert written(outcome, tmp_path).format == format.upper()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "CMYK", "YCbCr"])
@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "gif"])
def test_every_kind_of_colour_can_be_written(tmp_path: Path, mode: str, format: str) -> None:
    if mode in ("CMYK", "YCbCr"):
        content = picture(format="JPEG", mode=mode, color=0)
    elif mode == "PA":
        content = picture(format="GIF", mode="P", color=1, transparency=1)
    else:
        content = picture(mode=mode, color=1)

    assert written(resize(content, width=10, format=format), tmp_path).size == (10, 5)


def test_what_is_transparent_is_white_on_jpeg_and_stays_transparent_on_png(tmp_path: Path) -> None:
    content = picture(mode="RGBA", color=(0, 0, 0, 0))

    assert written(resize(content, width=10, format="jpeg"), tmp_path).getpixel((5, 2)) == (255, 255, 255)
    assert written(resize(content, width=10), tmp_path).getpixel((5, 2)) == (0, 0, 0, 0)


def test_sixteen_bits_of_grey_stay_the_same_grey(tmp_path: Path) -> None:
    image = written(resize(picture(mode="I;16", color=0x8000), width=10), tmp_path)

    assert image.getpixel((5, 2)) == 0x80


def test_a_photograph_taken_sideways_is_put_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    image = written(resize(picture(format="JPEG", exif=exif), width=10), tmp_path)

    assert image.size == (10, 20)
    assert not image.getexif()


def test_quality_counts(tmp_path: Path) -> None:
    noise = Image.effect_noise((200, 200), 80)
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")

    sizes = [
        resize(buffer.getvalue(), width=200, format="jpeg", quality=quality).result["bytes"]
        for quality in (5, 90)
    ]

    assert sizes[0] < sizes[1]
    assert (tmp_path / "files" / "ours" / f"{JOB}.jpg").stat().st_size == sizes[1]


def test_a_small_picture_can_come_back_in_the_result(tmp_path: Path) -> None:
    outcome = resize(picture(), width=10, inline=True)

    assert "path" not in outcome.result
    image = Image.open(io.BytesIO(base64.b64decode(outcome.result["base64"])))
    assert (image.size, image.format) == ((10, 5), "PNG")
    assert not (tmp_path / "files").exists()


def test_a_large_picture_becomes_a_file_although_it_was_wanted_inline(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.effect_noise((400, 400), 80).save(buffer, "PNG")

    outcome = resize(buffer.getvalue(), width=400, inline=True)

    assert written(outcome, tmp_path).size == (400, 400)
    assert "too many for the result" in outcome.logs[0]


def from_path(path: str, tenant: str = "ours") -> Outcome:
    return run(resize_image, {"source": {"path": path}, "width": 10}, id=JOB, tenant=tenant)


def test_a_picture_from_the_tenant_s_folder(tmp_path: Path) -> None:
    folder = tmp_path / "files" / "ours" / "in"
    folder.mkdir(parents=True)
    (folder / "cat.png").write_bytes(picture())

    assert written(from_path("in/cat.png"), tmp_path).size == (10, 5)


def test_what_one_job_made_is_a_source_for_another_of_the_same_tenant_alone() -> None:
    path = resize(picture(), width=20).result["path"]

    assert from_path(path).error is None
    assert isinstance(from_path(path, tenant="theirs").error, FileNotFoundError)


def test_a_path_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "files" / "ours").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(picture())
    (tmp_path / "files" / "ours" / "link.png").symlink_to(tmp_path / "secret.png")

    for path in ("../../secret.png", str(tmp_path / "secret.png"), "link.png"):
        outcome = from_path(path)
        assert isinstance(outcome.error, Dead)
        assert str(outcome.error).startswith("source.path: ")


def test_a_file_that_is_not_there_may_be_on_its_way() -> None:
    assert isinstance(from_path("in/cat.png").error, FileNotFoundError)


def from_url(url: str) -> Outcome:
    return run(resize_image, {"source": {"url": url}, "width": 10}, id=JOB, tenant="ours")


def test_a_picture_from_a_web_server(open_receiver: Receiver, tmp_path: Path) -> None:
    outcome = from_url(open_receiver.answer("/cat.png", 200, picture()))

    assert written(outcome, tmp_path).size == (10, 5)


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, Dead), (302, Dead), (410, Dead), (500, OSError), (503, OSError), (429, OSError)],
)
def test_a_web_server_that_does_not_have_it(
    open_receiver: Receiver, status: int, error: type[Exception]
) -> None:
    outcome = from_url(open_receiver.answer("/cat.png", status, picture(), Location="/dog.png"))

    assert isinstance(outcome.error, error)
    assert f"answered {status}" in str(outcome.error)
    assert len(open_receiver.requests) == 1


def test_a_web_server_that_is_not_there_is_a_failure_that_may_pass(open_receiver: Receiver) -> None:
    outcome = from_url(f"http://127.0.0.3:{open_receiver.port}/cat.png")

    assert isinstance(outcome.error, OSError)
    assert "127.0.0.3 could not be read" in str(outcome.error)


def test_a_source_on_this_machine_is_refused(receiver: Receiver, configure: Configure) -> None:
    configure(http_request_ports=receiver.port)

    outcome = from_url(receiver.answer("/cat.png", 200, picture()))

    assert isinstance(outcome.error, Dead)
    assert "source.url: 127.0.0.1 resolves to 127.0.0.1, which is not on the public internet" in str(
        outcome.error
    )
    assert receiver.requests == []


def test_a_source_with_too_many_bytes_is_refused(
    open_receiver: Receiver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = picture()
    monkeypatch.setattr(module, "MAX_SOURCE_BYTES", len(content) - 1)
    (tmp_path / "files" / "ours").mkdir(parents=True)
    (tmp_path / "files" / "ours" / "cat.png").write_bytes(content)

    for outcome in (
        resize(content, width=1),
        from_path("cat.png"),
        from_url(open_receiver.answer("/a", 200, content)),
    ):
        assert isinstance(outcome.error, Dead)
        assert f"larger than {len(content) - 1} bytes" in str(outcome.error)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it unpacks to so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"), [(8000, 8000), (10_000, 10_000), (30_000, 30_000), (1, 50_000_000)]
)
def test_a_decompression_bomb_is_dead_before_it_unpacks(width: int, height: int) -> None:
    outcome = resize(bomb(width, height), width=10)

    assert isinstance(outcome.error, Dead)
    assert "pixels" in str(outcome.error)


@pytest.mark.parametrize(
    "payload", [{"width": 20_000, "height": 20_000, "fit": "stretch"}, {"height": 20_000}]
)
def test_a_result_with_too_many_pixels_is_refused(payload: dict[str, Any]) -> None:
    outcome = resize(picture(), **payload)

    assert isinstance(outcome.error, Dead)
    assert "width and height" in str(outcome.error)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        picture()[:40],
        picture(200, 200, "JPEG")[:-300],
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        picture(format="TIFF"),
        bomb(10, 10),
    ],
)
def test_what_is_no_whole_picture_of_a_known_format_is_dead(content: bytes) -> None:
    outcome = resize(content, width=10)

    assert isinstance(outcome.error, Dead)
    assert str(outcome.error).startswith("source: not a whole")


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({}, "source"),
        ({"source": {}, "width": 1}, "exactly one of path, url and base64"),
        ({"source": {"path": "a", "url": "b"}, "width": 1}, "exactly one of path, url and base64"),
        ({"source": {"path": "a"}}, "width or height is missing"),
        ({"source": {"path": "a"}, "width": 0}, "width"),
        ({"source": {"path": "a"}, "width": 1.5}, "width"),
        ({"source": {"path": "a"}, "width": 1, "fit": "fill"}, "fit"),
        ({"source": {"path": "a"}, "width": 1, "format": "tiff"}, "format"),
        ({"source": {"path": "a"}, "width": 1, "quality": 101}, "quality"),
        ({"source": {"path": "a"}, "width": 1, "size": 3}, "size"),
        ({"source": {"base64": "%%%"}, "width": 1}, "source.base64"),
        ({"source": {"url": "ftp://example.com/a"}, "width": 1}, "source.url"),
    ],
)
def test_a_mistake_in_the_payload_names_its_field(payload: dict[str, Any], field: str) -> None:
    outcome = run(resize_image, payload)

    assert isinstance(outcome.error, Dead)
    assert field in str(outcome.error)
