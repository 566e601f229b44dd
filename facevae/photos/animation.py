"""Faces in motion: pictures that follow each other become a looping GIF or MP4, in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import av
from PIL import Image
from torch import Tensor

from facevae import photos
from facevae.conventions import check_faces

FRAME_MS = 80
"""How long a frame is shown; GIF counts in hundredths of a second."""

HOLD = 6
"""Frames for which each end stands still, so that one sees who it is."""

GIF_SIDE, MP4_SIDE = 320, 384
"""Pixels on each side; fewer for the GIF, which has twenty times the bytes."""

COLOURS = 255
"""Of a GIF: one less than it can hold, which says "as in the frame before"."""

H264 = {"crf": "18", "preset": "veryfast"}
"""How a film is compressed: it looks like its frames, and slower presets make it no smaller."""

_Frame = TypeVar("_Frame")


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
    """Return faces as an H.264 film that goes there and back once, and can be repeated without a jump.

    Args:
        faces: (T, 3, S, S) float32 RGB in [0, 1], at least two.
        side: pixels on each side, smoothly enlarged; even, because colours are stored at half the size.
    Returns:
        The file, which begins to play before it has arrived as a whole; the same faces give the same bytes.
    Raises:
        ValueError: no faces, only one, or an odd side.
    """
    if side % 2:
        raise ValueError(f"side is {side}; a film needs an even number of pixels.")
    frames = there_and_back(_photos(faces, side))
    file = io.BytesIO()

    def reopen(*_: object) -> io.BytesIO:
        # To put the table of contents first, the writer reads back what it has written.
        return io.BytesIO(file.getvalue())

    with av.open(file, "w", format="mp4", options={"movflags": "faststart"}, io_open=reopen) as container:
        stream = container.add_stream("libx264", Fraction(1000, FRAME_MS), options=H264)
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
