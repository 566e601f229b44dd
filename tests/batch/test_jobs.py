"""What becomes of one photo: what changes, what stays to the bit, and what is left out of the file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image, ImageCms, ImageDraw

from facevae import align, photos, restore
from facevae.batch import Align, Denoise, Restore, jobs
from facevae.batch.jobs import NoFaceError
from facevae.restore.scratch_photo import FoundMarks
from tests.support.photos import PORTRAIT, couple
from tests.support.pictures import opened, saved

SQUARE = 480
"""Side of the photos; the face is in the middle."""

GROUND = 120
"""Mean level of what is around it, with a grain of 2 levels."""


@pytest.fixture(scope="module")
def known() -> dict[bytes, list[align.Face]]:
    """The faces of the photos so far."""
    return {}


@pytest.fixture(autouse=True)
def find_once(monkeypatch, known):
    """Look for the faces of a photo once for all tests, because that takes longest."""
    find = align.find

    def find_or_remember(photo: Image.Image) -> list[align.Face]:
        key = photo.tobytes()
        if key not in known:
            known[key] = find(photo)
        return known[key]

    monkeypatch.setattr(align, "find", find_or_remember)


@pytest.fixture(scope="module")
def portrait() -> Image.Image:
    grain = GROUND + 2 * np.random.default_rng(1).standard_normal((SQUARE, SQUARE, 1))
    photo = Image.fromarray(np.broadcast_to(grain.round().astype(np.uint8), (SQUARE, SQUARE, 3)).copy())
    photo.paste(Image.open(PORTRAIT).convert("RGB").resize((256, 256)), (112, 112))
    return photo


def _original(photo: Image.Image, kind: str = "PNG", **options) -> photos.Original:
    return photos.read(saved(photo, kind, **options))


def _changed(before: Image.Image, made) -> np.ndarray:
    """(H, W) bool, where a photo is another one now."""
    (file,) = made.files
    return np.any(np.asarray(before) != np.asarray(opened(file.data).convert("RGB")), axis=2)


def test_only_faces_are_denoised_and_all_of_them(tiny_model):
    photo = couple()
    made = Denoise(sigma=0.2).run(tiny_model, _original(photo))
    changed = _changed(photo, made)
    assert made.words == "2 faces denoised"
    assert changed[110:150, 140:170].any()  # in the left face
    assert changed[130:160, 490:510].any()  # in the right one
    assert not changed[:25].any()
    assert not changed[:, 300:390].any()


def test_one_face_is_the_most_prominent(tiny_model):
    photo = couple()
    made = Denoise(sigma=0.2, faces="one").run(tiny_model, _original(photo))
    changed = _changed(photo, made)
    assert made.words == "1 face denoised"
    assert changed[:, :320].any()
    assert not changed[:, 320:].any()


@pytest.mark.parametrize(("estimate", "words"), [(1 / 255, "no noise found"), (30 / 255, "1 face denoised")])
def test_noise_is_estimated_and_where_there_is_none_nothing_changes(tiny_model, portrait, monkeypatch, estimate, words):
    monkeypatch.setattr(restore, "estimate_sigma", lambda faces: torch.full((len(faces),), estimate))
    made = Denoise().run(tiny_model, _original(portrait))
    assert made.words == words
    assert made.changed == _changed(portrait, made).any() == (words != "no noise found")


@pytest.mark.parametrize("doubtful", [False, True])
def test_scratches_are_mended_and_lines_in_doubt_on_request(tiny_model, portrait, monkeypatch, doubtful):
    scratched = portrait.copy()
    for column in (60, 420):
        ImageDraw.Draw(scratched).line((column, 20, column, 460), fill=(250, 250, 250))
    certain, maybe = np.zeros((2, SQUARE, SQUARE), bool)
    certain[:, 58:63] = maybe[:, 418:423] = True
    monkeypatch.setattr(jobs, "find_marks", lambda photo, faces: FoundMarks(certain, maybe))
    made = Restore(doubtful=doubtful).run(tiny_model, _original(scratched))
    (file,) = made.files
    mended = np.asarray(opened(file.data)).astype(int)
    assert made.words == ("2.1 % of it mended" if doubtful else "1.0 % of it mended")  # 5 or 10 columns of 480
    for column, gone in ((60, True), (420, doubtful)):
        line = mended[40:440, column]
        # The ground is about 120, with a grain of 2 levels; so is what is filled in.
        assert (np.abs(line - GROUND).max() <= 12) if gone else (line == 250).all()
    assert not (_changed(scratched, made) & ~(certain | maybe)).any()


def test_a_photo_without_scratches_comes_back_as_it_was(tiny_model, portrait):
    made = Restore().run(tiny_model, _original(portrait))
    assert (made.words, made.changed) == ("no scratches found", False)
    assert not _changed(portrait, made).any()


def test_noise_is_removed_as_well_on_request(tiny_model, portrait):
    made = Restore(sigma=0.1).run(tiny_model, _original(portrait))
    assert made.words == "no scratches found, 1 face denoised"
    assert made.files == Denoise(sigma=0.1).run(tiny_model, _original(portrait)).files


@pytest.mark.parametrize(("size", "expected"), [(None, 32), (50, 50)])
def test_crops_are_those_of_the_library(tiny_model, size, expected):
    photo = couple()
    made = Align(size).run(tiny_model, _original(photo))
    cut = [align.cut(photo, face, expected).pixels for face in align.find(photo)]
    assert len(made.files) == len(cut) == 2
    for file, pixels in zip(made.files, cut, strict=True):
        assert np.array_equal(np.asarray(opened(file.data)), np.asarray(photos.to_photo(pixels)))


@pytest.mark.parametrize("job", [Restore(), Denoise(), Align()])
def test_no_face_is_one_sentence(tiny_model, job):
    with pytest.raises(NoFaceError, match=r"^No face was found in it\.$"):
        job.run(tiny_model, _original(Image.new("RGB", (64, 64), "navy")))


def test_a_find_in_doubt_is_taken_on_request(tiny_model, portrait, monkeypatch):
    doubtful = [replace(face, score=0.9) for face in align.find(portrait)]
    monkeypatch.setattr(align, "find", lambda _: doubtful)
    with pytest.raises(NoFaceError, match=r"beyond doubt; --all-faces takes finds that may be faces: 1\."):
        Align().run(tiny_model, _original(portrait))
    assert len(Align(faces="all").run(tiny_model, _original(portrait)).files) == 1


def test_a_jpeg_stays_one_with_its_profile_and_without_what_tells_of_its_owner(tiny_model, portrait):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "A camera", "2026:11:27 12:00:00"
    made = Denoise(sigma=0.1).run(tiny_model, _original(portrait, "JPEG", icc_profile=profile, exif=exif, quality=80))
    (file,) = made.files
    picture = opened(file.data)
    assert (picture.format, picture.size, picture.info["icc_profile"]) == ("JPEG", portrait.size, profile)
    assert not picture.getexif()
    tables = opened(saved(portrait, "JPEG", quality=80)).quantization
    assert {number: picture.quantization[number] for number in tables} == tables
