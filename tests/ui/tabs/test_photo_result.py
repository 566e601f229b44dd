"""A tab's result in the photo: for one face or all of them, before and after, and as a file."""

from __future__ import annotations

import io
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
import torch
from PIL import Image

from facevae import align, photos
from facevae.ui.photo.current import Place, current_face
from facevae.ui.photo.store import PhotoStore, UploadedPhoto
from facevae.ui.tabs import photo_result
from facevae.ui.tabs.photo_result import (
    NO_PHOTO,
    FaceEdit,
    PhotoEdits,
    everybody,
    locate_in_photo,
    replace_crop,
    replace_masked,
)
from tests.support.photos import couple
from tests.support.pictures import saved


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
def makers(model, held):
    """The handlers of a tab that paints every face red, and breaks it by painting it white."""
    context = SimpleNamespace(model=model, photo_store=held.photo_store)
    red = torch.zeros(1, 3, 32, 32)
    red[:, 0] = 1

    def make(face, told):
        told.append(face.key)
        return FaceEdit(replace_crop(red), replace_crop(torch.ones(1, 3, 32, 32)))

    with gr.Blocks():
        screen = photo_result.PhotoResultView(held.photo_store, "test", "Before", "After")
    return photo_result._Makers(context, make, screen)


def _middle(face: align.Face) -> tuple[int, int]:
    return tuple(int(value) for value in face.frame.at(0.5, 0.5))


def test_one_face_is_changed_and_the_other_is_not(held, makers):
    told = []
    column, shown, pair, words = makers.one(held.face, told)
    assert told == [held.face.key]
    assert column.visible
    assert pair["ratio"] == 2
    assert "One face is changed" in words
    photo = photo_result._after(held.uploaded, shown)
    first, second = held.uploaded.faces
    assert photo.getpixel(_middle(first)) == (255, 0, 0)
    assert photo.getpixel(_middle(second)) == couple().getpixel(_middle(second))


def test_all_faces_are_changed_each_from_its_own_crop(held, makers):
    told = []
    _, shown, _, words = makers.all(held.face, told)
    assert len(set(told)) == 2
    assert "2 faces are changed" in words
    photo = photo_result._after(held.uploaded, shown)
    assert [photo.getpixel(_middle(face)) for face in held.uploaded.faces] == [(255, 0, 0)] * 2


def test_the_file_is_the_photo_with_only_that_region_changed(held, makers):
    _, shown, *_ = makers.one(held.face, [])
    file = makers._screen._file("png", shown)
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


def test_a_tab_with_nothing_to_show_changes_nothing(held, makers):
    makers._make = lambda face: None
    assert makers.one(held.face) == (gr.skip(),) * 4
    assert makers.all(held.face) == (gr.skip(),) * 4


def test_a_face_without_a_photo_says_so(held, face):
    with pytest.raises(gr.Error) as told:
        locate_in_photo(held.photo_store, face)
    assert told.value.message == NO_PHOTO


def test_everybody_is_the_chosen_face_and_those_that_are_sure(held):
    first, second = held.uploaded.faces
    pointed = align.from_eyes((10.0, 10.0), (50.0, 10.0))
    uploaded = UploadedPhoto(held.uploaded.original, (first, second, pointed))
    assert everybody(Place(held.token, pointed), uploaded) == [pointed, first, second]
    assert everybody(Place(held.token, second), uploaded) == [second, first]


def test_nothing_to_save_is_said(held, makers):
    with pytest.raises(gr.Error, match="nothing in the photo"):
        makers._screen._file("same", None)


def test_a_hole_keeps_the_photo_around_it(held):
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 12:20, 12:20] = 1
    aligned = align.cut(held.uploaded.photo, held.uploaded.faces[0], 32)
    red = torch.where(mask > 0, torch.tensor([1.0, 0, 0])[:, None, None], aligned.pixels)
    photo = photo_result._after(
        held.uploaded, PhotoEdits(held.token, ((aligned, FaceEdit(replace_masked(red, mask))),))
    )
    assert photo.getpixel(_middle(held.uploaded.faces[0])) == (255, 0, 0)
    corner = tuple(int(value) for value in held.uploaded.faces[0].frame.at(0.2, 0.8))
    assert photo.getpixel(corner) == couple().getpixel(corner)
