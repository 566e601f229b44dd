"""Straight lines and arcs between codes."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import latent
from facevae.latent.interpolation import WAYS, animate, corner_shares, interpolate, matrix, path, stack_codes

EAST, NORTH = torch.tensor([[2.0, 0.0]]), torch.tensor([[0.0, 2.0]])


def lengths(codes):
    return codes.norm(dim=-1)


@pytest.mark.parametrize("way", WAYS)
def test_a_path_begins_and_ends_where_it_should(tiny_model, generator, way):
    codes = latent.sample(tiny_model, 2, generator())
    walked = path(codes[:1], codes[1:], 24, way)
    assert walked.shape == (24, 4)
    torch.testing.assert_close(walked[[0, -1]], codes)


def test_half_way_on_a_line_is_the_mean_and_on_an_arc_as_far_out_as_the_ends():
    torch.testing.assert_close(path(EAST, NORTH, 3, "linear")[1], torch.tensor([1.0, 1.0]))
    torch.testing.assert_close(path(EAST, NORTH, 3, "spherical")[1], torch.full((2,), math.sqrt(2)))


def test_an_arc_turns_by_the_same_angle_with_each_step():
    codes = path(EAST, NORTH, 7, "spherical")
    angles = torch.atan2(codes[:, 1], codes[:, 0])
    torch.testing.assert_close(angles, torch.linspace(0, math.pi / 2, 7))


def test_an_arc_between_unequal_codes_changes_its_length_evenly(generator):
    start = torch.randn(1, 64, generator=generator(1))
    end = 3 * torch.randn(1, 64, generator=generator(2))
    expected = torch.linspace(lengths(start).item(), lengths(end).item(), 9)
    torch.testing.assert_close(lengths(path(start, end, 9, "spherical")), expected)


def test_between_random_codes_a_line_cuts_through_the_sphere_and_an_arc_stays_on_it(generator):
    start, end = torch.randn(2, 256, generator=generator()).split(1)
    middles = {way: lengths(path(start, end, 3, way))[1].item() for way in WAYS}
    ends = (lengths(start) + lengths(end)).item() / 2
    assert middles["linear"] == pytest.approx(ends / math.sqrt(2), rel=0.05)
    assert middles["spherical"] == pytest.approx(ends, rel=1e-5)


@pytest.mark.parametrize("factor", [1.0, 2.5, -1.0, 0.0], ids=["the same", "longer", "opposite", "zero"])
@pytest.mark.parametrize("turned", [False, True])
def test_without_an_arc_there_is_a_straight_line(factor, turned):
    start, end = (factor * EAST, EAST) if turned else (EAST, factor * EAST)
    torch.testing.assert_close(path(start, end, 5, "spherical"), path(start, end, 5, "linear"))


def test_an_arc_between_near_codes_does_not_jump_to_the_line():
    for angle in (2e-3, 1.1e-3, 0.9e-3):
        end = 2 * torch.tensor([[math.cos(angle), math.sin(angle)]])
        torch.testing.assert_close(path(EAST, end, 9, "spherical"), path(EAST, end, 9), rtol=0, atol=1e-5)


@pytest.mark.parametrize("way", WAYS)
def test_the_edges_of_a_matrix_are_paths_between_its_corners(generator, way):
    corners = torch.randn(4, 16, generator=generator())
    codes = matrix(corners, 5, 7, way)
    assert codes.shape == (5, 7, 16)
    edges = {(0, 1): codes[0], (2, 3): codes[-1], (0, 2): codes[:, 0], (1, 3): codes[:, -1]}
    for (start, end), edge in edges.items():
        torch.testing.assert_close(edge, path(corners[start, None], corners[end, None], len(edge), way))


@pytest.mark.parametrize("way", WAYS)
def test_the_faces_are_those_of_the_codes_in_their_places(tiny_model, generator, way):
    corners = latent.sample(tiny_model, 4, generator())
    faces = interpolate(tiny_model, corners, 5, 4, way)
    expected = tiny_model.decode(matrix(corners, 5, 4, way).flatten(0, 1))
    torch.testing.assert_close(faces, expected.view(5, 4, 3, 32, 32), rtol=0, atol=1e-5)


def test_the_ways_differ_and_a_line_is_the_one_taken_without_asking(tiny_model, generator):
    corners = latent.sample(tiny_model, 4, generator())
    assert torch.equal(interpolate(tiny_model, corners, 3, 3), interpolate(tiny_model, corners, 3, 3, "linear"))
    assert not torch.equal(interpolate(tiny_model, corners, 3, 3), interpolate(tiny_model, corners, 3, 3, "spherical"))


def test_the_corners_are_left_as_they_are(generator):
    corners = torch.randn(4, 8, generator=generator())
    before = corners.clone()
    matrix(corners, 3, 3, "spherical")
    assert torch.equal(corners, before)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: matrix(torch.zeros(3, 4)), "3 codes"),
        (lambda: matrix(torch.zeros(4, 4), 1, 5), "2 by 2"),
        (lambda: matrix(torch.zeros(4, 4), way="sphercal"), "did you mean 'spherical'"),
        (lambda: matrix(torch.full((4, 4), math.nan)), "not finite"),
        (lambda: path(torch.zeros(1, 4), torch.zeros(1, 5)), "end has shape"),
        (lambda: path(torch.zeros(2, 4), torch.zeros(1, 4)), "one start and one end"),
        (lambda: path(torch.zeros(1, 4), torch.zeros(1, 4), 1), "at least 2"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_matrix_of_another_models_codes_is_refused(tiny_model):
    with pytest.raises(ValueError, match="corners has shape"):
        interpolate(tiny_model, torch.zeros(4, 5))


def test_a_cell_is_made_of_the_corners_by_how_near_they_are():
    assert corner_shares(5, 5, 1, 3) == (0.75 * 0.25, 0.75 * 0.75, 0.25 * 0.25, 0.25 * 0.75)
    assert corner_shares(3, 2, 2, 0) == (0, 0, 1, 0)


def test_the_shares_are_those_of_a_straight_matrix():
    corners = torch.randn(4, 3, generator=torch.Generator().manual_seed(0))
    cells = matrix(corners, 4, 5)
    for row, column in ((0, 0), (1, 3), (3, 4)):
        shares = torch.tensor([corner_shares(4, 5, row, column)])
        torch.testing.assert_close(shares @ corners, cells[row, column][None])


def test_a_path_is_drawn_a_few_faces_at_a_time(tiny_model):
    codes = path(torch.zeros(1, 4), torch.ones(1, 4), 5)
    *parts, last = (part.clone() for part in animate(tiny_model, codes, batch=2))
    assert [len(part) for part in parts] == [0, 2, 4]
    assert last.shape == (5, 3, 32, 32)
    torch.testing.assert_close(last, tiny_model.decode(codes))


@pytest.mark.parametrize("strength", [0.25, 1.0])
def test_a_path_is_drawn_with_the_same_details_in_every_face(tiny_model, strength):
    codes = path(torch.zeros(1, 4), torch.ones(1, 4), 5)
    *_, faces = animate(tiny_model, codes, batch=2, strength=strength)
    faithful, real = (tiny_model.decode(codes, style) for style in ("faithful", "real"))
    torch.testing.assert_close(faces, torch.lerp(faithful, real, strength))


def test_codes_are_put_under_one_another():
    assert torch.equal(stack_codes([EAST, NORTH]), torch.tensor([[2.0, 0.0], [0.0, 2.0]]))
