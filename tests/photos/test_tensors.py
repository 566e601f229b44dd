"""Photos to faces and masks, and back."""

import io

import pytest
import torch
from PIL import Image

from facevae import photos
from facevae.damage import half
from tests.support.pictures import difference, png, saved


def test_the_square_is_cut_from_the_centre():
    photo = Image.new("RGB", (60, 20), "red")
    photo.paste("blue", (20, 0, 40, 20))
    assert difference(photos.square(photo, 20), Image.new("RGB", (20, 20), "blue")) == 0


def test_a_square_photo_is_resized_whole(make_faces):
    photo = photos.to_photo(make_faces(count=1, size=200))
    assert difference(photos.square(photo, 128), photo.resize((128, 128), Image.Resampling.LANCZOS)) == 0
    assert photos.to_faces(photo, 128).shape == (1, 3, 128, 128)


def test_a_photo_becomes_a_tensor_with_its_colours_in_place():
    photo = Image.new("RGB", (3, 2), "black")
    photo.putpixel((2, 0), (255, 51, 102))
    tensor = photos.to_tensor(photo)
    assert tensor.shape == (1, 3, 2, 3)
    assert tensor.dtype == torch.float32
    assert tensor[0, :, 0, 2].tolist() == pytest.approx([1, 0.2, 0.4])
    assert tensor.sum().item() == pytest.approx(1.6)


def test_a_photo_of_another_mode_is_refused():
    with pytest.raises(ValueError, match="mode RGBA"):
        photos.to_tensor(Image.new("RGBA", (48, 32)))


def test_to_tensor_and_back_loses_nothing(make_faces):
    photo = photos.to_photo(make_faces(count=1))
    assert difference(photos.to_photo(photos.to_tensor(photo)), photo) == 0


def test_to_photo_rounds_and_takes_one_face(faces):
    assert photos.to_photo(torch.full((3, 8, 8), 0.5)).getpixel((0, 0)) == (128, 128, 128)
    with pytest.raises(ValueError, match="4 faces"):
        photos.to_photo(faces)


def test_jpeg_quality_decides_the_error(faces):
    before = faces.clone()
    errors = [(photos.through_jpeg(faces, quality) - faces).abs().mean().item() for quality in (100, 50, 5)]
    assert errors[0] < 0.01
    assert errors == sorted(errors)
    assert torch.equal(faces, before)


@pytest.mark.parametrize("quality", [0, 101, 50.5])
def test_another_jpeg_quality_is_refused(faces, quality):
    with pytest.raises(ValueError, match="from 1 to 100"):
        photos.through_jpeg(faces, quality)


def test_a_mask_survives_the_way_through_a_png():
    mask = half(32, "left") * half(32, "top")
    data = photos.mask_to_png(mask)
    assert torch.equal(photos.mask_from_png(data, 32, 32), mask)
    assert Image.open(io.BytesIO(data)).getpixel((0, 0)) == (255, 255, 255, 255)
    assert Image.open(io.BytesIO(data)).getpixel((31, 31))[3] == 0


def test_a_soft_brush_paints_from_the_middle_of_its_edge():
    brush = Image.new("RGBA", (16, 16), (255, 0, 0, 127))
    brush.paste((0, 0, 0, 128), (0, 0, 8, 16))
    assert torch.equal(photos.mask_from_png(saved(brush, "PNG"), 16, 16), half(16, "left"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "damaged"),
        (b"GIF89a nonsense", "damaged"),
        (png(16, 16, 8, 6, b"")[:60], "damaged"),
        (png(60_000, 60_000, 8, 6, b""), "damaged"),
        (png(17, 16, 8, 6, bytes(17 * 16 * 4)), "17 x 16 pixels; it needs 16 x 16"),
    ],
    ids=["empty", "no PNG", "truncated", "bomb", "size"],
)
def test_what_is_no_mask_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(photos.PhotoError, match=sentence):
        photos.mask_from_png(data, 16, 16)


def test_to_photo_scales_to_the_side_asked_for():
    enlarged = photos.to_photo(torch.full((3, 8, 8), 0.5), 20)
    assert enlarged.size == (20, 20)
    assert enlarged.getextrema() == ((128, 128),) * 3


def test_a_contact_sheet_fills_rows_and_ends_in_white():
    black, white = (0, 0, 0), (255, 255, 255)
    sheet = photos.contact_sheet(torch.zeros(3, 3, 8, 8), columns=2)
    assert sheet.size == (16, 16)
    assert [sheet.getpixel(place) for place in ((0, 0), (8, 0), (0, 8), (8, 8))] == [black, black, black, white]


def test_a_contact_sheet_enlarges_each_face_by_itself():
    sheet = photos.contact_sheet(torch.tensor([0.0, 1.0]).view(2, 1, 1, 1).expand(2, 3, 8, 8), 2, side=24)
    assert sheet.size == (48, 24)
    # A resampling over the seam would leave greys beside it.
    assert [sheet.getpixel((x, 5))[0] for x in (22, 23, 24, 25)] == [0, 0, 255, 255]


def test_a_contact_sheet_needs_a_column(faces):
    with pytest.raises(ValueError, match="at least 1"):
        photos.contact_sheet(faces, 0)
