"""Photos are held for as long as their page is open, and nothing of them stays on disk."""

from __future__ import annotations

import gradio as gr
import pytest
from PIL import Image

from facevae import photos
from facevae.ui.photo import store
from facevae.ui.photo.store import PhotoStore, UploadedPhoto, example, examples, take
from tests.support.photos import couple
from tests.support.pictures import saved


@pytest.fixture
def uploaded() -> UploadedPhoto:
    return UploadedPhoto(photos.read(saved(Image.new("RGB", (40, 30)), "PNG")))


def test_an_upload_is_read_and_searched():
    uploaded = take(saved(couple(), "PNG"))
    assert uploaded.photo.tobytes() == couple().tobytes()
    assert len(uploaded.faces) == 2


def test_an_upload_that_is_no_photo_is_refused():
    with pytest.raises(photos.PhotoError, match="web page"):
        take(b"<html></html>")


def test_a_photo_is_found_under_its_token_and_no_other(uploaded):
    held = PhotoStore()
    token, other = held.put(uploaded), held.put(uploaded)
    assert token != other
    assert held.get(token) is uploaded
    with pytest.raises(gr.Error, match="no longer at hand"):
        held.get(token[:-1])


def test_a_page_has_one_photo_and_pages_do_not_share(uploaded):
    held = PhotoStore()
    mine, theirs = held.put(uploaded, "me"), held.put(uploaded, "them")
    newer = held.put(uploaded, "me")
    with pytest.raises(gr.Error):
        held.get(mine)
    assert held.get(newer) is held.get(theirs)


def test_only_so_many_are_held_and_the_longest_unused_goes_first(uploaded, monkeypatch):
    monkeypatch.setattr(store, "MOST_BYTES", 2 * 4 * 40 * 30)
    held = PhotoStore()
    first, second = held.put(uploaded), held.put(uploaded)
    held.get(first)
    third = held.put(uploaded)
    assert held.get(first) is held.get(third)
    with pytest.raises(gr.Error):
        held.get(second)


def test_a_photo_goes_after_its_page_was_closed(uploaded):
    held = PhotoStore()
    token = held.put(uploaded, "me")
    held.close("me", seconds=0).join(5)
    with pytest.raises(gr.Error):
        held.get(token)


def test_a_page_that_is_loaded_again_takes_its_photo_back(uploaded):
    held = PhotoStore()
    token = held.put(uploaded, "before")
    waiting = held.close("before", seconds=0.05)
    held.give(token, "after")
    waiting.join(5)
    assert held.get(token) is uploaded
    held.close("after", seconds=0).join(5)
    with pytest.raises(gr.Error):
        held.get(token)


def test_a_page_closed_once_more_counts_from_then(uploaded):
    held = PhotoStore()
    token = held.put(uploaded, "first")
    soon = held.close("first", seconds=0.05)
    held.give(token, "second")
    held.close("second", seconds=60).cancel()
    soon.join(5)
    assert held.get(token) is uploaded


def test_a_photo_of_two_pages_stays_while_one_of_them_is_open(uploaded):
    held = PhotoStore()
    token = held.put(uploaded, "one")
    held.give(token, "its copy")
    held.close("one", seconds=0).join(5)
    assert held.get(token) is uploaded
    other = held.put(uploaded, "its copy")
    assert held.get(other) is uploaded
    with pytest.raises(gr.Error):
        held.get(token)


def test_a_photo_that_no_page_takes_is_let_go(uploaded):
    held = PhotoStore()
    token = held.put(uploaded)
    held.expire(token, seconds=0).join(5)
    with pytest.raises(gr.Error):
        held.get(token)


def test_a_page_without_a_photo_leaves_nothing_to_wait_for():
    assert PhotoStore().close("me") is None


def test_a_photo_with_other_faces_keeps_its_token(uploaded):
    held = PhotoStore()
    token, other = held.put(uploaded), UploadedPhoto(uploaded.original)
    held.replace(token, other)
    assert held.get(token) is other
    held.replace("unknown", uploaded)
    with pytest.raises(gr.Error):
        held.get("unknown")


@pytest.mark.parametrize("name", examples())
def test_examples_are_always_at_hand_with_a_face(name):
    assert PhotoStore().get(name) is example(name)
    assert example(name).faces[0].sure
