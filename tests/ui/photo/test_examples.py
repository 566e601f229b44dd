"""Examples: real people with their sources, and faces that the model makes up."""

from __future__ import annotations

import pytest

from facevae.ui.photo.examples import OLD_PRINT, PORTRAITS, invented, portrait, portraits
from facevae.ui.photo.store import ASSETS, example, examples

MOST_BYTES = 150_000


def test_portraits_come_in_order_at_the_models_size_with_their_source(model):
    faces = portraits(model)
    assert [(face.name, face.hint) for face in faces] == [(one.name, one.about) for one in PORTRAITS]
    assert {face.pixels.shape[-1] for face in faces} == {model.image_size}
    assert len({face.key for face in faces}) == len(PORTRAITS)


@pytest.mark.parametrize("one", PORTRAITS, ids=lambda one: one.photo)
def test_a_portrait_is_a_face_that_was_found_with_room_around_it(one, model):
    uploaded = example(one.photo)
    face = uploaded.faces[one.number]
    assert face.sure
    assert not face.turned
    assert portrait(model, one).place.face == face
    assert face.frame.side < min(uploaded.photo.size) / 2
    assert all(0 < x < uploaded.photo.width and 0 < y < uploaded.photo.height for x, y in face.frame.corners)


def test_every_photo_is_shown_and_the_old_print_is_one_of_them():
    assert {one.photo for one in PORTRAITS} == set(examples())
    assert OLD_PRINT in examples()


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*-photo.webp")), ids=lambda path: path.stem)
def test_a_photo_is_small_and_its_licence_is_told(path):
    assert path.stat().st_size < MOST_BYTES
    table = [row.split("|") for row in (ASSETS / "LICENSES.md").read_text("utf-8").splitlines() if row.startswith("|")]
    (licence,) = [cells[4] for cells in table if path.name in cells[1]]
    assert "public domain" in licence or "CC0" in licence


@pytest.mark.parametrize("one", PORTRAITS, ids=lambda one: one.photo)
def test_a_portrait_says_whose_photo_it_is(one):
    assert one.about.endswith(("public domain.", "CC0."))


def test_a_seed_always_invents_the_same_face(model):
    first, again, other = (invented(model, seed) for seed in (2, 2, 20))
    assert first == again
    assert first.key != other.key
