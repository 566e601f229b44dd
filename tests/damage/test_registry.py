import math

import pytest
import torch

from facevae import damage
from facevae.damage import DAMAGES, MISSING

EVERY = pytest.mark.parametrize("name", DAMAGES)
MASKING = {"block", "scratches"}
DEGRADING = {"blur", "pixelate", "jpeg", "salt-and-pepper"}


@EVERY
def test_a_damage_keeps_the_contract(name, faces, generator):
    before = faces.clone()
    damaged = damage.apply(faces, name, generator=generator())
    assert torch.equal(faces, before)
    assert damaged.faces.shape == faces.shape
    assert damaged.faces.dtype == damaged.mask.dtype == torch.float32
    assert damaged.mask.shape == (4, 1, 32, 32)
    assert damaged.faces.min() >= 0
    assert damaged.faces.max() <= 1
    assert not torch.equal(damaged.faces, faces)
    assert set(damaged.mask.unique().tolist()) == ({0, 1} if name in MASKING else {0})
    assert (damaged.error > 0).tolist() == [name in DEGRADING] * 4
    sigma = DAMAGES[name].options[0].default if name == "gaussian-noise" else 0
    torch.testing.assert_close(damaged.sigma, torch.full((4,), float(sigma)))
    assert (damaged.is_altered, damaged.is_noisy, damaged.has_hole) == (
        name in DEGRADING,
        name == "gaussian-noise",
        name in MASKING,
    )


@EVERY
def test_the_same_seed_gives_the_same_damage(name, faces, generator):
    first, second = (damage.apply(faces, name, generator=generator(3)) for _ in range(2))
    assert torch.equal(first.faces, second.faces)
    assert torch.equal(first.mask, second.mask)


@EVERY
def test_the_ends_of_every_range_are_allowed_and_nothing_beyond(name, faces, generator):
    for option in DAMAGES[name].options:
        assert option.low <= option.default <= option.high
        for value in (option.low, option.high):
            damaged = damage.apply(faces, name, generator=generator(), **{option.name: value})
            assert damaged.faces.isfinite().all()
        for value in (option.low - 1, option.high + 1, math.nan, "much", None):
            with pytest.raises(ValueError, match=f"^{option.name} is .* from {option.low} to {option.high}"):
                damage.apply(faces, name, generator=generator(), **{option.name: value})


@EVERY
def test_an_unknown_option_is_refused_naming_the_nearest(name, faces, generator):
    option = DAMAGES[name].options[0].name
    with pytest.raises(ValueError, match=f"no option '{option}s'; did you mean '{option}'"):
        damage.apply(faces, name, generator=generator(), **{option + "s": 1})


def test_an_unknown_damage_is_refused_naming_the_nearest(faces, generator):
    with pytest.raises(ValueError, match="no damage 'pixelated'; did you mean 'pixelate'"):
        damage.apply(faces, "pixelated", generator=generator())
    with pytest.raises(ValueError, match="choose from gaussian-noise, blur"):
        damage.apply(faces, "xyz", generator=generator())


def test_a_fraction_is_no_whole_number(faces, generator):
    with pytest.raises(ValueError, match="whole number"):
        damage.apply(faces, "scratches", generator=generator(), count=2.5)


@pytest.mark.parametrize("name", ["gaussian-noise", "scratches"])
def test_each_face_gets_its_own_randomness(name, make_faces, generator):
    same = make_faces(count=1).repeat(3, 1, 1, 1)
    damaged = damage.apply(same, name, generator=generator()).faces
    assert not torch.equal(damaged[0], damaged[1])
    assert not torch.equal(damaged[1], damaged[2])


def test_noise_has_the_strength_asked_for_and_is_clipped(generator):
    grey = torch.full((1, 3, 128, 128), 0.5)
    weak = damage.apply(grey, "gaussian-noise", generator=generator(), sigma=0.1).faces - grey
    assert weak.std().item() == pytest.approx(0.1, rel=0.02)
    assert weak.mean().item() == pytest.approx(0, abs=0.002)
    strong = damage.apply(grey, "gaussian-noise", generator=generator(), sigma=1.0).faces
    assert (strong == 0).float().mean().item() == pytest.approx(0.3085, abs=0.01)


