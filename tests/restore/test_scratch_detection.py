import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.restore import scratch_detection
from tests.support.faces import blob_faces


def _line(size: int, start: tuple[float, float], end: tuple[float, float], width: float = 1, bend: float = 0) -> Tensor:
    """Mask a line between two (x, y) points of the unit square; ``bend`` of its length aside in the middle."""
    centres = torch.arange(size) + 0.5
    along = (torch.tensor(end) - torch.tensor(start)) * size
    length = along.norm()
    along = along / length
    x, y = centres[None] - start[0] * size, centres[:, None] - start[1] * size
    step, aside = x * along[0] + y * along[1], y * along[0] - x * along[1]
    share = step / length
    aside = aside - 4 * bend * length * share * (1 - share)
    return ((aside.abs() <= width / 2) & (share >= 0) & (share <= 1)).float()[None, None]


def _drawn(mask: Tensor, brightness: float, ground: float = 0.5) -> Tensor:
    return torch.where(mask > 0, brightness, ground).expand(-1, 3, -1, -1)


def _wider(mask: Tensor) -> Tensor:
    return F.max_pool2d(mask, 3, stride=1, padding=1)


def _overlap(one: Tensor, other: Tensor) -> float:
    return float((one * other).sum() / torch.maximum(one, other).sum())


@pytest.mark.parametrize("brightness", [0.0, 0.3, 1.0])
def test_a_plain_picture_has_no_scratch(brightness):
    assert scratch_detection.find_scratches(torch.full((1, 3, 128, 128), brightness)).sum() == 0


@pytest.mark.parametrize("size", [32, 64, 128, 200])
def test_a_smooth_gradient_has_no_scratch(size):
    ramp = torch.linspace(0, 1, size).expand(1, 3, size, size)
    diagonal = (ramp + ramp.mT) / 2
    assert scratch_detection.find_scratches(torch.cat([ramp, ramp.mT, diagonal, diagonal.flip(3)])).sum() == 0


def test_an_edge_is_no_scratch():
    places = torch.arange(128)
    upright = (places > 60).float().expand(1, 3, 128, 128)
    slanted = (places[:, None] > 0.4 * places + 20).float().expand(1, 3, 128, 128)
    assert scratch_detection.find_scratches(torch.cat([upright, upright.mT, slanted]) * 0.8 + 0.1).sum() == 0


@pytest.mark.parametrize("brightness", [0.1, 0.3, 0.7, 0.9])
@pytest.mark.parametrize("ends", [((0, 0.2), (1, 0.2)), ((0.3, 0.1), (0.3, 0.9)), ((0.2, 0.1), (0.8, 0.9))])
def test_a_line_is_found_to_the_pixel_with_a_rim_of_one(brightness, ends):
    line = _line(128, *ends, width=2)
    assert _overlap(scratch_detection.find_scratches(_drawn(line, brightness)), _wider(line)) > 0.9


