"""What happens to a photo that somebody brings: whose face is taken, and what the person is told."""

from __future__ import annotations

from types import SimpleNamespace

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae import align
from facevae.align import AlignedFace, CropFrame, Face
from facevae.ui.photo import panel as photo_panel
from facevae.ui.photo import store
from facevae.ui.photo.face_picker import NONE
from facevae.ui.photo.panel import DRAWN, MANY, PanelHandlers, doubts
from facevae.ui.photo.store import PhotoStore
from tests.support.photos import couple
from tests.ui.conftest import Sent

PAGE = SimpleNamespace(session_hash="page")


@pytest.fixture
def handlers(model) -> PanelHandlers:
    return PanelHandlers(model, PhotoStore())


@pytest.fixture
def upload(handlers, tmp_path):
    """A function that uploads a photo; returns the token, the face, the board and the words."""

    def upload(photo: Image.Image) -> tuple:
        path = tmp_path / "photo.png"
        photo.save(path)
        emptied, token, panel, *rest = handlers.upload(str(path), PAGE)
        assert emptied is None
        assert panel.visible
        return token, *rest

    return upload


def _found(monkeypatch, *faces: Face) -> None:
    monkeypatch.setattr(store.align, "find", lambda photo: list(faces))


def _face(score: float, x: float = 10.0) -> Face:
    frame = CropFrame(50.0, 0.0, x, 10.0)
    return Face((x, 10, x + 50, 60), tuple(frame.at(u, v) for u, v in align.geometry.POINTS), score, frame)


def test_the_largest_face_of_a_group_is_taken_and_the_others_are_offered(upload):
    _, face, board, words = upload(couple())
    assert face.name == "Your photo"
    assert len(board["frames"]) == 2
    assert board["chosen"] == 0
    left, right = (frame["corners"][0][0] for frame in board["frames"])
    assert left < 320 < right
    assert words == f"<p>{MANY.format(2)}</p>"


def test_a_click_takes_another_face_of_the_same_photo(handlers, upload):
    token, first, *_ = upload(couple())
    face, board, words = handlers.choose(token, Sent({"index": 1}))
    assert face.key != first.key
    assert face.place.token == token
    assert board["chosen"] == 1
    assert "Face 2 of 2" in words


def test_the_face_has_the_models_size_and_comes_from_its_frame(model, upload):
    _, face, *_ = upload(couple())
    expected = align.cut(couple(), face.place.face, model.image_size).pixels
    assert torch.equal(face.pixels, expected)


def test_an_unsure_find_is_asked_about_and_not_taken(upload, monkeypatch):
    _found(monkeypatch, _face(0.9))
    _, face, board, words = upload(couple())
    assert face == gr.skip()
    assert board["chosen"] == NONE
    assert "Is this a face?" in words
    assert "90 %" in words


def test_among_sure_and_unsure_ones_a_sure_one_is_taken(upload, monkeypatch):
    _found(monkeypatch, _face(0.9), _face(0.99, x=200.0))
    _, face, board, _ = upload(couple())
    assert board["chosen"] == 1
    assert face.place.face.frame.x == 200


def test_without_a_face_the_middle_is_taken_and_the_eyes_are_asked_for(upload):
    _, face, board, words = upload(Image.new("RGB", (300, 200), (40, 90, 60)))
    assert board["eyes"]
    assert board["frames"] == []
    assert "No face was found" in words
    assert face.place.face.frame == CropFrame(200.0, 0.0, 50.0, 0.0)


def test_two_clicked_eyes_are_a_face(handlers, upload):
    token, *_ = upload(Image.new("RGB", (300, 200), (40, 90, 60)))
    _, board, words = (None, *handlers.ask_for_eyes(token))
    assert board["eyes"]
    assert "both eyes" in words
    face, board, _ = handlers.choose(token, Sent({"eyes": [[140, 80], [100, 80]]}))
    assert [round(value) for eye in face.place.face.points[:2] for value in eye] == [100, 80, 140, 80]
    assert board["chosen"] == 0
    again, board, _ = handlers.choose(token, Sent({"eyes": [[160, 90], [100, 80]]}))
    assert len(board["frames"]) == 1
    assert again.key != ""


def test_eyes_at_one_place_are_asked_for_again(handlers, upload):
    token, *_ = upload(Image.new("RGB", (300, 200), (40, 90, 60)))
    with pytest.warns(UserWarning, match="too close"):
        face, board, _ = handlers.choose(token, Sent({"eyes": [[100, 80], [101, 80]]}))
    assert face == gr.skip()
    assert board["eyes"]


def test_the_middle_can_be_asked_for(handlers, upload):
    token, *_ = upload(couple())
    face, board, _ = handlers.middle(token)
    assert face.place.face.frame == CropFrame(320.0, 0.0, 160.0, 0.0)
    assert board["chosen"] == NONE


def test_what_is_no_photo_changes_nothing(handlers, tmp_path):
    path = tmp_path / "empty.png"
    path.write_bytes(b"")
    with pytest.warns(UserWarning, match="empty"):
        emptied, *rest = handlers.upload(str(path), PAGE)
    assert emptied is None
    assert rest == [gr.skip()] * 5


def test_taking_the_photo_away_changes_nothing(handlers):
    assert handlers.upload(None, PAGE) == (gr.skip(),) * 6


def _noisy(side: float) -> AlignedFace:
    return AlignedFace(
        torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(0)), CropFrame(side, 0.0, 0.0, 0.0)
    )


def test_a_good_face_is_not_doubted():
    assert doubts(_face(0.99), _noisy(50.0)) == []


def test_tiny_turned_and_drawn_faces_are_each_doubted_in_one_sentence():
    frame = CropFrame(30.0, 0.0, 10.0, 10.0)
    eyes_mouth = [frame.at(u, v) for u, v in align.geometry.POINTS]
    eyes_mouth[2] = frame.at(0.35, 0.526)
    face = Face((10, 10, 40, 40), tuple(eyes_mouth), 0.99, frame)
    flat = AlignedFace(torch.full((1, 3, 32, 32), 0.4), frame)
    drawn, tiny, turned = doubts(face, flat)
    assert drawn == DRAWN
    assert "30 pixels" in tiny
    assert turned == photo_panel.TURNED
