"""Resizes a picture that lies in the files folder, on the web or in the payload itself."""

from __future__ import annotations

import base64
import io
from typing import Any, Literal

import httpx
from PIL import Image, ImageOps
from pydantic import Field, model_validator

from shared import public_address
from worker import public_transport, retry_after
from worker.builtin import files, payloads, settings
from workqueue import Handlers, Job

handlers = Handlers()

# A picture this size takes 160 MB as RGBA and twice that while it is worked on, in each thread of a worker.
MAX_PIXELS = 40_000_000
MAX_SOURCE_BYTES = 20 * 1024 * 1024
MAX_INLINE_BYTES = 48 * 1024

# Only these are tried on what comes in: others start programs (EPS), or have had worse faults.
_READ = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_SUFFIXES = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "gif": ".gif"}
_FETCH_SECONDS = 30.0
_BROKEN = (OSError, SyntaxError, ValueError, EOFError)


class Source(payloads.Payload):
    """Where the picture is: exactly one of the three."""

    path: str | None = None
    """In the tenant's part of the files folder."""

    url: str | None = None
    base64: str | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Source:
        if sum(each is not None for each in (self.path, self.url, self.base64)) != 1:
            raise ValueError("give exactly one of path, url and base64")
        return self


class Resize(payloads.Payload):
    """The payload of `resize_image`."""

    source: Source
    width: int | None = Field(default=None, ge=1, le=20_000)
    height: int | None = Field(default=None, ge=1, le=20_000)
    """In pixels. With one of the two, the other follows from the picture's shape."""

    fit: Literal["contain", "cover", "stretch"] = "contain"
    """With both: the whole picture within the box, the box filled and the rest cut off, or distorted."""

    format: Literal["jpeg", "png", "webp", "gif"] | None = None
    """What to write; the source's own format by default, PNG for a BMP."""

    quality: int = Field(default=85, ge=1, le=95)
    """Of JPEG and WebP."""

    inline: bool = False
    """Return a small picture in the result, as base64, instead of writing a file."""

    @model_validator(mode="after")
    def _some_size(self) -> Resize:
        if self.width is None and self.height is None:
            raise ValueError("width or height is missing: give one of them or both")
        return self


@handlers.handler("resize_image", timeout=180)
def resize_image(job: Job) -> dict[str, Any]:
    """Resize one picture; of a moving one, its first frame.

    Returns:
        `width`, `height`, `format`, `bytes`; `path` in the tenant's part of the files folder, or `base64`.

    Raises:
        Dead: the payload is wrong, or the source is no picture, broken or too large.
        OSError: the source cannot be read now.
    """
    payload = payloads.read(Resize, job)
    content = _fetch(payload.source, job)
    job.progress(0.3, "read")
    picture = _decode(content)
    job.check()
    resized = _resize(picture, payload)
    job.progress(0.7, "resized")
    format = payload.format or _same_format(picture)
    return _deliver(_encode(resized, format, payload.quality), format, resized.size, payload.inline, job)


