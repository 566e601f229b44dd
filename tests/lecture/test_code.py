"""Bits of a code, its share of an exact copy, and what its numbers are worth."""

from __future__ import annotations

import math

import pytest
import torch

from facevae import metrics
from facevae.latent import likelihood
from facevae.latent.exact_copy import ExactCopy
from facevae.latent.out_of_distribution import cat, grey
from facevae.latent.rate import Jpeg, jpeg_of_size
from facevae.lecture.questions import code
from facevae.model import FaceVae
from facevae.models.vae import Posterior, Vae, VaeConfig

FACES = range(5)


def set_posterior(monkeypatch, model, mean, std):
    """Let a model's encoder say the same of every face."""
    posterior = Posterior(torch.as_tensor([mean]), torch.as_tensor([std]))
    monkeypatch.setattr(model.vae.encoder, "forward", lambda faces: posterior)


def set_bits(monkeypatch, model, bits):
    """Let the code carry so many bits: half a squared mean in nats, in one number of four."""
    set_posterior(monkeypatch, model, [math.sqrt(2 * math.log(2) * bits), 0.0, 0.0, 0.0], [1.0] * 4)


@pytest.mark.parametrize(
    ("bits", "answer"),
    [(100, "256"), (500, "256"), (600, "about 1,200"), (1500, "about 1,200"), (1700, "2,048"), (5000, "8,192")],
)
def test_bits_are_told_by_the_nearest_ratio(tiny_model, faces, monkeypatch, bits, answer):
    set_bits(monkeypatch, tiny_model, bits)
    found = code.bits_of_the_code(tiny_model, faces[:1])
    assert found.answer == answer
    assert found.sentence.startswith(f"{bits:,} bits, though 4 numbers are stored in 128.")


def test_the_margin_of_bits_is_how_many_percent_lead_to_the_next_choice(tiny_model, faces, monkeypatch):
    set_bits(monkeypatch, tiny_model, 1200)
    # The geometric mean of 1,200 and 2,048 is 1,567.7.
    assert code.bits_of_the_code(tiny_model, faces[:1]).margin == pytest.approx(30.64, abs=0.02)


def divergences(posterior):
    """What each number of a code costs in nats, by torch's own formula."""
    normal = torch.distributions.Normal
    return torch.distributions.kl_divergence(normal(posterior.mean, posterior.std), normal(0, 1))


@pytest.mark.parametrize("index", FACES)
def test_bits_of_a_face_are_its_divergence(tiny_model, make_faces, index):
    face = make_faces(5)[index : index + 1]
    posterior = tiny_model.encode(face)
    apart = divergences(posterior)
    bits = float(apart.sum()) / math.log(2)
    found = code.bits_of_the_code(tiny_model, face)
    assert found.sentence.startswith(f"{bits:,.0f} bits")
    assert found == code.bits_of_the_code(tiny_model, face)


@pytest.mark.parametrize(
    ("code_bits", "answer", "percent"),
    [(3, "0.4 %", 0.43), (30, "4 %", 4.11), (300, "40 %", 30.0), (7000, "90 %", 90.91)],
)
def test_the_share_is_that_of_all_bits(tiny_model, faces, monkeypatch, code_bits, answer, percent):
    # 100 values at 5 bits of noise and 2 of error.
    cost = ExactCopy(values=100, noise=5.0, error=2.0, code_bits=code_bits)
    monkeypatch.setattr(code, "exact_copy", lambda model, face: cost)
    found = code.share_of_the_code(tiny_model, faces[:1])
    assert found.answer == answer
    assert found.sentence.startswith(f"{percent:.2f} %: the code takes {code_bits:,} bits, the correction 700.")


@pytest.mark.parametrize("index", FACES)
def test_the_share_of_a_face_is_what_its_three_terms_say(tiny_model, make_faces, index):
    face = make_faces(5)[index : index + 1]
    posterior, sigma = tiny_model.encode(face), 255 * float(tiny_model.vae.log_sigma.exp())
    bits = float(posterior.kl().sum()) / math.log(2)
    error = 255 * (tiny_model.vae.decoder(posterior.mean) - face)
    rest = face.numel() * (
        math.log2(sigma * math.sqrt(2 * math.pi)) + float(error.square().mean()) / (2 * math.log(2) * sigma**2)
    )
    found = code.share_of_the_code(tiny_model, face)
    assert float(found.sentence.split(" %")[0]) == pytest.approx(100 * bits / (bits + rest), abs=0.006)


@pytest.fixture(scope="module")
def linear_codes():
    """A VAE of 256 numbers, each of which adds one pattern at right angles to all others, of one strength."""
    torch.manual_seed(0)
    network = Vae(VaeConfig(image_size=32, latent_dim=256, linear_size=32, patch=2, widths=(4, 8)))
    patterns = torch.linalg.qr(torch.randn(3072, 256)).Q.T
    network.start_from_components(torch.full((3072,), 0.5), patterns, torch.full((256,), 0.01), 1e-6)
    return FaceVae(network.eval().requires_grad_(False))


