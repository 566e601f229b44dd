"""The network that reads attributes: shapes, sizes, symmetry."""

from __future__ import annotations

import pytest
import torch

from facevae.models.attributes import ETHNICITIES, GENDERS, OLDEST, AttributesConfig, expected_age


@pytest.mark.parametrize("size", [16, 32, 48])
def test_probabilities_of_faces_of_any_size(tiny_attributes, make_faces, size):
    found = tiny_attributes.predict(make_faces(3, size))
    for values, classes in (
        (found.ages, OLDEST + 1),
        (found.gender, len(GENDERS)),
        (found.ethnicity, len(ETHNICITIES)),
    ):
        assert values.shape == (3, classes)
        torch.testing.assert_close(values.sum(1), torch.ones(3))
    assert ((found.age >= 0) & (found.age <= OLDEST)).all()


def test_a_mirrored_face_is_read_the_same(tiny_attributes, faces):
    one, other = tiny_attributes.predict(faces), tiny_attributes.predict(faces.flip(-1))
    torch.testing.assert_close(one.age, other.age)
    torch.testing.assert_close(one.gender, other.gender)


def test_a_high_temperature_makes_it_unsure(tiny_attributes, faces):
    tiny_attributes.temperature.fill_(1e6)
    found = tiny_attributes.predict(faces)
    torch.testing.assert_close(found.gender, torch.full((4, 2), 0.5), atol=1e-4, rtol=0)
    torch.testing.assert_close(found.age, torch.full((4,), OLDEST / 2), atol=0.1, rtol=0)


def test_the_expected_age_is_the_mean():
    ages = torch.zeros(1, OLDEST + 1)
    ages[0, 20], ages[0, 40] = 0.25, 0.75
    assert float(expected_age(ages)) == 35


def test_maps_halve_and_widen(tiny_attributes, faces):
    assert [tuple(found.shape) for found in tiny_attributes.maps(faces)] == [(4, 4, 16, 16), (4, 8, 8, 8)]
    assert tiny_attributes.embed(faces).shape == (4, 8)


def test_pictures_that_are_no_faces_are_refused(tiny_attributes):
    with pytest.raises(ValueError, match="faces"):
        tiny_attributes.predict(torch.zeros(1, 1, 32, 32))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"blocks": (1,)}, "4 widths need as many blocks, not 1"),
        ({"image_size": 90}, "multiple of 16"),
        ({"dropout": 1.0}, "dropout is 1.0"),
        ({"widths": ()}, "positive"),
    ],
)
def test_impossible_shapes_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        AttributesConfig(**changes)