def _fetch(source: Source, job: Job) -> bytes:
    if source.base64 is not None:
        _refuse_too_many_bytes("source.base64", len(source.base64) * 3 // 4)
        return payloads.decode_base64("source.base64", source.base64)
    if source.url is not None:
        return _download(source.url, job)
    return _read_file(source.path or "", job)


def _refuse_too_many_bytes(field: str, count: int) -> None:
    if count > MAX_SOURCE_BYTES:
        raise payloads.mistake(field, f"larger than {MAX_SOURCE_BYTES} bytes")


def _read_file(path: str, job: Job) -> bytes:
    """Read the file; only a path that can never be right is final, for a missing file may be on its way."""
    try:
        return files.read(settings.current().files_dir, job.tenant, path, MAX_SOURCE_BYTES)
    except ValueError as error:
        raise payloads.mistake("source.path", str(error)) from None


def _download(text: str, job: Job) -> bytes:
    chosen = settings.current()
    private = chosen.http_request_allow_private
    seconds = _FETCH_SECONDS if job.remaining is None else min(_FETCH_SECONDS, job.remaining)
    try:
        url = public_address.check_url(text, allow_private=private, ports=chosen.http_request_ports)
        with public_transport.client(seconds, allow_private=private) as client:
            return _read_answer(client, url)
    except public_address.AddressError as error:
        raise payloads.mistake("source.url", str(error)) from None
    except httpx.TransportError as error:
        raise OSError(f"source.url: {url.host} could not be read: {error}") from error


def _read_answer(client: httpx.Client, url: httpx.URL) -> bytes:
    with client.stream("GET", url, headers={"Accept": "image/*", "Accept-Encoding": "identity"}) as answer:
        if 300 <= answer.status_code < 500 and answer.status_code not in retry_after.STATUSES:
            raise payloads.mistake("source.url", f"the server answered {answer.status_code}")
        if answer.status_code >= 300:
            raise OSError(f"{url.host} answered {answer.status_code}: it may be there later")
        content = bytearray()
        for part in answer.iter_raw():
            content += part
            _refuse_too_many_bytes("source.url", len(content))
        return bytes(content)


def _decode(content: bytes) -> Image.Image:
    """Read the picture, upright, its size looked at before a pixel is unpacked.

    Raises:
        Dead: it is no picture, broken, or unpacks to too many pixels (a decompression bomb).
    """
    try:
        picture = Image.open(io.BytesIO(content), formats=_READ)
        _refuse_too_many_pixels("source", *picture.size)
        picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise payloads.mistake("source", f"too many pixels: {error}") from None
    except _BROKEN as error:
        raise payloads.mistake("source", f"not a whole {', '.join(_READ)} picture: {error}") from None
    return picture


def _refuse_too_many_pixels(field: str, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise payloads.mistake(field, f"{width} x {height} pixels; {MAX_PIXELS} in all are allowed")


def _resize(picture: Image.Image, payload: Resize) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    size = _target(upright.size, payload)
    _refuse_too_many_pixels("width and height", *size)
    smooth = _with_whole_colours(upright)
    if payload.fit == "cover" and payload.width and payload.height:
        return ImageOps.fit(smooth, size, Image.Resampling.LANCZOS)
    return smooth.resize(size, Image.Resampling.LANCZOS)


def _target(size: tuple[int, int], payload: Resize) -> tuple[int, int]:
    width, height = size
    if payload.width and payload.height and payload.fit != "contain":
        return payload.width, payload.height
    scale = min(
        payload.width / width if payload.width else float("inf"),
        payload.height / height if payload.height else float("inf"),
    )
    return max(1, round(width * scale)), max(1, round(height * scale))


def _with_whole_colours(picture: Image.Image) -> Image.Image:
    """Palettes and single bits cannot be averaged, and sixteen bits fit no format we write but one."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("L", "RGB", "RGBA"):
        return picture if "transparency" not in picture.info else picture.convert("RGBA")
    transparent = "transparency" in picture.info or picture.mode in ("LA", "PA", "La", "RGBa")
    return picture.convert("RGBA" if transparent else "RGB")


def _same_format(picture: Image.Image) -> str:
    own = (picture.format or "").lower()
    return own if own in _SUFFIXES else "png"


def _encode(picture: Image.Image, format: str, quality: int) -> bytes:
    if format == "jpeg" and picture.mode == "RGBA":
        picture = _on_white(picture)
    buffer = io.BytesIO()
    picture.save(buffer, format=format, **({"quality": quality} if format in ("jpeg", "webp") else {}))
    return buffer.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _deliver(content: bytes, format: str, size: tuple[int, int], inline: bool, job: Job) -> dict[str, Any]:
    result = {"width": size[0], "height": size[1], "format": format, "bytes": len(content)}
    if inline and len(content) <= MAX_INLINE_BYTES:
        return {**result, "base64": base64.b64encode(content).decode()}
    if inline:
        job.log(
            f"{len(content)} bytes are too many for the result ({MAX_INLINE_BYTES} at most): see the file"
        )
    name = files.name_for(job, _SUFFIXES[format])
    return {**result, "path": files.write(settings.current().files_dir, job.tenant, name, content)}
