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
from facevae.ui.photo.panel import DRAWN, Held, Panel, PanelHandlers, doubts
from facevae.ui.photo.store import PhotoStore
from tests.support.events import Sent
from tests.support.photos import couple
from tests.support.pictures import saved

PAGE = SimpleNamespace(session_hash="page")


PANEL = Panel("face", "photo", "held", "picker")
"""Names in place of components: what handlers return is then by name."""


@pytest.fixture
def photo_store() -> PhotoStore:
    return PhotoStore()


@pytest.fixture
def handlers(model, photo_store) -> PanelHandlers:
    return PanelHandlers(model, photo_store, PANEL)


@pytest.fixture
def upload(handlers, photo_store):
    """A function that brings a photo; returns what changes, by name."""

    def upload(photo: Image.Image) -> dict[str, Any]:
        token = photo_store.put(store.take(saved(photo, "PNG")))
        changed = handlers.arrive(Sent({"token": token}), PAGE)
        assert changed["photo"] == {"token": token, "error": ""}
        assert changed["picker"]["value"]["token"] == token
        return changed

    return upload


def _found(monkeypatch, *faces: Face) -> None:
    monkeypatch.setattr(store.align, "find", lambda photo: list(faces))


def _face(score: float, x: float = 10.0) -> Face:
    frame = CropFrame(50.0, 0.0, x, 10.0)
    return Face((x, 10, x + 50, 60), tuple(frame.at(u, v) for u, v in align.geometry.POINTS), score, frame)


def _said(changed: dict[str, Any]) -> str:
    return f"{changed['picker']['state']['heading']} {changed['picker']['state']['words']}"


def test_the_most_prominent_face_of_a_group_is_taken_and_the_others_are_offered(upload):
    changed = upload(couple())
    assert changed["face"].name == "Your photo"
    assert len(changed["picker"]["value"]["frames"]) == 2
    assert changed["picker"]["state"]["chosen"] == 0
    left, right = (frame["corners"][0][0] for frame in changed["picker"]["value"]["frames"])
    assert left < 320 < right
    assert _said(changed) == "2 faces found. The most prominent is chosen: click the frame of another to change that."
    assert changed["picker"]["state"]["shown"]


def test_a_click_takes_another_face_of_the_same_photo_and_sends_no_picture_again(handlers, upload):
    first = upload(couple())
    other = handlers.choose(first["held"], Sent({"index": 1}), PAGE)
    assert other["face"].key != first["face"].key
    assert other["face"].place.token == first["held"].token
    assert other["picker"]["state"]["chosen"] == 1
    assert "Face 2 of 2" in _said(other)
    assert "value" not in other["picker"]


def test_the_face_has_the_models_size_and_comes_from_its_frame(model, upload):
    face = upload(couple())["face"]
    expected = align.cut(couple(), face.place.face, model.image_size).pixels
    assert torch.equal(face.pixels, expected)


@pytest.mark.parametrize(("doubted", "shown"), [([], False), (["It is tiny."], True)])
def test_one_sure_face_folds_the_panel_away_unless_there_is_a_doubt_to_read(upload, monkeypatch, doubted, shown):
    _found(monkeypatch, _face(0.99))
    monkeypatch.setattr(photo_panel, "doubts", lambda face, aligned, incomplete: doubted)
    changed = upload(couple())
    assert changed["picker"]["state"]["shown"] is shown
    assert "Face found." in _said(changed)


def test_an_unsure_find_is_asked_about_and_not_taken(upload, monkeypatch):
    _found(monkeypatch, _face(0.9))
    changed = upload(couple())
    assert "face" not in changed
    assert changed["picker"]["state"]["chosen"] == NONE
    assert changed["picker"]["state"]["shown"]
    assert "Is this a face?" in _said(changed)
    assert "90 of 100 points" in _said(changed)


def test_among_sure_and_unsure_ones_a_sure_one_is_taken(upload, monkeypatch):
    _found(monkeypatch, _face(0.9), _face(0.99, x=200.0))
    changed = upload(couple())
    assert changed["picker"]["state"]["chosen"] == 1
    assert changed["face"].place.face.frame.x == 200


def test_without_a_face_the_middle_is_taken_and_the_eyes_are_asked_for(upload):
    changed = upload(Image.new("RGB", (300, 200), (40, 90, 60)))
    assert changed["picker"]["value"]["frames"] == []
    assert "No face was found" in _said(changed)
    assert "both eyes" in _said(changed)
    assert changed["face"].place.face.frame == CropFrame(200.0, 0.0, 50.0, 0.0)


