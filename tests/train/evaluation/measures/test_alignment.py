"""Measuring how well faces are found in photos."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from facevae import checkpoints, photos
from facevae.align import CropFrame, Face, cut, find
from train.evaluation.harness import subject
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures import alignment, speed
from train.evaluation.methods import synthetic_photos

ROOT = Path(__file__).parents[4]


@pytest.fixture
def tested(tiny_model, blind_detector):
    tested = subject.Subject("tiny", "face", tiny_model, 32, {}, {})
    tested.__dict__["detector"] = blind_detector
    return tested


@pytest.fixture
def answer(monkeypatch):
    """Return a function that makes up what is found, of the true squares: again by `find`, and at the first look."""

    def tell(again, once=lambda frame: None):
        posed = []
        monkeypatch.setattr(alignment, "pose", lambda *given: posed.append(synthetic_photos.pose(*given)) or posed[-1])

        def faces(photo, networks):
            frame = again(posed[-1].frame)
            return [Face((0, 0, 1, 1), (), 0.9, frame)] if frame else []

        monkeypatch.setattr(alignment, "find", faces)
        monkeypatch.setattr(alignment, "looked_once", lambda photo, networks: once(posed[-1].frame))

    return tell


def _along(frame, share):
    """The square moved along its own upper edge."""
    return frame.moved(share * frame.a, share * frame.b)


def _about_middle(frame, factor):
    x, y = frame.at(0.5 - factor / 2, 0.5 - factor / 2)
    return CropFrame(frame.a * factor, frame.b * factor, x, y)


def test_corner_errors_by_hand():
    true = CropFrame(256.0, 0.0, 10.0, 20.0)
    assert alignment.corner_error(true, true) == 0
    assert alignment.corner_error(true.moved(3, 4), true) == pytest.approx(2.5)  # 5 pixels of 256 are 2.5 of 128
    upside_down = CropFrame(-256.0, 0.0, 266.0, 276.0)
    assert alignment.corner_error(upside_down, true) == pytest.approx(128 * math.sqrt(2))


def test_what_is_found_where_it_is_has_no_error(tested, heldout, answer):
    answer(lambda frame: frame, lambda frame: _along(frame, 0.1))
    found = alignment.measure(tested, heldout)
    again, once = (found["looks"][look]["all"] for look in ("again", "once"))
    assert again["found"]["mean"] == once["found"]["mean"] == 1
    assert again["median"] == again["p90"] == {"mean": 0, "low": 0, "high": 0, "n": 3}
    assert once["median"]["mean"] == once["p90"]["high"] == pytest.approx(12.8)
    assert found["sides"]["mean"] == 1
    assert found["elsewhere"]["mean"] == 0


def test_a_crop_that_is_too_wide_shows_in_sides_and_corners(tested, heldout, answer):
    answer(lambda frame: _about_middle(frame, 1.2))
    found = alignment.measure(tested, heldout)
    assert found["sides"]["mean"] == pytest.approx(1.2)
    assert found["looks"]["again"]["all"]["median"]["mean"] == pytest.approx(12.8 * math.sqrt(2), abs=1e-3)
    assert found["looks"]["once"]["all"] == {"found": {"mean": 0, "low": 0, "high": 0, "n": 3}}


def test_something_else_is_no_face_found(tested, heldout, answer):
    answer(lambda frame: _along(frame, 0.6))
    found = alignment.measure(tested, heldout)
    assert (found["elsewhere"]["mean"], found["looks"]["again"]["all"]["found"]["mean"]) == (1, 0)
    assert not {"sides", "alike", "reconstruction"} & set(found)


def test_where_nothing_is_found_nothing_is_made_up(tested, heldout):
    found = alignment.measure(tested, heldout)
    assert (found["elsewhere"]["mean"], found["looks"]["again"]["all"]["found"]["mean"]) == (0, 0)
    assert set(found) == {"elsewhere", "looks"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_reconstruction_is_of_the_faces_found_only(tested, heldout, answer):
    frames = []
    answer(lambda frame: frames.append(frame) or (frame if len(frames) == 2 else None))
    found = alignment.measure(tested, heldout)
    assert found["looks"]["again"]["all"]["found"]["mean"] == pytest.approx(1 / 3, abs=1e-4)
    whole, face = (found["reconstruction"][part] for part in alignment.PARTS)
    assert set(whole) == set(alignment.CROPS)
    assert all(own["psnr"]["n"] == 1 for own in whole.values())
    second = heldout.faces[1:2] / 255
    model = tested.model
    error = (model.decode(model.encode(second).mean) - second).square().mean()
    assert whole["upright"]["psnr"]["mean"] == pytest.approx(-10 * math.log10(error), abs=1e-3)
    # A crop of the true square is all face; the centre of the photo is more than that.
    assert (face["upright"]["psnr"], face["aligned"]["psnr"]) == (whole["upright"]["psnr"], whole["aligned"]["psnr"])
    assert face["centre"]["psnr"] != whole["centre"]["psnr"]
    gain = face["aligned"]["psnr"]["mean"] - face["centre"]["psnr"]["mean"]
    assert face["aligned"]["above"]["centre"]["psnr"]["mean"] == pytest.approx(gain, abs=1e-3)


def test_a_photo_that_does_not_come_back_counts(tested, heldout, answer, monkeypatch):
    answer(lambda frame: _about_middle(frame, 0.9))
    assert alignment.measure(tested, heldout)["alike"]["mean"] == 1
    monkeypatch.setattr(alignment, "paste", lambda photo, *_: photo.transpose(0))
    assert alignment.measure(tested, heldout)["alike"]["mean"] == 0


@pytest.mark.slow
def test_every_photo_is_in_one_band_of_turns_and_one_of_scales(tested, make_faces, answer):
    faces = HeldoutFaces((make_faces(24) * 255).round().to(torch.uint8), None, 0, "made up")
    answer(lambda frame: frame if abs(frame.turn) < 30 else None)
    again = alignment.measure(tested, faces)["looks"]["again"]
    for group in ("turn", "scale"):
        assert sum(own["found"]["n"] for own in again[group].values()) == 24
    assert [own["found"]["mean"] for own in again["turn"].values()] == [1, 1, 0]
    assert set(again["turn"]["30-50"]) == {"found"}


@pytest.mark.slow
def test_the_shipped_detector_finds_a_portrait_again_and_better_at_a_second_look(generator):
    networks = checkpoints.load_network(ROOT / "checkpoints/detector", "mtcnn")
    photo = photos.open(ROOT / "assets/astronaut.jpg")
    face = cut(photo, find(photo, networks)[0], 128).pixels
    once, again = [], []
    for seed in range(12):
        posed = synthetic_photos.pose(face, generator(seed))
        frames = alignment.looked_once(posed.photo, networks), find(posed.photo, networks)[0].frame
        for errors, frame in zip((once, again), frames, strict=True):
            errors.append(alignment.corner_error(frame, posed.frame) if frame else math.inf)
    assert sorted(again)[6] < 3
    assert max(again) < 10
    assert sum(better < worse for better, worse in zip(again, once, strict=True)) >= 10


def test_nothing_is_seen_at_one_look_by_who_is_blind(blind_detector, make_picture):
    assert alignment.looked_once(make_picture(0, 96), blind_detector) is None


def test_times_around_a_face_are_ratios(tested, heldout, monkeypatch, capsys):
    monkeypatch.setattr(speed, "LARGE", (64, 48))
    seconds = {"vae-plain": 0.02, "find": 0.05, "find-nothing": 0.4, "cut": 0.01, "paste": 0.1}
    taken = iter(seconds.values())
    monkeypatch.setattr(speed, "_median_seconds", lambda job, repeats: next(taken))
    found = speed.measure_alignment(tested, heldout)
    assert found == {"vae-plain": 1, "find": 2.5, "find-nothing": 20, "cut": 0.5, "paste": 5}
    assert "vae-plain 20 ms; find 50 ms" in capsys.readouterr().out


def test_a_face_is_searched_for_where_it_is(tested, heldout, monkeypatch):
    searched = []
    monkeypatch.setattr(speed, "LARGE", (640, 480))
    monkeypatch.setattr(speed, "REPEATS", 1)
    monkeypatch.setattr(speed, "FEW_REPEATS", 1)
    monkeypatch.setattr(speed, "find", lambda photo, networks: searched.append(photo) or [])
    face = torch.full_like(heldout.faces, 255)
    speed.measure_alignment(tested, replace(heldout, faces=face))
    with_face, *again, without, _ = searched
    assert all(photo.tobytes() == with_face.tobytes() for photo in again)
    assert with_face.getpixel((280, 230)) == (255, 255, 255)
    assert without.getpixel((280, 230)) != (255, 255, 255)
    assert with_face.getpixel((10, 10)) == without.getpixel((10, 10))
