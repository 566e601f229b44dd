"""The photo with its frames: what is drawn, and what a click means."""

from __future__ import annotations

import base64
import io

import gradio as gr
import pytest
from PIL import Image

from facevae import photos
from facevae.align import CropFrame, Face, from_eyes
from facevae.ui.components.preview import PREVIEW_SIDE, Preview
from facevae.ui.photo.face_picker import MIDDLE, NONE, FacePicker, picture, state
from facevae.ui.photo.store import UploadedPhoto
from tests.support.pictures import saved


@pytest.fixture
def uploaded() -> UploadedPhoto:
    sure = Face((10, 10, 30, 30), ((0, 0),) * 5, 0.99, CropFrame(20.0, 0.0, 10.0, 10.0))
    unsure = Face((50, 10, 60, 20), ((0, 0),) * 5, 0.9, CropFrame(0.0, 10.0, 60.0, 10.0))
    faces = sure, unsure, from_eyes((20.0, 20.0), (30.0, 20.0))
    return UploadedPhoto(photos.read(saved(Image.new("RGB", (100, 50)), "PNG")), faces)


def test_frames_are_in_pixels_of_the_photo_and_tell_what_is_sure(uploaded):
    drawn = picture("token", uploaded)
    assert (drawn["token"], drawn["width"], drawn["height"]) == ("token", 100, 50)
    first, second, pointed = drawn["frames"]
    assert first["corners"] == [[10, 10], [30, 10], [30, 30], [10, 30]]
    # Turned by a quarter, clockwise: its top edge runs down.
    assert second["corners"] == [[60, 10], [60, 20], [50, 20], [50, 10]]
    assert [first["sure"], second["sure"], pointed["sure"]] == [True, False, True]


@pytest.mark.parametrize(
    ("x", "y", "where"),
    [
        (0, 0, "top left"),
        (140, 0, "top"),
        (280, 0, "top right"),
        (0, 140, "left"),
        (140, 140, "in the middle"),
        (280, 140, "right"),
        (0, 280, "bottom left"),
        (-40, 330, "bottom left"),
        (280, 280, "bottom right"),
    ],
)
def test_a_frame_is_called_by_its_number_and_place(x, y, where):
    faces = [Face((0, 0, 1, 1), ((0, 0),) * 5, score, CropFrame(20.0, 0.0, x, y)) for score in (0.99, 0.5)]
    photo = UploadedPhoto(photos.read(saved(Image.new("RGB", (300, 300)), "PNG")), tuple(faces))
    sure, unsure = picture("", photo)["frames"]
    assert sure["label"] == f"Face 1 of 2, {where}"
    assert unsure["label"] == f"Face 2 of 2, {where}, perhaps a face"


@pytest.mark.parametrize(
    ("size", "shown"), [((200, 100), (200, 100)), ((4000, 1000), (PREVIEW_SIDE, PREVIEW_SIDE // 4))]
)
def test_large_photos_are_shown_smaller(size, shown):
    preview = Preview(Image.new("RGB", size))
    address = preview.address
    assert preview.scale == shown[0] / size[0]
    assert Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).size == shown


def test_the_picture_of_a_photo_is_made_once_and_stays_with_other_faces(uploaded):
    pointed = uploaded.with_faces(uploaded.faces[:1])
    assert picture("", pointed)["photo"] is picture("", uploaded)["photo"]
    assert len(picture("", pointed)["frames"]) == 1


def test_nothing_is_chosen_unless_it_is_said():
    said = state(said=("Heading.", "Words."), doubts=("Doubt.",))
    assert (said["chosen"], said["heading"], said["words"], said["doubts"]) == (NONE, "Heading.", "Words.", ["Doubt."])


def test_a_click_on_a_frame_is_its_number(uploaded):
    assert FacePicker.read_choice({"index": 2}, uploaded) == 2


def test_two_clicks_are_eyes_the_left_one_first(uploaded):
    assert FacePicker.read_choice({"eyes": [[60, 20], [40, 25.5]]}, uploaded) == ((40.0, 25.5), (60.0, 20.0))


def test_the_middle_can_be_chosen(uploaded):
    assert FacePicker.read_choice({MIDDLE: True}, uploaded) == MIDDLE


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        {"index": 3},
        {"index": -1},
        {"index": "1"},
        {"index": True},
        {"eyes": [[1, 2]]},
        {"eyes": [[1, 2], [3]]},
        {"eyes": [[1, 2], [3, float("nan")]]},
        {"eyes": [[1, 2], [3, "4"]]},
        {"eyes": [[1, 2], [101, 4]]},
        {"eyes": [[1, 2], [3, -1]]},
        {"eyes": "ab"},
        {"middle": 1},
        "middle",
    ],
)
def test_anything_else_is_refused_with_a_sentence(uploaded, sent):
    with pytest.raises(gr.Error, match="no face at this place"):
        FacePicker.read_choice(sent, uploaded)
