"""The photos that visitors brought: with the faces found in them, and for as long as their page is open."""

from __future__ import annotations

import functools
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from pathlib import Path

import gradio as gr
from PIL import Image

from facevae import align, photos
from facevae.align import Face
from facevae.photos import cell
from facevae.ui.components.here import AFTER_CLOSING
from facevae.ui.components.preview import Preview

ASSETS = Path(__file__).with_name("example_photos")

_PHOTO = "-photo.webp"

MOST_BYTES = 10**9
"""Memory for photos, over all visitors; one of 12 megapixels takes 48 MB, or twice that where its file has colours of
its own. Those longest unused go first."""

_SEARCHING = threading.Lock()

GONE = "Your photo is no longer at hand; please choose it again."


@dataclass(frozen=True, eq=False)
class UploadedPhoto:
    """A photo and the faces in it.

    Attributes:
        original: what the file held.
        faces: found in it, the largest first, or pointed at by the person.
        shown: the preview of another version of the same photo, if there is one.
        preview: the photo as pages show it.
    """

    original: photos.Original = field(repr=False)
    faces: tuple[Face, ...] = ()
    shown: InitVar[Preview | None] = None
    preview: Preview = field(init=False, repr=False)

    def __post_init__(self, shown: Preview | None) -> None:
        object.__setattr__(self, "preview", shown or Preview(self.photo))

    @property
    def photo(self) -> Image.Image:
        """The photo, upright RGB."""
        return self.original.photo

    def with_faces(self, faces: Iterable[Face]) -> UploadedPhoto:
        """Return the same photo, and the same preview, with other faces."""
        return UploadedPhoto(self.original, tuple(faces), self.preview)


def take(file: bytes) -> UploadedPhoto:
    """Read an uploaded file, and look for faces in it.

    Args:
        file: what it holds.
    Returns:
        The photo; without faces where none are found.
    Raises:
        photos.PhotoError: no usable photo.
    """
    return _searched(cell.read(file))


def _searched(original: photos.Original) -> UploadedPhoto:
    return UploadedPhoto(original, tuple(align.find(original.photo)))


@functools.cache
def examples() -> tuple[str, ...]:
    """Return the names of the example photos; their credits are in LICENSES.md beside them."""
    return tuple(path.name.removesuffix(_PHOTO) for path in sorted(ASSETS.glob(f"*{_PHOTO}")))


def example(name: str) -> UploadedPhoto:
    """Return one of them with the faces found in it."""
    with _SEARCHING:  # the first visitors of an app come together, and one search is enough for them all
        return _example(name)


@functools.cache
def _example(name: str) -> UploadedPhoto:
    return _searched(photos.read(ASSETS / f"{name}{_PHOTO}"))


class PhotoStore:
    """Photos by the token under which a page holds them; nothing of them is ever written to disk.

    A photo stays as long as a page holds it, and `AFTER_CLOSING` beyond that: a page whose line was cut, or that is
    loaded again, takes its photo back by the token.
    """

    def __init__(self) -> None:
        self._photo_store: OrderedDict[str, UploadedPhoto] = OrderedDict()
        self._of_page: dict[str, str] = {}
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def put(self, uploaded: UploadedPhoto, page: str | None = None) -> str:
        """Hold a photo, in place of the one that the same page had before; returns its token."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._photo_store[token] = uploaded
            while len(self._photo_store) > 1 and sum(map(_bytes, self._photo_store.values())) > MOST_BYTES:
                self._photo_store.popitem(last=False)
        if page is not None:
            self.give(token, page)
        return token

    def give(self, token: str, page: str | None) -> bool:
        """Hold a photo for a page, in place of the one that it had before; returns whether that photo is here."""
        with self._lock:
            if page is None or token not in self._photo_store:
                return False
            before = self._of_page.get(page)
            self._of_page[page] = token
            self._until.pop(token, None)
            if before is not None and before not in self._of_page.values():
                self._photo_store.pop(before, None)
            return True

    def get(self, token: str) -> UploadedPhoto:
        """Return a photo by its token; that of an example is its name.

        Raises:
            gr.Error: it is gone.
        """
        if token in examples():
            return example(token)
        with self._lock:
            if token not in self._photo_store:
                raise gr.Error(GONE, print_exception=False)
            self._photo_store.move_to_end(token)
            return self._photo_store[token]

    def replace(self, token: str, uploaded: UploadedPhoto) -> None:
        """Hold another version of a photo, with other faces, under the token that it has."""
        with self._lock:
            if token in self._photo_store:
                self._photo_store[token] = uploaded

    def close(self, page: str | None, seconds: float = AFTER_CLOSING) -> threading.Timer | None:
        """Let go of a page's photo after a while; returns what waits for that, None for a page without one."""
        with self._lock:
            token = self._of_page.pop(page, None) if page is not None else None
        return None if token is None else self.expire(token, seconds)

    def expire(self, token: str, seconds: float = AFTER_CLOSING) -> threading.Timer:
        """Let go of a photo after a while, unless a page holds it by then; returns what waits for that."""
        with self._lock:
            if token not in self._of_page.values():
                self._until[token] = time.monotonic() + seconds
        timer = threading.Timer(seconds, self._drop, [token])
        timer.daemon = True
        timer.start()
        return timer

    def _drop(self, token: str) -> None:
        with self._lock:
            # Held again, or let go again later: then another timer is still to come.
            if time.monotonic() >= self._until.get(token, float("inf")):
                del self._until[token]
                self._photo_store.pop(token, None)


def _bytes(uploaded: UploadedPhoto) -> int:
    original = uploaded.original
    pictures = [picture for picture in (original.photo, original.native, original.alpha) if picture is not None]
    # Pillow keeps four bytes for the three of RGB.
    held = sum(picture.width * picture.height * (1 if picture.mode == "L" else 4) for picture in pictures)
    return held + uploaded.preview.bytes