def test_two_clicked_eyes_are_a_face(handlers, upload):
    held = upload(Image.new("RGB", (300, 200), (40, 90, 60)))["held"]
    clicked = handlers.choose(held, Sent({"eyes": [[140, 80], [100, 80]]}), PAGE)
    eyes = clicked["face"].place.face.points[:2]
    assert [round(value) for eye in eyes for value in eye] == [100, 80, 140, 80]
    assert clicked["picker"]["state"]["chosen"] == 0
    again = handlers.choose(held, Sent({"eyes": [[160, 90], [100, 80]]}), PAGE)
    assert len(again["picker"]["value"]["frames"]) == 1
    assert again["face"].key != clicked["face"].key


def test_eyes_at_one_place_are_asked_for_again(handlers, upload):
    held = upload(Image.new("RGB", (300, 200), (40, 90, 60)))["held"]
    with pytest.warns(UserWarning, match="too close"):
        assert handlers.choose(held, Sent({"eyes": [[100, 80], [101, 80]]}), PAGE) == gr.skip()


def test_the_middle_can_be_asked_for(handlers, upload):
    changed = handlers.choose(upload(couple())["held"], Sent({"middle": True}), PAGE)
    assert changed["face"].place.face.frame == CropFrame(320.0, 0.0, 160.0, 0.0)
    assert changed["picker"]["state"]["chosen"] == NONE


def test_a_face_from_elsewhere_leaves_no_frame_marked(handlers, upload, face):
    changed = upload(couple())
    followed = handlers.follow(face, changed["held"])
    assert followed["state"]["chosen"] == NONE
    assert followed["state"]["heading"] == "Not used now."
    assert not followed["state"]["used"]
    assert handlers.follow(changed["face"], changed["held"]) == gr.skip()


def test_without_a_photo_there_is_nothing_to_say_about_it(handlers, face):
    assert handlers.follow(face, Held()) == gr.skip()


@pytest.mark.parametrize("choice", [{"index": 1}, {"middle": True}, {"eyes": [[100.0, 80.0], [140.0, 80.0]]}])
def test_a_page_that_is_loaded_again_has_its_photo_and_its_choice(handlers, photo_store, upload, choice):
    held = upload(couple())["held"]
    chosen = handlers.choose(held, Sent(choice), PAGE)
    kept = chosen["picker"]["state"]
    photo_store.close(PAGE.session_hash).cancel()
    sent = {"token": held.token, "again": {"choice": kept["choice"], "used": kept["used"]}}
    again = handlers.arrive(Sent(sent), SimpleNamespace(session_hash="loaded again"))
    assert again["face"].key == chosen["face"].key
    assert again["picker"]["state"]["chosen"] == kept["chosen"]
    assert again["picker"]["state"]["again"]
    photo_store.close("loaded again", seconds=0).join(5)
    with pytest.raises(gr.Error):
        photo_store.get(held.token)


def test_a_page_whose_line_was_cut_keeps_its_photo(handlers, photo_store, upload):
    held = upload(couple())["held"]
    waiting = photo_store.close(PAGE.session_hash, seconds=0.05)
    handlers.hold(held, PAGE)
    waiting.join(5)
    assert photo_store.get(held.token).faces


def test_a_page_whose_photo_went_while_its_line_was_cut_is_told(handlers, photo_store, upload):
    held = upload(couple())["held"]
    photo_store.close(PAGE.session_hash, seconds=0).join(5)
    assert handlers.hold(held, PAGE) == {"token": "", "error": photo_panel.GONE_MEANWHILE}


@pytest.mark.parametrize("again", [{"used": False}, {}, "nonsense"])
def test_a_photo_that_was_not_used_comes_back_unused(handlers, upload, again):
    held = upload(couple())["held"]
    changed = handlers.arrive(Sent({"token": held.token, "again": again}), PAGE)
    assert "face" not in changed
    assert not changed["picker"]["state"]["used"]


def test_a_choice_that_makes_no_sense_is_the_first_face_again(handlers, upload):
    first = upload(couple())
    changed = handlers.arrive(
        Sent({"token": first["held"].token, "again": {"used": True, "choice": {"index": 9}}}), PAGE
    )
    assert changed["face"].key == first["face"].key


@pytest.mark.parametrize("sent", [{"token": "gone"}, {"token": 3}, {}, None])
def test_a_photo_that_is_gone_is_told_in_one_sentence(handlers, sent):
    changed = handlers.arrive(Sent(sent), PAGE)
    assert list(changed) == ["photo"]
    assert changed["photo"]["error"] == store.GONE


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


def test_what_is_missing_of_the_file_is_said_first():
    missing = "The end of this file is missing, and with it 2 % of the picture."
    assert doubts(_face(0.99), _noisy(50.0), missing) == [missing]
