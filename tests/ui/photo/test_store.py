"""Photos are held for as long as somebody looks, and nothing of them stays on disk."""

from __future__ import annotations

import gradio as gr
import pytest
from PIL import Image

from facevae import photos
from facevae.ui.photo import store
from facevae.ui.photo.store import Shot, Shots, example, examples, take
from tests.support.photos import couple
from tests.support.pictures import saved


@pytest.fixture
def shot() -> Shot:
    return Shot(photos.read(saved(Image.new("RGB", (40, 30)), "PNG")))


def test_an_upload_is_read_and_deleted(tmp_path):
    path = tmp_path / "couple.png"
    couple().save(path)
    shot = take(str(path))
    assert shot.photo.tobytes() == couple().tobytes()
    assert len(shot.faces) == 2
    assert not path.exists()


def test_an_upload_that_is_no_photo_is_deleted_as_well(tmp_path):
    path = tmp_path / "page.jpg"
    path.write_text("<html></html>")
    with pytest.raises(photos.PhotoError):
        take(str(path))
    assert not path.exists()


def test_a_photo_is_found_under_its_token_and_no_other(shot):
    held = Shots()
    token, other = held.put(shot), held.put(shot)
    assert token != other
    assert held.get(token) is shot
    with pytest.raises(gr.Error, match="no longer at hand"):
        held.get(token[:-1])


def test_a_page_has_one_photo_and_pages_do_not_share(shot):
    held = Shots()
    mine, theirs = held.put(shot, "me"), held.put(shot, "them")
    newer = held.put(shot, "me")
    with pytest.raises(gr.Error):
        held.get(mine)
    assert held.get(newer) is held.get(theirs)


def test_only_so_many_are_held_and_the_longest_unused_goes_first(shot, monkeypatch):
    monkeypatch.setattr(store, "MOST_BYTES", 2 * 4 * 40 * 30)
    held = Shots()
    first, second = held.put(shot), held.put(shot)
    held.get(first)
    third = held.put(shot)
    assert held.get(first) is held.get(third)
    with pytest.raises(gr.Error):
        held.get(second)


def test_a_photo_goes_after_its_page_was_closed(shot):
    held = Shots()
    token = held.put(shot, "me")
    held.close("me", seconds=0).join(5)
    with pytest.raises(gr.Error):
        held.get(token)


def test_a_page_without_a_photo_leaves_nothing_to_wait_for():
    assert Shots().close("me") is None


def test_a_photo_with_other_faces_keeps_its_token(shot):
    held = Shots()
    token, other = held.put(shot), Shot(shot.original)
    held.replace(token, other)
    assert held.get(token) is other
    held.replace("nobody's", shot)
    with pytest.raises(gr.Error):
        held.get("nobody's")


@pytest.mark.parametrize("name", examples())
def test_examples_are_always_at_hand_with_a_face(name):
    assert Shots().get(name) is example(name)
    assert example(name).faces[0].sure
