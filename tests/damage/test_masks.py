import pytest
import torch

from facevae import damage
from facevae.damage import masks


def test_the_centre_box_is_in_the_centre():
    expected = torch.zeros(1, 1, 16, 16)
    expected[..., 4:12, 4:12] = 1
    assert torch.equal(masks.centre_box(16), expected)
    assert masks.centre_box(16, 0.25).sum() == 16


@pytest.mark.parametrize("size", [16, 17])
def test_opposite_halves_are_as_large_and_share_nothing(size):
    left, right, top, bottom = (masks.half(size, side)[0, 0] for side in masks.SIDES)
    assert left[:, : size // 2].all()
    assert left.sum() == size * (size // 2)
    assert torch.equal(right, left.flip(1))
    assert torch.equal(top, left.T)
    assert torch.equal(bottom, top.flip(0))
    assert (left * right).sum() == (top * bottom).sum() == 0


@pytest.mark.parametrize("area", [0, 0.05, 0.25, 0.5, 1])
@pytest.mark.parametrize("size", [32, 64])
def test_random_strokes_cover_the_area_asked_for(size, area, generator):
    mask = masks.random_strokes(size, area, generator=generator())
    assert mask.shape == (1, 1, size, size)
    assert set(mask.unique().tolist()) <= {0, 1}
    assert mask.mean().item() == pytest.approx(area, abs=0.5 / size**2 + 1e-6)


def test_random_strokes_differ_and_can_be_repeated(generator):
    random = generator(5)
    first, second = (masks.random_strokes(32, generator=random) for _ in range(2))
    assert not torch.equal(first, second)
    assert torch.equal(first, masks.random_strokes(32, generator=generator(5)))


def test_random_strokes_are_thick(generator):
    for seed in range(10):
        mask = masks.random_strokes(64, 0.25, generator=generator(seed))
        core = -torch.nn.functional.max_pool2d(-mask, 3, stride=1, padding=1)
        assert core.sum() > 0.4 * mask.sum()


def test_random_strokes_leave_no_part_of_the_face_alone(generator):
    random = generator()
    often = torch.cat([masks.random_strokes(32, 0.25, generator=random) for _ in range(300)]).mean(dim=0)
    assert often.min() > 0.02


@pytest.mark.parametrize(
    ("build", "name"),
    [
        (lambda random: masks.block(16, 1.5), "fraction"),
        (lambda random: masks.block(16, 0.5, x=-0.1), "x"),
        (lambda random: masks.centre_box(16, -1), "fraction"),
        (lambda random: masks.half(16, "middle"), "side"),
        (lambda random: masks.random_strokes(16, 25, generator=random), "area"),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(build, name, generator):
    with pytest.raises(ValueError, match=f"^{name} is "):
        build(generator())


def test_damage_offers_the_mask_builders():
    assert damage.centre_box is masks.centre_box
    assert damage.half is masks.half
    assert damage.random_strokes is masks.random_strokes


@pytest.mark.parametrize(("size", "hidden"), [(128, (24, 55, 14, 113)), (32, (6, 13, 4, 27))])
def test_the_eyes_are_hidden_where_an_aligned_face_has_them(size, hidden):
    rows, columns = masks.eyes(size)[0, 0].bool().nonzero().T
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == hidden


def test_rectangles_are_cut_off_at_the_edge():
    edges = torch.tensor([[1.0, 2.0, 3.0, 4.0], [-2.0, 3.0, 2.0, 9.0], [1.0, 1.0, 1.0, 4.0]])
    found = masks.rectangles(4, edges)
    expected = torch.zeros(3, 1, 4, 4)
    expected[0, 0, 2:4, 1:3] = 1
    expected[1, 0, 3:4, 0:2] = 1
    assert torch.equal(found, expected)
