"""The large result: the face, or all faces of the photo one by one, and the file of exactly what is shown."""

from __future__ import annotations

import io
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image

from facevae import align, photos
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto, examples
from facevae.ui.tabs.photo_result import FaceEdit, PhotoEdits, replace_crop
from facevae.ui.tabs.result_stage import FACE, FACE_SIDE, PHOTO, FacePair, Turn, _where, face_in_photo
from tests.support.photos import couple
from tests.support.pictures import saved
from tests.support.stage import named_stage

RED = torch.tensor([1.0, 0, 0])[:, None, None].expand(1, 3, 32, 32)


@pytest.fixture
def held():
    """A photo of two, the face of the first, and a stage that paints faces red and notes whose they are."""
    photo_store, told = PhotoStore(), []
    uploaded = UploadedPhoto(photos.read(saved(couple(), "PNG")), tuple(align.find(couple())))
    token = photo_store.put(uploaded)
    pixels = align.cut(uploaded.photo, uploaded.faces[0], 32).pixels

    def make(face, *values):
        told.append((face.key, *values))
        return FaceEdit(replace_crop(RED), called="Red")

    face = current_face(pixels, "Me", place=Place(token, uploaded.faces[0]))
    return SimpleNamespace(stage=named_stage(photo_store, make), told=told, uploaded=uploaded, face=face, turn=Turn())


def photo_of(held, *values):
    held.turn.where = PHOTO
    asked = held.stage.show(held.face, held.turn, FacePair(held.face.pixels, RED))["due"]
    return held.stage.show_photo(asked, held.turn, held.face, *values)


def middle(face: align.Face) -> tuple[int, int]:
    return tuple(int(value) for value in face.frame.at(0.5, 0.5))


def opened(file) -> Image.Image:
    return Image.open(io.BytesIO(file.content))


def test_the_face_is_shown_before_and_after_and_can_be_saved(held):
    shown = held.stage.show(held.face, held.turn, FacePair(held.face.pixels, RED, "Red"))
    value = shown["compared"]["value"]
    assert (value["before"], value["after"]) == (data_uri(held.face.pixels, FACE_SIDE), data_uri(RED, FACE_SIDE))
    assert (value["called"], shown["save"]["interactive"]) == ("Red", True)
    for format in ("PNG", "JPEG"):
        picture = opened(held.stage.file(format, shown["shown"]))
        assert (picture.format, picture.size) == (format, (512, 512))
        assert picture.getpixel((256, 256)) == pytest.approx((255, 0, 0), abs=2)


def test_what_is_not_changed_cannot_be_saved(held):
    shown = held.stage.show(held.face, held.turn, FacePair(held.face.pixels, held.face.pixels))
    assert not shown["save"]["interactive"]
    with pytest.raises(gr.Error, match="nothing to save"):
        held.stage.file("PNG", shown["shown"])


def test_all_faces_of_the_photo_are_made_with_the_settings_that_are_set(held):
    *_, last = photo_of(held, "strong")
    assert [values for _, *values in held.told] == [["strong"]] * 2
    assert len({key for key, *_ in held.told}) == 2
    assert last["compared"]["value"]["called"] == "Red"
    assert last["compared"]["value"]["ratio"] == 2
    assert "2 faces are changed" in last["said"]
    photo = opened(held.stage.file("PNG", last["shown"])).convert("RGB")
    assert photo.size == couple().size
    assert [photo.getpixel(middle(face)) for face in held.uploaded.faces] == [(255, 0, 0)] * 2
    assert opened(held.stage.file("JPEG", last["shown"])).format == "JPEG"


def test_one_sees_how_far_it_is_and_can_stop(held):
    running = photo_of(held)
    first = next(running)
    assert "1 of 2" in first["said"]
    assert first["halt"]["visible"]
    held.turn.stop()
    last = next(running)
    assert len(held.told) == 2
    assert not last["halt"]["visible"]
    assert last["save"]["interactive"]


def test_a_stopped_photo_is_what_was_made_of_it(held):
    running = photo_of(held)
    held.turn.stop()
    (only,) = running
    assert "Stopped: 1 of 2" in only["said"]
    photo = opened(held.stage.file("PNG", only["shown"])).convert("RGB")
    second = middle(held.uploaded.faces[1])
    assert photo.getpixel(second) == couple().getpixel(second)


@pytest.mark.parametrize("where", [FACE, PHOTO])
def test_newer_settings_end_what_is_being_made(held, where):
    running = photo_of(held)
    next(running)
    held.turn.where = where
    held.stage.show(held.face, held.turn, FacePair(held.face.pixels, RED))
    assert list(running) == []


def test_what_is_over_before_it_began_changes_nothing(held):
    late = photo_of(held)
    held.turn.begin()
    assert list(late) == [gr.skip()]
    assert held.told == []


def test_while_the_photo_is_made_nothing_can_be_saved(held):
    held.turn.where = PHOTO
    asked = held.stage.show(held.face, held.turn, FacePair(held.face.pixels, RED))
    assert asked["compared"]["busy"]
    assert not asked["save"]["interactive"]


def test_an_invented_face_has_no_photo_to_show(held, face):
    held.turn.where = PHOTO
    shown = held.stage.show(face, held.turn, FacePair(face.pixels, RED))
    assert "due" not in shown
    assert shown["compared"]["value"]["after"] == data_uri(RED, FACE_SIDE)


def test_what_is_grey_cannot_be_saved(held):
    grey = held.stage.grey("Settings changed")
    assert (grey["compared"]["stale"], grey["shown"], grey["save"]["interactive"]) == ("Settings changed", None, False)


def test_a_new_photo_is_shown_whole_and_everything_else_stays():
    example = examples()[0]
    assert _where("new", example, FACE) == PHOTO
    assert _where("same", "same", FACE) == FACE
    assert _where(example, "other", FACE) == FACE
    assert _where("", "photo", PHOTO) == FACE


def test_edits_of_a_photo_are_shown_at_its_own_sharpness(held):
    aligned = align.cut(held.uploaded.photo, held.uploaded.faces[0], 32)
    edits = PhotoEdits(held.face.place.token, ((aligned, FaceEdit(replace_crop(RED), called="Red")),))
    cut = face_in_photo(held.uploaded, edits, held.uploaded.faces[0], "after")
    assert cut[0, :, 560, 560].tolist() == pytest.approx([1, 0, 0], abs=0.02)
    whole, near = (held.stage.show_edits(held.face, Turn(where), edits) for where in (PHOTO, FACE))
    assert whole["compared"]["value"]["ratio"] == 2
    assert "ratio" not in near["compared"]["value"]
    assert np.array_equal(opened(held.stage.file("PNG", near["shown"])), opened(held.stage.file("PNG", whole["shown"])))
