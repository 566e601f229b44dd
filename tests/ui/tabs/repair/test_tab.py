"""The Repair tab: marks on the photo come in, the mended photo goes out."""

from __future__ import annotations

from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
import torch

from facevae import align, photos
from facevae.ui.components.mask_canvas import mask_uri
from facevae.ui.photo.current import Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs import photo_result
from facevae.ui.tabs.photo_result import NO_PHOTO
from facevae.ui.tabs.repair.handlers import ALL, NOTHING, THIS, RepairHandlers
from tests.support.photos import couple
from tests.support.pictures import saved


@pytest.fixture
def held(model):
    """Handlers, and the larger face of a scratched photo."""
    photo_store = PhotoStore()
    photo = couple()
    photo.paste((255, 255, 255), (0, 165, 640, 168))
    uploaded = UploadedPhoto(photos.read(saved(photo, "PNG")), tuple(align.find(couple())))
    token = photo_store.put(uploaded)
    face = current_face(align.cut(photo, uploaded.faces[0], 32).pixels, "Me", place=Place(token, uploaded.faces[0]))
    handlers = RepairHandlers(model, photo_store)
    with gr.Blocks():
        handlers.screen = photo_result.PhotoResultView(photo_store, "test", "Before", "After")
    return SimpleNamespace(handlers=handlers, uploaded=uploaded, token=token, face=face)


def _marks() -> str:
    mask = torch.zeros(1, 1, 320, 640)
    mask[..., 164:169, :] = 1
    return mask_uri(mask)


def test_nothing_is_mended_before_anything_is_marked(held):
    _, words, shown, _, about = held.handlers.mend(held.face, "", False, THIS)
    assert words == NOTHING
    assert shown.made == ()
    assert "Nothing is changed" in about


@pytest.mark.parametrize(("whose", "faces"), [(THIS, 1), (ALL, 2)])
def test_a_marked_scratch_is_mended_inside_the_frames_only(held, whose, faces):
    _, words, shown, *_ = held.handlers.mend(held.face, _marks(), False, whose)
    assert len(shown.made) == faces
    assert "mended" in words
    before, after = held.uploaded.photo, photo_result._after(held.uploaded, shown)
    for face in held.uploaded.faces[:faces]:
        x, _ = face.frame.at(0.5, 0.5)
        assert before.getpixel((int(x), 166)) == (255, 255, 255)
        assert after.getpixel((int(x), 166)) != (255, 255, 255)
    rows, _ = (np.asarray(before).astype(int) != np.asarray(after)).any(2).nonzero()
    # Four pixels of the finest crop, each twice as large as one of the photo, on either side.
    assert rows.min() >= 164 - 8
    assert rows.max() <= 168 + 8
    assert after.getpixel((5, 166)) == (255, 255, 255)


def test_marks_stay_while_it_is_the_same_photo(held):
    token, canvas, *_ = held.handlers.show_face(held.face, held.token, _marks(), False, THIS)
    assert token == held.token
    assert canvas.constructor_args["value"] == _marks()
    assert (canvas.constructor_args["wide"], canvas.constructor_args["high"]) == (640, 320)
    _, canvas, *_ = held.handlers.show_face(held.face, "another", _marks(), False, THIS)
    assert canvas.constructor_args["value"] == ""


def test_a_face_without_a_photo_is_told_so(held, face):
    token, _, words, shown, *_ = held.handlers.show_face(face, held.token, "", False, THIS)
    assert (token, words, shown) == ("", NO_PHOTO, None)


def test_marks_that_are_none_are_refused_with_a_sentence(held):
    with pytest.raises(gr.Error, match="PNG"):
        held.handlers.mend(held.face, "nonsense", False, THIS)