@pytest.mark.parametrize(("size", "width"), [(64, 1), (96, 1), (128, 1), (128, 3), (200, 3), (256, 4), (512, 8)])
def test_a_line_is_covered_at_every_size(size, width):
    line = _line(size, (0.2, 0.3), (0.8, 0.5), width)
    found = scratch_detection.find_scratches(_drawn(line, 0.9))
    assert found.shape == (1, 1, size, size)
    assert (found * line).sum() > 0.97 * line.sum()
    reach = 2 * max(1, size // 128)
    assert (found <= F.max_pool2d(line, 2 * reach + 1, stride=1, padding=reach)).all()


def test_a_gently_curved_line_is_found_whole():
    line = _line(128, (0.1, 0.3), (0.9, 0.4), width=2, bend=0.1)
    found = scratch_detection.find_scratches(_drawn(line, 0.2))
    assert (found * line).sum() == line.sum()
    assert _overlap(found, _wider(line)) > 0.75


def test_an_arc_counts_as_one_though_each_half_is_short():
    arc = _line(128, (0.36, 0.5), (0.64, 0.5), width=2, bend=0.12)
    assert (scratch_detection.find_scratches(_drawn(arc, 0.9)) * arc).sum() > 0.9 * arc.sum()
    half = arc.clone()
    half[..., 64:] = 0
    assert scratch_detection.find_scratches(_drawn(half, 0.9)).sum() == 0


@pytest.mark.parametrize(("length", "expected"), [(0.1, False), (0.15, False), (0.22, True), (0.3, True)])
@pytest.mark.parametrize("size", [64, 128, 256])
def test_only_a_long_line_counts(length, expected, size):
    line = _line(size, (0.4, 0.4), (0.4 + length, 0.4), width=2 * size / 128)
    assert bool(scratch_detection.find_scratches(_drawn(line, 0.9)).any()) is expected


def test_a_broad_stripe_is_no_scratch():
    assert scratch_detection.find_scratches(_drawn(_line(128, (0, 0.5), (1, 0.5), width=12), 0.9)).sum() == 0


def test_a_soft_ridge_such_as_that_of_the_nose_is_no_scratch():
    fine, soft = _line(128, (0.5, 0.35), (0.5, 0.6), width=2), _line(128, (0.5, 0.35), (0.5, 0.6), width=4)
    kernel = torch.exp(-torch.linspace(-2, 2, 13).square() / 2)
    soft = F.conv2d(soft, (kernel / kernel.sum())[None, None, None], padding=(0, 6))
    assert scratch_detection.find_scratches(0.4 + 0.3 * fine.expand(-1, 3, -1, -1)).any()
    assert scratch_detection.find_scratches(0.4 + 0.3 * soft.expand(-1, 3, -1, -1)).sum() == 0


def test_crossing_lines_are_both_found():
    one, other = _line(128, (0.1, 0.2), (0.9, 0.7), width=2), _line(128, (0.7, 0.1), (0.4, 0.9), width=2)
    picture = torch.where(other > 0, 0.1, _drawn(one, 0.9))
    found = scratch_detection.find_scratches(picture)
    for line in (one, other):
        assert (found * line).sum() > 0.9 * line.sum()


@pytest.mark.slow
def test_what_is_one_of_many_is_left_alone(generator):
    places = torch.arange(128)
    for stripes in (places // 2 % 2, (places + places[:, None]) // 3 % 2):
        assert scratch_detection.find_scratches(0.2 + 0.5 * stripes.expand(1, 3, 128, 128)).sum() == 0
    strands = F.avg_pool2d(torch.randn(2, 1, 188, 130, generator=generator()), (61, 3), stride=1)
    hair = (0.5 + 0.2 * strands / strands.std()).clamp(0, 1).expand(-1, 3, -1, -1)
    assert scratch_detection.find_scratches(hair).mean() < 0.05


@pytest.fixture(scope="module")
def scratched() -> Tensor:
    """Two different faces of 128 pixels in steps of 1 / 256, each with a bright and a dark line."""
    faces = blob_faces(2, 128)
    faces = torch.where(_line(128, (0.1, 0.1), (0.6, 0.9), width=2) > 0, 0.9, faces)
    faces = torch.where(_line(128, (0.2, 0.6), (0.9, 0.5), width=2) > 0, 0.1, faces)
    return (faces * 256).round() / 256


@pytest.fixture(scope="module")
def found(scratched) -> Tensor:
    """What is found on them."""
    return scratch_detection.find_scratches(scratched.clone())


@pytest.mark.slow
def test_the_parts_of_a_face_are_left_alone_and_lines_over_it_are_found(make_faces, found):
    assert scratch_detection.find_scratches(make_faces(6, 128)).sum() == 0
    lines = _line(128, (0.1, 0.1), (0.6, 0.9), width=2) + _line(128, (0.2, 0.6), (0.9, 0.5), width=2) > 0
    assert (found * lines).sum() > 0.6 * len(found) * lines.sum()
    assert (found * ~_wider(_wider(lines.float())).bool()).sum() < 0.01 * found.sum()


def test_dark_and_bright_are_treated_alike(scratched, found):
    assert found.any()
    assert torch.equal(scratch_detection.find_scratches(1 - scratched), found)


@pytest.mark.parametrize("turn", [lambda x: x.mT, lambda x: x.flip(3), lambda x: x.flip(2)], ids=["mT", "x", "y"])
def test_a_turned_picture_has_the_turned_scratches(scratched, found, turn):
    assert found.any()
    assert _overlap(scratch_detection.find_scratches(turn(scratched).contiguous()), turn(found)) > 0.97


def test_each_face_is_judged_by_itself_and_none_is_changed(scratched, found):
    before = scratched.clone()
    alone = torch.cat([scratch_detection.find_scratches(face) for face in scratched.split(1)])
    assert torch.equal(scratched, before)
    assert found.dtype == torch.float32
    assert set(found.unique().tolist()) == {0, 1}
    assert torch.equal(found, alone)


def test_more_sensitivity_finds_more(make_faces):
    clear, broad = _line(128, (0.1, 0.1), (0.6, 0.9), width=2), _line(128, (0.5, 0.2), (0.85, 0.35), width=4)
    faces = torch.where(clear > 0, 0.9, torch.where(broad > 0, make_faces(2, 128) * 0.8, make_faces(2, 128)))
    least, usual, most = (scratch_detection.find_scratches(faces, sensitivity) for sensitivity in (0.0, 0.5, 1.0))
    assert (least <= usual).all()
    assert (usual <= most).all()
    assert 0 < least.sum() < most.sum()


@pytest.mark.parametrize("sensitivity", [-0.1, 1.1, float("nan")])
def test_a_sensitivity_out_of_range_is_refused(sensitivity, make_faces):
    with pytest.raises(ValueError, match=r"^sensitivity is "):
        scratch_detection.find_scratches(make_faces(1), sensitivity)


def test_what_is_no_batch_of_faces_is_refused():
    with pytest.raises(ValueError, match="at least 32"):
        scratch_detection.find_scratches(torch.zeros(1, 3, 16, 16))
    with pytest.raises(ValueError, match="expected"):
        scratch_detection.find_scratches(torch.zeros(1, 1, 64, 64))


@pytest.mark.parametrize(
    ("start", "end", "own"),
    [
        ((0.1, 0.2), (0.45, 0.16), True),
        ((0.55, 0.35), (0.9, 0.35), True),
        ((0.3, 0.7), (0.7, 0.72), True),
        ((0.5, 0.02), (0.55, 0.98), False),
        ((0.1, 0.5), (0.9, 0.52), False),
        ((0.05, 0.05), (0.95, 0.95), False),
    ],
    ids=["brow", "rim", "mouth", "upright", "nose", "slanted"],
)
def test_a_line_where_a_face_has_lines_of_its_own_is_kept_apart(start, end, own):
    face = _drawn(_line(128, start, end, width=2), 0.1)
    certain, doubtful = scratch_detection.split_scratches(face)
    assert (bool(certain.any()), bool(doubtful.any())) == (not own, own)
    assert torch.equal(torch.maximum(certain, doubtful), scratch_detection.find_scratches(face))