@pytest.mark.parametrize("index", FACES)
def test_what_a_face_loses_is_decoded_without_the_lost(linear_codes, make_faces, index):
    face = make_faces(5)[index : index + 1]
    posterior = linear_codes.encode(face)
    apart = divergences(posterior)
    order = apart[0].sort(descending=True, stable=True).indices
    losses = []
    for lost in (order[:16], order[-128:]):
        kept = posterior.mean.index_fill(1, lost, 0)
        error = metrics.psnr(linear_codes.decode(kept), linear_codes.decode(posterior.mean))
        losses.append(255 * 10 ** (-float(error) / 20))
    found = code.costly_or_cheap(linear_codes, face)
    gap = losses[0] - losses[1]
    assert found.answer == code.LOST_CHOICES[2 if abs(gap) < 1 else 0 if gap > 0 else 1]
    assert found.margin == pytest.approx(abs(gap), abs=0.01)


# The 16 numbers that are told most exactly, and the 128 least: the means of each, by which the picture moves.
@pytest.mark.parametrize(
    ("costly", "cheap", "answer"),
    [(1.0, 0.1, "the 16 costliest"), (0.2, 0.8, "the 128 cheapest"), (0.4, 0.4 / math.sqrt(8), "equal")],
)
@pytest.mark.parametrize("first", [0, 100])
def test_what_is_lost_is_the_energy_of_the_patterns(linear_codes, monkeypatch, costly, cheap, answer, first):
    mean, std = torch.zeros(256), torch.full((256,), 0.2)
    order = torch.arange(256).roll(first)
    mean[order[:16]], std[order[:16]] = costly, 1e-3
    mean[order[-128:]], std[order[-128:]] = cheap, 0.9
    set_posterior(monkeypatch, linear_codes, mean.tolist(), std.tolist())
    one = float((linear_codes.vae.decoder(torch.eye(256)[:1]) - 0.5).norm())
    losses = [255 * one * math.sqrt(count / 3072) * size for count, size in ((16, costly), (128, cheap))]
    found = code.costly_or_cheap(linear_codes, torch.full((1, 3, 32, 32), 0.5))
    assert found.answer == answer
    assert found.margin == pytest.approx(abs(losses[0] - losses[1]), abs=0.02)
    assert f"change the picture by {losses[0]:.0f} levels" in found.sentence


@pytest.mark.parametrize(("error", "answer"), [(0.5, "the JPEG"), (2.0, "the code"), (1.0, "equal")])
def test_code_and_jpeg_are_compared_at_equal_bits(tiny_model, faces, monkeypatch, error, answer):
    face, asked = faces[:1], []
    decoded = tiny_model.decode(tiny_model.encode(face).mean)
    jpeg = (face + error * (decoded - face)).clamp(0, 1)

    def jpeg_of_size(picture, most):
        asked.append(most)
        return Jpeg(jpeg, 8, 10, 100, 300)

    monkeypatch.setattr(code, "jpeg_of_size", jpeg_of_size)
    found = code.code_or_jpeg(tiny_model, face)
    assert found.answer == answer
    assert found.margin == pytest.approx(abs(float(metrics.psnr(jpeg, face) - metrics.psnr(decoded, face))), abs=1e-4)
    assert asked == [pytest.approx(float(tiny_model.encode(face).kl().sum()) / math.log(2))]


@pytest.mark.parametrize("index", FACES)
def test_of_the_code_and_the_jpeg_the_one_with_the_smaller_error_is_nearer(tiny_model, make_faces, monkeypatch, index):
    face = make_faces(5)[index : index + 1]
    # The few bits of this code are too few for any JPEG: it is granted more.
    jpeg = jpeg_of_size(face, 2000)
    monkeypatch.setattr(code, "jpeg_of_size", lambda picture, most: jpeg)
    errors = [
        float((picture - face).square().mean())
        for picture in (jpeg.picture, tiny_model.decode(tiny_model.encode(face).mean))
    ]
    found = code.code_or_jpeg(tiny_model, face)
    gain = 10 * math.log10(errors[0] / errors[1])
    assert found.answer == code.JPEG_CHOICES[2 if abs(gain) < 0.2 else 1 if gain > 0 else 0]
    assert found.margin == pytest.approx(abs(gain), abs=1e-3)


def test_with_too_few_bits_there_is_no_jpeg_to_ask_about(tiny_model, faces, monkeypatch):
    set_bits(monkeypatch, tiny_model, 1)
    assert code.code_or_jpeg(tiny_model, faces[:1]) is None


@pytest.mark.parametrize("index", FACES)
def test_the_cheapest_picture_is_the_likeliest(tiny_model, make_faces, monkeypatch, index):
    # A posterior that is sure, so that the mean alone explains the face; the importance-weighted bound is the judge.
    face = make_faces(5)[index : index + 1]
    encode = tiny_model.vae.encoder.forward
    monkeypatch.setattr(
        tiny_model.vae.encoder,
        "forward",
        lambda faces: Posterior(encode(faces).mean, torch.full((len(faces), 4), 0.01)),
    )
    tiny_model.vae.log_sigma.data.fill_(math.log(0.1))
    pictures = (face, face.flip(2, 3), cat(32), grey(32))
    bits = sorted(zip((likelihood.surprise(tiny_model, one) for one in pictures), code.CHEAP_CHOICES, strict=True))
    found = code.cheapest_picture(tiny_model, face)
    assert found.answer == bits[0][1]
    assert found.margin == pytest.approx(bits[1][0] - bits[0][0], abs=0.05)
