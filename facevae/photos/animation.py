"""Faces in motion: pictures that follow each other become a looping GIF or MP4, in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

import av
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.conventions import check_faces

if TYPE_CHECKING:
    from av.video.stream import VideoStream

FRAME_MS = 80
"""How long a frame is shown; GIF counts in hundredths of a second."""

HOLD = 6
"""Frames for which each end stands still, so that one sees who it is."""

GIF_SIDE, MP4_SIDE = 320, 384
"""Pixels on each side; fewer for the GIF, which has twenty times the bytes."""

COLOURS = 255
"""Of a GIF: one less than it can hold, which says "as in the frame before"."""


class Encoder(NamedTuple):
    """What compresses a film: FFmpeg's name of it, and how well it is to do it."""

    name: str
    options: dict[str, str]


ENCODERS = (
    Encoder("libx264", {"crf": "18", "preset": "veryfast"}),
    Encoder("libvpx-vp9", {"crf": "20", "b": "0", "cpu-used": "6"}),
)
"""The first that a build of FFmpeg has is taken. Its films look like their frames, and slower settings make them no
smaller. H.264 plays everywhere, also in slides; x264 is under the GPL, which not every build takes on, and VP9 plays in
browsers."""

_Frame = TypeVar("_Frame")


class FilmError(RuntimeError):
    """No film can be written here; the message is one sentence for whoever wanted it."""


def encoder() -> Encoder:
    """Return the encoder of films, the first of `ENCODERS` that this installation has.

    Raises:
        FilmError: it has none of them.
    """
    for known in ENCODERS:
        try:
            av.codec.Codec(known.name, "w")
        except av.codec.codec.UnknownCodecError:
            continue
        return known
    names = " nor ".join(known.name for known in ENCODERS)
    raise FilmError(f"The package av that is installed can write no film: its build has neither {names}.")


def gif(faces: Tensor, side: int = GIF_SIDE) -> bytes:
    """Return faces as a GIF that goes there and back for ever.

    All frames share one palette, made from all of them, so that colours do not jump; what it lacks is dithered.

    Args:
        faces: (T, 3, S, S) float32 RGB in [0, 1], at least two.
        side: pixels on each side, smoothly enlarged.
    Returns:
        The file; the same faces give the same bytes.
    Raises:
        ValueError: no faces, or only one.
    """
    photo = _photos(faces, side)
    together = photos.contact_sheet(faces, columns=len(faces))
    # The octree keeps rare colours, such as teeth among skin, which the median cut gives up for shades of the skin.
    palette = together.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    first, *others = there_and_back([frame.quantize(palette=palette) for frame in photo])
    return photos.encode(first, "GIF", save_all=True, append_images=others, duration=FRAME_MS, loop=0)


def mp4(faces: Tensor, side: int = MP4_SIDE) -> bytes:
    """Return faces as a film that goes there and back once, and can be repeated without a jump.

    Args:
        faces: (T, 3, S, S) float32 RGB in [0, 1], at least two.
        side: pixels on each side, smoothly enlarged; even, because colours are stored at half the size.
    Returns:
        The file, which begins to play before it has arrived as a whole; the same faces give the same bytes.
    Raises:
        ValueError: no faces, only one, or an odd side.
        FilmError: no encoder is installed.
    """
    if side % 2:
        raise ValueError(f"side is {side}; a film needs an even number of pixels.")
    frames = there_and_back(_photos(faces, side))
    name, options = encoder()
    file = io.BytesIO()

    def reopen(*_: object) -> io.BytesIO:
        # To put the table of contents first, the writer reads back what it has written.
        return io.BytesIO(file.getvalue())

    with av.open(file, "w", format="mp4", options={"movflags": "faststart"}, io_open=reopen) as container:
        stream = cast("VideoStream", container.add_stream(name, Fraction(1000, FRAME_MS), options=options))
        stream.width = stream.height = side
        stream.pix_fmt = "yuv420p"
        # The number of threads would change the bytes from machine to machine.
        stream.codec_context.thread_count = 1
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_image(frame)))
        container.mux(stream.encode())
    return file.getvalue()


def there_and_back(frames: Sequence[_Frame]) -> list[_Frame]:
    """Return frames in the order in which they are shown, each end for `HOLD` frames."""
    way = list(frames)
    return [*way[:1] * HOLD, *way[1:-1], *way[-1:] * HOLD, *way[-2:0:-1]]


def _photos(faces: Tensor, side: int) -> list[Image.Image]:
    if len(check_faces(faces)) < 2:
        raise ValueError("One face does not move; give at least two.")
    return [photos.to_photo(face, side) for face in faces]
