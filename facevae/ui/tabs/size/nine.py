"""The nine models of the study: their names, what was measured of them, and what they make of the current face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from facevae import photos
from facevae.checkpoints import results
from facevae.checkpoints.locations import CHECKPOINTS
from facevae.latent import study
from facevae.networks import study_model
from facevae.ui.components.encoding import data_address
from facevae.ui.photo.current import CurrentFace

SEED = 1
"""Of the draws, the same for every face."""

LEVELS = 255
TIE_DB = 0.05
"""Copies that are no farther apart are equally good: nobody could tell them from another."""


NAMES = tuple(study.name_of(dim, beta) for dim, beta in study.SETTINGS)


@dataclass(frozen=True)
class Average:
    """What was measured of a model on the test faces; None where it was not.

    Attributes:
        nats: of a code.
        psnr: dB, of the copies.
        frechet: distance of its invented faces from the test faces; smaller is better.
    """

    nats: float | None
    psnr: float | None
    frechet: float | None


def averages(found: Mapping[str, Any]) -> list[Average]:
    """Read what was measured of the nine models.

    Args:
        found: as ``results.read`` returns it.
    """
    return [
        Average(
            _figure(found, name, "likelihood", "rate_nats", "mean"),
            _figure(found, name, "reconstruction", "vae", "psnr", "mean"),
            _figure(found, name, "distances", "faithful", "samples"),
        )
        for name in NAMES
    ]


def best_in_words(psnr: Sequence[float], frechet: Sequence[float | None]) -> str:
    """Say which model copies this face best, and which one invents best.

    Args:
        psnr: of the copies of the nine, in dB.
        frechet: of their invented faces; None where it was not measured.
    """
    copier = max(range(len(psnr)), key=psnr.__getitem__)
    alike = [index for index, one in enumerate(psnr) if psnr[copier] - one <= TIE_DB]
    also = f" ({len(alike)} models are within {TIE_DB:g} dB)" if len(alike) > 1 else ""
    said = f"{_setting(copier)} copies this face best: {psnr[copier]:.1f} dB{also}."
    known = {index: one for index, one in enumerate(frechet) if one is not None}
    if copier not in known:
        return said
    inventor = min(known, key=known.__getitem__)
    if inventor == copier:
        return f"{said} Its new faces are the best, too: {known[copier]:.2f} from real ones (Fréchet distance)."
    return (
        f"{said} It does not invent best: its new faces are {known[copier]:.2f} from real ones (Fréchet distance), "
        f"the best ones {known[inventor]:.2f}, by {_setting(inventor, small=True)}."
    )


def two_betas_in_words(found: Mapping[str, Any]) -> str:
    """Say that one beta means two prices in this app; "" where either was not measured."""
    flagship = _figure(found, "face", "likelihood", "rate_nats", "mean")
    small = _figure(found, study.name_of(256, 1.0), "likelihood", "rate_nats", "mean")
    if flagship is None or small is None:
        return ""
    return (
        f"Beta 1 is not one price. The model of the other tabs has 256 numbers and beta 1, too, and spends "
        f"{flagship:,.0f} nats on a face; here they spend {small:.0f}. Beta is only a price relative to how exact the "
        "picture must be: that model learned itself how exact, these are held to a cross-entropy on grey levels."
    )


def invented() -> str:
    """Return the faces that the nine invent, eight each, as the ``data:`` address of a picture; alike for everybody."""
    faces = study.invent([study_model(name) for name in NAMES], study.DRAWS, SEED)
    return sprite(faces, study.DRAWS)


def show(face: CurrentFace) -> dict[str, Any]:
    """Return what the nine make of a face, as the page takes it."""
    models = [study_model(name) for name in NAMES]
    small = study.at_size(face.pixels, models[0].image_size)
    copies = study.copy(models, small)
    drawn, distances = study.wobble(models, small, SEED)
    psnr = copies.psnr.tolist()
    return {
        "key": face.key,
        "name": face.name,
        "face": sprite(small, 1),
        "copies": sprite(copies.faces, 1),
        "wobbles": sprite(drawn, study.DRAWS),
        "cells": [
            {"psnr": psnr[index], "nats": nats, "telling": telling, "wobble": LEVELS * distance}
            for index, (nats, telling, distance) in enumerate(
                zip(copies.nats.tolist(), copies.telling.tolist(), distances.tolist(), strict=True)
            )
        ],
        "best": best_in_words(psnr, [one.frechet for one in averages(results.read(CHECKPOINTS))]),
    }


def stale() -> Any:
    """Return the update that greys a view whose face is no longer the current one."""
    return gr.update(fresh=False)


def sprite(faces: Any, columns: int) -> str:
    """Return faces, (N, 3, S, S), as the ``data:`` address of one picture, row by row."""
    sheet = photos.contact_sheet(faces, columns)
    return data_address(photos.encode(sheet, "WEBP", quality=88, method=4), "image/webp")


def _setting(index: int, small: bool = False) -> str:
    dim, beta = study.SETTINGS[index]
    return f"{'the ' if small else 'The '}model of {dim} numbers at beta {beta:g}"


def _figure(found: Mapping[str, Any], *place: str) -> float | None:
    value: Any = found
    for key in place:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, int | float) else None
