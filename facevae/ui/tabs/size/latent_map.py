"""A model whose codes have two numbers: its whole space as a map, and where the current face is on it."""

from __future__ import annotations

import json
import math
from typing import Any

import gradio as gr

from facevae import metrics
from facevae.checkpoints import CheckpointError
from facevae.checkpoints.locations import locate
from facevae.latent import latent_map, study
from facevae.networks import study_model
from facevae.plots.heatmap import legend
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.size.nine import sprite

NAME = "study/latent2-beta1"
AGES = "ages.json"
"""Beside its weights, as `python -m train ages` writes it."""

SIDE = 21
"""Faces a row of the map: every 0.3 of a standard deviation."""

SHOWN_SIDE = 320


def faces() -> str:
    """Return the faces of the whole map as the ``data:`` address of one picture; alike for everybody."""
    return sprite(study_model(NAME).decode(latent_map.grid(SIDE)), SIDE)


def ages() -> dict[str, Any] | None:
    """Return mean ages over the squares of the map as the page takes them; None where they were not measured."""
    try:
        found = latent_map.BinnedMeans.from_json(json.loads((locate(NAME) / AGES).read_text("utf-8")))
    except (CheckpointError, OSError, ValueError, KeyError, TypeError):
        return None
    means = found.to_json()["means"]
    known = [mean for row in means for mean in row if mean is not None]
    if not known:
        return None
    return {
        "side": found.side,
        "means": means,
        "low": 5 * math.floor(min(known) / 5),
        "high": 5 * math.ceil(max(known) / 5),
        "colours": legend(),
        "faces": int(found.counts.sum()),
    }


def show(face: CurrentFace) -> dict[str, Any]:
    """Return where a face is on the map, and its copy, as the page takes it."""
    model = study_model(NAME)
    small = study.at_size(face.pixels, model.image_size)
    place = latent_map.locate(model, small)
    copies = study.copy([model], small)
    return {
        "key": face.key,
        "name": face.name,
        "face": sprite(small, 1),
        "center": place.center,
        "radii": place.radii,
        "psnr": metrics.psnr(copies.faces, small).item(),
        "nats": copies.nats.item(),
        "drawn": drawn(*place.center),
    }


def drawn(x: float, y: float) -> dict[str, Any]:
    """Return the face at a place of the map, with the place."""
    return {"x": x, "y": y, "picture": data_uri(study_model(NAME).decode(latent_map.point(x, y))[0], SHOWN_SIDE)}


def read_place(event: gr.EventData) -> tuple[float, float]:
    """Read a place of the map from an event, which is whatever a client chose to send.

    Raises:
        gr.Error: no two numbers on the map.
    """
    sent = event._data if isinstance(event._data, dict) else {}
    numbers = [sent.get(key) for key in ("x", "y")]
    place = [float(one) for one in numbers if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(place) != 2 or not all(abs(one) <= latent_map.LIMIT for one in place):
        raise gr.Error("There is no such place on the map; please click another one.", print_exception=False)
    return place[0], place[1]
