"""A tab's result in the photo: for one face or all of them, before and after, and as a file."""

from __future__ import annotations

import base64
import io
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image

from facevae import align, photos
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.photo.current import Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs.photo_result import (
    NO_PHOTO,
    FaceEdit,
    PhotoEdits,
    PhotoResultHandlers,
    PhotoResultView,
    apply_edits,
    faces_of,
    locate_in_photo,
    replace_crop,
    replace_masked,
)
from tests.support.photos import couple
from tests.support.pictures import saved

COLUMN = "column"
"""A name in place of a component."""


def opened(address: str) -> Image.Image:
    """The picture in a ``data:`` address."""
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


@pytest.fixture
def held():
    """Photos, and the largest face of the one they hold."""
    photo_store = PhotoStore()
    uploaded = UploadedPhoto(photos.read(saved(couple(), "PNG")), tuple(align.find(couple())))
    token = photo_store.put(uploaded)
    face = current_face(
        align.cut(uploaded.photo, uploaded.faces[0], 32).pixels, "Me", place=Place(token, uploaded.faces[0])
    )
    return SimpleNamespace(photo_store=photo_store, uploaded=uploaded, token=token, face=face)


@pytest.fixture
def view(held) -> PhotoResultView:
    with gr.Blocks():
        return PhotoResultView(held.photo_store, "test", "Before", "After")


@pytest.fixture
def handlers(held, view):
    """The handlers of a tab that paints every face red, and damages it by painting it white."""
    red = torch.zeros(1, 3, 32, 32)
    red[:, 0] = 1

    def make(face, told):
        told.append(face.key)
        return FaceEdit(replace_crop(red), replace_crop(torch.ones(1, 3, 32, 32)))

    return PhotoResultHandlers(32, held.photo_store, make, view, COLUMN)


def _middle(face: align.Face) -> tuple[int, int]:
    return tuple(int(value) for value in face.frame.at(0.5, 0.5))


def test_one_face_is_changed_and_the_other_is_not(held, view, handlers):
    told = []
    changed = handlers.one(held.face, told)
    assert told == [held.face.key]
    assert changed[COLUMN].visible
    assert changed[view.compared]["ratio"] == 2
    assert "One face is changed" in changed[view.words]
    photo = apply_edits(held.uploaded, changed[view.shown])
    first, second = held.uploaded.faces
    assert photo.getpixel(_middle(first)) == (255, 0, 0)
    assert photo.getpixel(_middle(second)) == couple().getpixel(_middle(second))


def test_all_faces_are_changed_each_from_its_own_crop(held, view, handlers):
    told = []
    changed = handlers.all(held.face, told)
    assert len(set(told)) == 2
    assert "2 faces are changed" in changed[view.words]
    photo = apply_edits(held.uploaded, changed[view.shown])
    assert [photo.getpixel(_middle(face)) for face in held.uploaded.faces] == [(255, 0, 0)] * 2


def test_a_preview_looks_like_the_photo_at_its_own_size(handlers, held, view):
    large = couple().resize((2560, 1280), Image.Resampling.BICUBIC)
    uploaded = UploadedPhoto(photos.read(saved(large, "PNG")), tuple(align.find(large)))
    place = Place(held.photo_store.put(uploaded), uploaded.faces[0])
    face = current_face(align.cut(large, place.face, 32).pixels, "Me", place=place)
    changed = handlers.one(face, [])
    whole = apply_edits(uploaded, changed[view.shown]).resize((1280, 640), Image.Resampling.LANCZOS)
    shown = opened(changed[view.compared]["after"])
    assert shown.size == (1280, 640)
    # JPEG alone is off by about one level.
    assert np.abs(np.asarray(shown).astype(int) - np.asarray(whole)).mean() < 2
    assert np.abs(np.asarray(shown).astype(int) - np.asarray(opened(changed[view.compared]["before"]))).mean() > 5


def test_where_nothing_was_damaged_the_photo_before_is_the_one_that_is_shown_anyway(held, view):
    aligned = align.cut(held.uploaded.photo, held.uploaded.faces[0], 32)
    shown = view.show(PhotoEdits(held.token, ((aligned, FaceEdit(replace_crop(1 - aligned.pixels))),)))
    assert shown[view.compared]["before"] is held.uploaded.preview.address
    nothing = view.show(PhotoEdits(held.token, ()))
    assert nothing[view.compared]["after"] is held.uploaded.preview.address
    assert "Nothing is changed yet." in nothing[view.words]


def test_the_file_is_the_photo_with_only_that_region_changed(held, view, handlers):
    file = view.file("PNG", handlers.one(held.face, [])[view.shown])
    saved_photo = np.asarray(Image.open(io.BytesIO(file.content)).convert("RGB")).astype(int)
    changed = np.abs(saved_photo - np.asarray(couple()).astype(int)).any(2)
    rows, columns = changed.nonzero()
    across, down = zip(*held.face.place.face.frame.corners, strict=True)
    assert changed.any()
    assert min(across) <= columns.min()
    assert columns.max() <= max(across)
    assert min(down) <= rows.min()
    assert rows.max() <= max(down)
    assert file.name == "face-in-photo.png"


def test_a_tab_with_nothing_to_show_changes_nothing(held, view):
    handlers = PhotoResultHandlers(32, held.photo_store, lambda face: None, view, COLUMN)
    assert handlers.one(held.face) == gr.skip()
    assert handlers.all(held.face) == gr.skip()


def test_a_face_without_a_photo_says_so(held, face):
    with pytest.raises(gr.Error) as told:
        locate_in_photo(held.photo_store, face)
    assert told.value.message == NO_PHOTO


def test_all_faces_are_the_chosen_one_and_those_that_are_sure(held):
    first, second = held.uploaded.faces
    pointed = align.from_eyes((10.0, 10.0), (50.0, 10.0))
    uploaded = UploadedPhoto(held.uploaded.original, (first, second, pointed))
    assert faces_of(Place(held.token, pointed), uploaded) == [pointed, first, second]
    assert faces_of(Place(held.token, second), uploaded) == [second, first]


def test_nothing_to_save_is_said(view):
    with pytest.raises(gr.Error, match="nothing in the photo"):
        view.file("JPEG", None)


def test_a_hole_keeps_the_photo_around_it(held):
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 12:20, 12:20] = 1
    aligned = align.cut(held.uploaded.photo, held.uploaded.faces[0], 32)
    red = torch.where(mask > 0, torch.tensor([1.0, 0, 0])[:, None, None], aligned.pixels)
    photo = apply_edits(held.uploaded, PhotoEdits(held.token, ((aligned, FaceEdit(replace_masked(red, mask))),)))
    assert photo.getpixel(_middle(held.uploaded.faces[0])) == (255, 0, 0)
    corner = tuple(int(value) for value in held.uploaded.faces[0].frame.at(0.2, 0.8))
    assert photo.getpixel(corner) == couple().getpixel(corner)


def test_what_is_shown_is_called_as_the_tab_says(held, view):
    aligned = align.cut(held.uploaded.photo, held.uploaded.faces[0], 32)
    plain, called = (
        view.show(PhotoEdits(held.token, ((aligned, FaceEdit(replace_crop(aligned.pixels), called=name)),)))
        for name in ("", "Restored, real")
    )
    assert "called" not in plain[view.compared]
    assert called[view.compared]["called"] == "Restored, real"


def test_a_photo_that_is_compared_can_be_left_as_it_is(view):
    """As Gradio does it for an output that a handler leaves out."""
    again = BeforeAfter(**view.compared.constructor_args, render=False)
    assert again.props == view.compared.props
