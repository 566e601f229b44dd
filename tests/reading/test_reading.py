"""Patches, ranges of ages, maps and receptive fields of the reading network."""

from __future__ import annotations

import pytest
import torch

from facevae import reading
from facevae.models.face_reader import FaceReaderConfig, central_range
from facevae.reading.patches import FILLERS, GREY


def test_the_middle_of_a_flat_distribution_is_that_share_of_it():
    youngest, oldest = central_range(torch.full((1, 10), 0.1), 0.8)
    # Ages 0 to 9 reach from -0.5 to 9.5; a tenth to each side is left out.
    assert float(youngest) == pytest.approx(0.5)
    assert float(oldest) == pytest.approx(8.5)


def test_a_certain_age_has_a_narrow_range():
    ages = torch.zeros(1, 101)
    ages[0, 30] = 1
    youngest, oldest = central_range(ages, 0.9)
    assert float(youngest) == pytest.approx(30 - 0.45)
    assert float(oldest) == pytest.approx(30 + 0.45)


def test_a_range_stays_within_the_ages_there_are():
    ages = torch.zeros(1, 101)
    ages[0, 0] = 1
    youngest, oldest = central_range(ages, 1.0)
    assert (float(youngest), float(oldest)) == (0.0, 0.5)


def test_a_patch_is_a_square_inside_the_face():
    mask = reading.patch_mask(32, 0.5, 0.25, 0.25)
    assert mask.shape == (1, 1, 32, 32)
    assert float(mask.sum()) == 64
    assert float(mask[..., 4:12, 12:20].min()) == 1
    corner = reading.patch_mask(32, 1.0, 0.0, 0.25)
    assert float(corner[..., :8, 24:].min()) == 1


@pytest.mark.parametrize(("across", "down", "size"), [(1.2, 0.5, 0.2), (0.5, -0.1, 0.2), (0.5, 0.5, 0)])
def test_a_patch_beside_the_face_is_refused(across, down, size):
    with pytest.raises(ValueError, match="not on the face"):
        reading.patch_mask(32, across, down, size)


@pytest.mark.parametrize("filler", FILLERS)
def test_a_cover_changes_nothing_beside_the_patch(tiny_model, faces, filler):
    masks = torch.cat([reading.patch_mask(32, share, 0.5, 0.3) for share in (0.3, 0.7)])
    covered = reading.cover(tiny_model, faces[:1], masks, filler)
    assert covered.shape == (2, 3, 32, 32)
    for one, mask in zip(covered, masks, strict=True):
        outside = (mask == 0).expand(3, -1, -1)
        assert torch.equal(one[outside], faces[0][outside])
        if filler == "grey":
            assert (one[~outside] == GREY).all()


def test_an_unknown_filler_is_refused(tiny_model, faces):
    with pytest.raises(ValueError, match="filler"):
        reading.cover(tiny_model, faces[:1], reading.patch_mask(32, 0.5, 0.5, 0.3), "blur")


@pytest.mark.parametrize("filler", FILLERS)
def test_the_map_holds_what_predict_says_of_the_same_pixels(tiny_model, tiny_reader, faces, filler):
    rows = list(reading.dependence(tiny_model, tiny_reader, faces[:1], filler, 0.5, steps=3))
    assert [len(row) for row in rows] == [3, 3, 3]
    # Rows from the top: the last of the first row is the upper right corner.
    corner = reading.cover(tiny_model, faces[:1], reading.patch_mask(32, 1.0, 0.0, 0.5), filler)
    expected = tiny_reader.predict(corner).age - tiny_reader.predict(faces[:1]).age
    assert rows[0][2] == pytest.approx(float(expected), abs=1e-3)


def test_an_age_is_read_as_predict_reads_it(tiny_reader, faces):
    found, expected = reading.read_age(tiny_reader, faces), tiny_reader.predict(faces)
    assert [one.age for one in found] == pytest.approx(expected.age.tolist())
    assert all(one.youngest < one.oldest and len(one.ages) == 101 for one in found)


def test_maps_are_the_most_varied_ones_from_0_to_1(tiny_reader, faces):
    found = reading.feature_maps(tiny_reader, faces[:1], 1, count=3)
    assert found.maps.shape == (3, 4, 4)
    assert found.count == 8
    assert list(found.channels) == sorted(found.channels)
    assert float(found.maps.amin((1, 2)).max()) == 0
    assert float(found.maps.amax((1, 2)).min()) == pytest.approx(1)


@pytest.mark.parametrize("stage", [-1, 2])
def test_there_are_only_so_many_stages(tiny_reader, faces, stage):
    with pytest.raises(ValueError, match="There is no stage"):
        reading.feature_maps(tiny_reader, faces[:1], stage)


def test_an_untrained_network_comes_from_its_seed_and_leaves_chance_alone(tiny_reader):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    one, same, other = (reading.untrained(tiny_reader, seed) for seed in (1, 1, 2))
    assert torch.equal(torch.rand(1), expected)
    weight = "stages.0.0.filter.0.weight"
    assert torch.equal(one.state_dict()[weight], same.state_dict()[weight])
    assert not torch.equal(one.state_dict()[weight], other.state_dict()[weight])


@pytest.mark.parametrize("stage", [0, 1])
@pytest.mark.parametrize("cell", [(0, 0), (1, 3), (3, 2)])
def test_a_cell_sees_its_receptive_field_and_nothing_else(tiny_reader, stage, cell):
    # All light and all weights alike, so that nothing that is seen falls out at a ReLU.
    face = torch.full((1, 3, 16, 16), 0.75, requires_grad=True)
    for layer in tiny_reader.modules():
        if isinstance(layer, torch.nn.Conv2d):
            torch.nn.init.constant_(layer.weight, 0.05)
    tiny_reader.maps(face)[stage][0, :, cell[0], cell[1]].square().sum().backward()
    seen = face.grad[0].abs().sum(0) > 0
    field = reading.receptive_field(tiny_reader.config, stage)
    for index, lines in zip(cell, (seen.any(1), seen.any(0)), strict=True):
        pixels = [pixel for pixel in range(16) if lines[pixel]]
        first, end = field.stride * index - field.before, field.stride * index + field.after
        assert pixels == list(range(max(first, 0), min(end, 16)))


def test_a_field_is_that_of_the_layers_in_a_row():
    config = FaceReaderConfig()
    # A stem of 3 with stride 2, then one block of 3: 3 + 2 * 2 = 7 pixels, the third to the left of the middle.
    assert reading.receptive_field(config, 0) == reading.Field(2, 3, 4)
    # And two blocks of 3, the first with stride 2: 4 * 1 and 2 * 1 more to each side.
    assert reading.receptive_field(config, 1) == reading.Field(4, 3 + 2 + 4, 4 + 2 + 4)
