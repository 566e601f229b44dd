"""Whose face stands in which corner of the Morph tab, and what a wish for another one may be."""

from __future__ import annotations

import gradio as gr
import pytest
import torch

from facevae import latent
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.components.encoding import data_uri
from facevae.ui.tabs.morph.corners import FIRST_SEEDS, FOLLOWS, KEPT, RANDOM, codes


def event(**data):
    return gr.EventData(None, data)


def test_the_page_opens_with_the_current_face_and_three_of_the_models_own(model, face, corners, chosen):
    assert [corner.source for corner in corners] == [FOLLOWS, RANDOM, RANDOM, RANDOM]
    assert torch.equal(corners[0].latents, model.encode(face.pixels).mean)
    for corner, seed in zip(corners[1:], FIRST_SEEDS, strict=True):
        assert torch.equal(corner.latents, latent.sample(model, 1, torch.Generator().manual_seed(seed)))
        assert (corner.seed, corner.name) == (seed, f"Invented face {seed}")
    torch.testing.assert_close(chosen.latents, codes(corners).mean(0, keepdim=True))


def test_a_new_current_face_changes_only_the_corner_that_follows_it(on, screen, model, corners, settings, other):
    changed = on.show_face(other, corners, *settings)[screen.corners]
    assert torch.equal(changed[0].latents, model.encode(other.pixels).mean)
    assert (changed[0].name, changed[0].picture) == ("Other face", data_uri(other.pixels, 256))
    assert changed[1:] == corners[1:]


def test_without_a_corner_that_follows_nothing_is_drawn_for_a_new_face(on, screen, corners, settings, face, other):
    corners = on.choose_corner(face, corners, *settings, event(corner=0, source=RANDOM))[screen.corners]
    assert on.show_face(other, corners, *settings) == {}


def test_a_corner_says_whether_it_follows_the_current_face(corner_faces, corners):
    assert [corner_faces.tile(corner)["about"] for corner in corners] == ["The current face", "", "", ""]


def test_a_photo_that_is_put_into_a_corner_stays_and_so_can_a_second_one(on, screen, corners, settings, face, other):
    corners = on.choose_corner(face, corners, *settings, event(corner=0, source=KEPT))[screen.corners]
    corners = on.choose_corner(other, corners, *settings, event(corner=3, source=KEPT))[screen.corners]
    assert [corners[0].name, corners[3].name] == ["Test face", "Other face"]
    assert on.show_face(other, corners, *settings) == {}


def test_a_seed_gives_the_same_face_again_and_shows(on, screen, corners, settings, face):
    shown = on.choose_corner(face, corners, *settings, event(corner=2, source=RANDOM, seed=FIRST_SEEDS[0]))
    assert torch.equal(shown[screen.corners][2].latents, corners[1].latents)
    assert (shown[screen.tiles[2]]["seed"], shown[screen.tiles[2]]["name"]) == (
        FIRST_SEEDS[0],
        f"Invented face {FIRST_SEEDS[0]}",
    )


def test_a_random_face_without_a_seed_gets_one_that_shows(on, screen, corners, settings, face):
    shown = on.choose_corner(face, corners, *settings, event(corner=1, source=RANDOM))
    again = on.choose_corner(
        face, corners, *settings, event(corner=1, source=RANDOM, seed=shown[screen.tiles[1]]["seed"])
    )
    assert torch.equal(again[screen.corners][1].latents, shown[screen.corners][1].latents)


def test_every_example_can_be_put_into_a_corner(on, screen, corners, settings, face):
    sources = dict(
        on.choose_corner(face, corners, *settings, event(corner=1, source=RANDOM))[screen.tiles[1]]["sources"]
    )
    examples = {key: name for key, name in sources.items() if key.startswith("example-")}
    assert "Eileen Collins" in examples.values()
    for key, name in examples.items():
        corner = on.choose_corner(face, corners, *settings, event(corner=1, source=key))[screen.corners][1]
        assert (corner.source, corner.name) == (key, name)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"corner": 4, "source": RANDOM},
        {"corner": -1, "source": RANDOM},
        {"corner": True, "source": RANDOM},
        {"corner": "1", "source": RANDOM},
        {"corner": 1, "source": "example-99"},
        {"corner": 1, "source": "/etc/passwd"},
        {"corner": 1, "source": ["random"]},
        {"corner": 1, "source": RANDOM, "seed": MAX_SEED + 1},
        {"corner": 1, "source": RANDOM, "seed": -1},
        {"corner": 1, "source": RANDOM, "seed": 1.5},
    ],
)
def test_a_wish_that_is_none_is_refused_with_a_sentence(on, corners, settings, face, sent):
    with pytest.raises(gr.Error, match=r"\.'?$"):
        on.choose_corner(face, corners, *settings, event(**sent))


@pytest.mark.parametrize("sent", [None, 7, "corner", [1]])
def test_an_event_that_carries_no_dict_is_refused(on, corners, settings, face, sent):
    with pytest.raises(gr.Error):
        on.choose_corner(face, corners, *settings, gr.EventData(None, sent))
