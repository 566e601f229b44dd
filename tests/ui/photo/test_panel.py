"""What happens to a visitor's photo: whose face is taken, and what the person is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae import align
from facevae.align import AlignedFace, CropFrame, Face
from facevae.ui.photo import panel as photo_panel
from facevae.ui.photo import store
from facevae.ui.photo.face_picker import NONE
from facevae.ui.photo.panel import DRAWN, MANY, Panel, PanelHandlers, doubts
from facevae.ui.photo.store import PhotoStore
from tests.support.events import Sent
from tests.support.photos import couple

PAGE = SimpleNamespace(session_hash="page")


PANEL = Panel("face", "photo", "token", "row", "board", "words")
"""Names in place of components: what handlers return is then by name."""


@pytest.fixture
def handlers(model) -> PanelHandlers:
    return PanelHandlers(model, PhotoStore(), PANEL)


@pytest.fixture
def upload(handlers, tmp_path):
    """A function that uploads a photo; returns what changes, by name."""

    def upload(photo: Image.Image) -> dict[str, Any]:
        path = tmp_path / "photo.png"
        photo.save(path)
        changed = handlers.upload(str(path), PAGE)
        assert changed["photo"] is None
        assert changed["row"].visible
        return changed

    return upload


def _found(monkeypatch, *faces: Face) -> None:
    monkeypatch.setattr(store.align, "find", lambda photo: list(faces))


def _face(score: float, x: float = 10.0) -> Face:
    frame = CropFrame(50.0, 0.0, x, 10.0)
    return Face((x, 10, x + 50, 60), tuple(frame.at(u, v) for u, v in align.geometry.POINTS), score, frame)


def test_the_largest_face_of_a_group_is_taken_and_the_others_are_offered(upload):
    changed = upload(couple())
    assert changed["face"].name == "Your photo"
    assert len(changed["board"]["frames"]) == 2
    assert changed["board"]["chosen"] == 0
    left, right = (frame["corners"][0][0] for frame in changed["board"]["frames"])
    assert left < 320 < right
    assert changed["words"] == f"<p>{MANY(faces=2)}</p>"


def test_a_click_takes_another_face_of_the_same_photo(handlers, upload):
    first = upload(couple())
    other = handlers.choose(first["token"], Sent({"index": 1}))
    assert other["face"].key != first["face"].key
    assert other["face"].place.token == first["token"]
    assert other["board"]["chosen"] == 1
    assert "Face 2 of 2" in other["words"]


def test_the_face_has_the_models_size_and_comes_from_its_frame(model, upload):
    face = upload(couple())["face"]
    expected = align.cut(couple(), face.place.face, model.image_size).pixels
    assert torch.equal(face.pixels, expected)


def test_an_unsure_find_is_asked_about_and_not_taken(upload, monkeypatch):
    _found(monkeypatch, _face(0.9))
    changed = upload(couple())
    assert "face" not in changed
    assert changed["board"]["chosen"] == NONE
    assert "Is this a face?" in changed["words"]
    assert "90 %" in changed["words"]


def test_among_sure_and_unsure_ones_a_sure_one_is_taken(upload, monkeypatch):
    _found(monkeypatch, _face(0.9), _face(0.99, x=200.0))
    changed = upload(couple())
    assert changed["board"]["chosen"] == 1
    assert changed["face"].place.face.frame.x == 200


def test_without_a_face_the_middle_is_taken_and_the_eyes_are_asked_for(upload):
    changed = upload(Image.new("RGB", (300, 200), (40, 90, 60)))
    assert changed["board"]["eyes"]
    assert changed["board"]["frames"] == []
    assert "No face was found" in changed["words"]
    assert changed["face"].place.face.frame == CropFrame(200.0, 0.0, 50.0, 0.0)


def test_two_clicked_eyes_are_a_face(handlers, upload):
    token = upload(Image.new("RGB", (300, 200), (40, 90, 60)))["token"]
    asked = handlers.ask_for_eyes(token)
    assert asked["board"]["eyes"]
    assert "both eyes" in asked["words"]
    clicked = handlers.choose(token, Sent({"eyes": [[140, 80], [100, 80]]}))
    eyes = clicked["face"].place.face.points[:2]
    assert [round(value) for eye in eyes for value in eye] == [100, 80, 140, 80]
    assert clicked["board"]["chosen"] == 0
    again = handlers.choose(token, Sent({"eyes": [[160, 90], [100, 80]]}))
    assert len(again["board"]["frames"]) == 1
    assert again["face"].key != clicked["face"].key


def test_eyes_at_one_place_are_asked_for_again(handlers, upload):
    token = upload(Image.new("RGB", (300, 200), (40, 90, 60)))["token"]
    with pytest.warns(UserWarning, match="too close"):
        changed = handlers.choose(token, Sent({"eyes": [[100, 80], [101, 80]]}))
    assert list(changed) == ["board"]
    assert changed["board"]["eyes"]


def test_the_middle_can_be_asked_for(handlers, upload):
    changed = handlers.middle(upload(couple())["token"])
    assert changed["face"].place.face.frame == CropFrame(320.0, 0.0, 160.0, 0.0)
    assert changed["board"]["chosen"] == NONE


def test_what_is_no_photo_only_empties_the_input(handlers, tmp_path):
    path = tmp_path / "empty.png"
    path.write_bytes(b"")
    with pytest.warns(UserWarning, match="empty"):
        assert handlers.upload(str(path), PAGE) == {"photo": None}


def test_taking_the_photo_away_changes_nothing(handlers):
    assert handlers.upload(None, PAGE) == gr.skip()


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
