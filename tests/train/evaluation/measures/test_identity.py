"""Whether faces drawn by a tiny untrained model are recognised."""

from __future__ import annotations

import pytest
import torch

from train.evaluation.harness.subject import Subject
from train.evaluation.measures import identity


class _Recogniser:
    """Describes a face by its mean colour, ten times as far apart, and so by what can be worked out by hand."""

    def embed(self, faces):
        return 10 * faces.mean((2, 3))


@pytest.fixture
def measure(tiny_model, heldout, monkeypatch):
    """Return a function that measures decoded faces, of which a function says what they are."""
    monkeypatch.setattr(identity, "MEASURED", ("decoded",))
    heldout.faces[:] = torch.tensor([0, 102, 255], dtype=torch.uint8)[:, None, None, None]

    def start(draw, recogniser=None):
        model = type(tiny_model)
        monkeypatch.setattr(Subject, "recogniser", recogniser or _Recogniser())
        monkeypatch.setattr(model, "encode", lambda self, faces: type("Exact", (), {"mean": faces}))
        monkeypatch.setattr(model, "decode", lambda self, codes: codes)
        monkeypatch.setattr(model, "add_detail", lambda self, faces, mask, generator: draw(faces))
        with torch.inference_mode():
            return identity.measure(Subject("tiny", "face", tiny_model, 32, {}, {}), heldout)

    return start


def test_the_photos_themselves_are_at_no_distance_and_found(measure):
    found = measure(lambda faces: faces)
    assert found["photos"] == 3
    for figures in found["decoded"].values():
        assert figures["distance"]["median"] == 0
        assert figures["same"]["mean"] == figures["found"]["mean"] == 1


def test_strangers_are_the_nearest_other_photos(measure):
    # Greys of 0, 0.4 and 1: the nearest others are 0.4, 0.4 and 0.6 away in each colour.
    apart = measure(lambda faces: faces)["strangers"]
    assert apart["distance"]["median"] == pytest.approx(10 * 0.4 * 3**0.5, abs=1e-3)
    assert apart["same"]["mean"] == 0


def test_a_face_drawn_as_another_is_neither_near_nor_found(measure):
    # Two of three become the face before them; all are 0.4, 0.6 or 1 off.
    found = measure(lambda faces: faces.roll(1, 0))["decoded"]
    assert found["faithful"]["found"]["mean"] == 1
    assert found["real"]["found"]["mean"] == found["real"]["same"]["mean"] == 0
    assert found["real"]["distance"]["median"] == pytest.approx(10 * 0.6 * 3**0.5, abs=1e-3)


def test_faces_a_little_off_are_the_same_person_still(measure):
    # 0.03 of a colour is 0.52 apart, below the threshold of 0.6; 0.04 is 0.69.
    for off, same in ((0.03, 1), (0.04, 0)):
        found = measure(lambda faces, off=off: (faces * (1 - 2 * off) + off).clamp(0, 1))["decoded"]["real"]
        assert found["found"]["mean"] == 1
        assert found["same"]["mean"] == pytest.approx((1 + 2 * same) / 3, abs=1e-3)


def test_every_use_is_measured_with_the_real_network(tiny_model, tiny_descriptor, heldout, monkeypatch):
    monkeypatch.setattr(Subject, "recogniser", tiny_descriptor)
    with torch.inference_mode():
        found = identity.measure(Subject("tiny", "face", tiny_model, 32, {}, {}), heldout)
    assert set(found) == {"photos", "strangers", *identity.MEASURED}
    for name in identity.MEASURED:
        for figures in found[name].values():
            assert {figures[what]["n"] for what in ("distance", "same", "found")} == {3}