@pytest.mark.parametrize("size", [64, 128])
def test_blur_spreads_a_point_as_far_at_any_size(size, generator):
    point = torch.zeros(1, 3, size, size)
    point[..., size // 2, size // 2] = 1
    blurred = damage.apply(point, "blur", generator=generator(), sd=2.0).faces[0, 0]
    assert blurred.sum().item() == pytest.approx(1, abs=1e-4)
    offsets = (torch.arange(size) - size // 2).float() / size
    spread = (blurred.sum(dim=0) * offsets.square()).sum().sqrt().item()
    assert spread == pytest.approx(2 / 64, rel=0.03)


@pytest.mark.parametrize("name", ["blur", "pixelate"])
def test_a_flat_face_stays_flat(name, generator):
    flat = torch.full((1, 3, 48, 48), 0.4)
    damaged = damage.apply(flat, name, generator=generator()).faces
    assert torch.allclose(damaged, flat, atol=1e-6)


def test_pixelate_averages_every_square_even_a_cut_one(generator):
    ramp = torch.arange(5.0)[None, None, None].expand(1, 3, 5, 5) / 4
    coarse = damage.apply(ramp, "pixelate", generator=generator(), block=26).faces
    assert coarse[0, 0, 0].tolist() == pytest.approx([1 / 8, 1 / 8, 5 / 8, 5 / 8, 1])


@pytest.mark.parametrize(("name", "gentlest"), [("blur", {"sd": 0.0}), ("pixelate", {"block": 1})])
def test_the_gentlest_setting_leaves_faces_as_they_are(name, gentlest, faces, generator):
    damaged = damage.apply(faces, name, generator=generator(), **gentlest)
    assert torch.equal(damaged.faces, faces)
    assert not damaged.is_altered


def test_a_block_lies_where_it_is_put_and_is_cut_off_at_the_edge(faces, generator):
    damaged = damage.apply(faces, "block", generator=generator(), size=0.5, x=0.0, y=0.75)
    expected = torch.zeros(4, 1, 32, 32)
    expected[:, :, 16:32, 0:8] = 1
    assert torch.equal(damaged.mask, expected)


@pytest.mark.parametrize("name", sorted(MASKING))
def test_what_is_missing_is_grey_and_the_rest_is_untouched(name, faces, generator):
    damaged = damage.apply(faces, name, generator=generator())
    missing = damaged.mask.expand_as(faces) == 1
    assert (damaged.faces[missing] == MISSING).all()
    assert torch.equal(damaged.faces[~missing], faces[~missing])


def test_scratches_are_thin_cross_the_face_and_grow_with_their_number_and_width(make_faces, generator):
    faces = make_faces(count=8, size=64)

    def share(**options: int) -> torch.Tensor:
        return damage.apply(faces, "scratches", generator=generator(), **options).mask.mean(dim=(1, 2, 3))

    one = share(count=1)
    assert (one >= 64 / 64**2).all()
    assert (one <= 0.06).all()
    assert share(count=0).sum() == 0
    assert (share(count=10) > one).all()
    assert (share(count=1, width=3) > 1.5 * one).all()


def test_damages_compose(faces, generator):
    steps = [
        ("gaussian-noise", {"sigma": 0.3}),
        ("block", {"size": 0.25, "x": 0.25, "y": 0.25}),
        ("blur", {"sd": 3.0}),
        ("block", {"size": 0.25, "x": 0.75, "y": 0.75}),
        ("gaussian-noise", {"sigma": 0.4}),
    ]
    damaged = damage.apply_all(faces, steps, generator=generator())
    torch.testing.assert_close(damaged.sigma, torch.full((4,), 0.5))
    assert (damaged.error > 0).all()
    expected = torch.zeros(4, 1, 32, 32)
    expected[..., 4:12, 4:12] = 1
    expected[..., 20:28, 20:28] = 1
    assert torch.equal(damaged.mask, expected)
    assert (damaged.faces[expected.expand_as(faces) == 1] == MISSING).all()


def test_one_step_is_the_same_alone_and_composed(faces, generator):
    alone = damage.apply(faces, "scratches", generator=generator(), count=3)
    composed = damage.apply_all(faces, [("scratches", {"count": 3})], generator=generator())
    assert torch.equal(alone.faces, composed.faces)
    assert torch.equal(alone.mask, composed.mask)


def test_no_steps_are_no_damage(faces, generator):
    damaged = damage.apply_all(faces, [], generator=generator())
    assert torch.equal(damaged.faces, faces)
    assert damaged.mask.sum() == 0
    assert (damaged.is_noisy, damaged.is_altered, damaged.has_hole) == (False, False, False)


def test_more_noise_than_there_is_is_refused(faces, generator):
    with pytest.raises(ValueError, match="sigma is"):
        damage.apply_all(faces, [("gaussian-noise", {"sigma": 0.8})] * 2, generator=generator())


def test_the_error_of_an_alteration_is_its_root_mean_square(faces, generator):
    altered = damage.apply(faces, "pixelate", generator=generator(), block=8)
    expected = [(after - before).square().mean().sqrt() for after, before in zip(altered.faces, faces, strict=True)]
    torch.testing.assert_close(altered.error, torch.stack(expected))


def test_errors_of_two_alterations_add_as_variances(faces, generator):
    steps = [("blur", {"sd": 2.0}), ("pixelate", {"block": 8})]
    first = damage.apply(faces, "blur", generator=generator(), sd=2.0)
    second = damage.apply(first.faces, "pixelate", generator=generator(), block=8)
    both = damage.apply_all(faces, steps, generator=generator())
    torch.testing.assert_close(both.error, (first.error**2 + second.error**2) ** 0.5)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_salt_and_pepper_hits_its_share_of_the_pixels_in_all_colours(share, generator):
    grey = torch.full((8, 3, 32, 32), 0.25)
    damaged = damage.apply(grey, "salt-and-pepper", generator=generator(), share=share).faces
    hit = (damaged != 0.25).any(1)
    assert hit.float().mean().item() == pytest.approx(share, abs=0.02)
    assert set(damaged.movedim(1, -1)[hit].flatten().tolist()) == ({0.0, 1.0} if share else set())
