"""A path between two corners of the Morph tab, as a film that is made in memory and shown on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from facevae.latent.interpolation import path
from facevae.photos import animation
from facevae.ui.components.base import component
from facevae.ui.components.encoding import data_address
from facevae.ui.tabs.morph.corners import PLACES, Corners

LEAST, FIRST, MOST = 8, 24, 60
"""Frames from one face to the other."""

ONE_CORNER = "A path needs two ends: choose two different corners."

_STEP = 4
"""Frames that are drawn before the page is told."""


@dataclass(frozen=True)
class Kind:
    """A kind of film.

    Attributes:
        name: what the page calls it.
        media: what the browser calls it.
        write: takes (T, 3, S, S) pictures, returns the file.
    """

    name: str
    media: str
    write: Callable[[Tensor], bytes]


KINDS = {"gif": Kind("GIF", "image/gif", animation.gif), "mp4": Kind("MP4", "video/mp4", animation.mp4)}


def screen(key: str) -> gr.HTML:
    """Return the place where a film runs; its values are those that a handler of ``maker`` yields."""
    return component(
        Path(__file__).with_name("film"), value=None, elem_id=f"morph-{key}", kind=KINDS[key].name, file=f"morph.{key}"
    )


def maker(model: Any, key: str) -> Callable[..., Iterator[dict]]:
    """Return a handler that makes a film of one of `KINDS`, and tells how far it is.

    It takes the corners, the two of them to go between, the frames from one to the other, and one of
    ``facevae.latent.interpolation.WAYS``. It yields dicts: `note`, and `done` and `of` for the bar; at the end also
    `film`, the file as a ``data:`` address. Both ends the same are a gr.Error.

    Args:
        model: as ``facevae.load`` returns it.
        key: of `KINDS`.
    """
    kind = KINDS[key]

    def film(corners: Corners, start: int, end: int, frames: float, way: str) -> Iterator[dict]:
        if start == end:
            raise gr.Error(ONE_CORNER, title="Nothing moves", print_exception=False)
        frames, faces = int(frames), []
        for part in path(corners[start].latents, corners[end].latents, frames, way).split(_STEP):
            done = sum(map(len, faces))
            yield {"note": f"Drawing face {done + 1} of {frames}", "done": done, "of": frames}
            faces.append(model.decode(part))
        yield {"note": f"Writing the {kind.name}", "done": frames, "of": frames}
        file = kind.write(torch.cat(faces))
        note = f"{_ends(corners, start, end)}: {frames} frames each way, {len(file) / 1e6:.1f} MB"
        yield {"note": note, "done": 0, "of": 0, "film": data_address(file, kind.media)}

    return film


def _ends(corners: Corners, *ends: int) -> str:
    start, end = (f"{corners[index].name} ({PLACES[index].lower()})" for index in ends)
    return f"{start} to {end} and back"
