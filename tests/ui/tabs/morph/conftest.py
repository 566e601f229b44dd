"""The Morph tab with a model that knows the mean code of five groups."""

from __future__ import annotations

import gradio as gr
import pytest
import torch

from facevae.models.latent_atlas import LatentAtlas, LatentAtlasConfig
from facevae.ui.components.dial import REAL
from facevae.ui.components.face_grid import FaceGrid
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.morph import matrix
from facevae.ui.tabs.morph.corner_tile import PLACES, CornerTile
from facevae.ui.tabs.morph.corners import MIDDLE, Chosen, CornerFaces, Corners
from facevae.ui.tabs.morph.handlers import LargeFace, MorphHandlers, MorphScreen
from facevae.ui.tabs.morph.mean_faces import MeanFaces

SIZE, WAY = 5, "linear"
GROUPS = ("female-20-29", "female-70-", "male-0-2", "male-20-29", "male-70-")


class Sliders:
    """What the handlers need of a Context: it remembers what was handed to the sliders."""

    def open_sliders(self, latents, name):
        return {"latents": latents, "name": name}


@pytest.fixture
def model(model):
    """With a mean code for five groups; of old men no face is known."""
    generator = torch.Generator().manual_seed(7)
    model.atlas = LatentAtlas(LatentAtlasConfig(model.latent_dim, groups=GROUPS))
    model.atlas.means.copy_(torch.randn(len(GROUPS), model.latent_dim, generator=generator))
    model.atlas.counts.copy_(torch.tensor([1234.0, 60.0, 5.0, 900.0, 0.0]))
    return model


@pytest.fixture
def means(model) -> MeanFaces:
    return MeanFaces(model, model.atlas)


@pytest.fixture
def screen() -> MorphScreen:
    with gr.Blocks():
        tiles = tuple(CornerTile(elem_id=f"corner-{index}", corner=index) for index in range(len(PLACES)))
        large, mean = (LargeFace(gr.State(), gr.State(), gr.HTML()) for _ in range(2))
        return MorphScreen(gr.State(), tiles, FaceGrid(elem_id="matrix", label=""), large, mean)


@pytest.fixture
def corner_faces(model) -> CornerFaces:
    return CornerFaces(model)


@pytest.fixture
def on(model, screen, corner_faces, means) -> MorphHandlers:
    return MorphHandlers(model, Sliders(), screen, corner_faces, means)


@pytest.fixture
def corners(corner_faces, face) -> Corners:
    """Those that the page opens with."""
    return corner_faces.first(face)


@pytest.fixture
def chosen(corners) -> Chosen:
    """What is shown large when the page opens."""
    return matrix.choose(corners, SIZE, WAY, *matrix.cell_at(MIDDLE, SIZE))


@pytest.fixture
def settings(chosen) -> tuple:
    """What handlers take after the corners."""
    return SIZE, WAY, REAL, chosen


@pytest.fixture
def other(model) -> CurrentFace:
    return current_face(model.decode(torch.full((1, model.latent_dim), 0.8)), "Other face")
