"""The Damage tab: each damage is shown and restored, and every surprise is one that the sliders allow."""

import re

import gradio as gr
import pytest
import torch

from facevae import damage, metrics, restore
from facevae.damage import DAMAGES
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.dial import FAITHFUL, MIDDLE, REAL
from facevae.ui.components.encoding import data_uri
from facevae.ui.tabs.damage.handlers import DamageHandlers, DamageScreen, damage_and_restore, less_error
from facevae.ui.tabs.damage.settings import OPTIONS, RESTORABLE, on_screen, scale, steps
from facevae.ui.tabs.result_stage import FACE_SIDE, Turn
from tests.support.drawing import count_runs, with_details
from tests.support.stage import named_stage

DEFAULTS = [on_screen(option, option.default) for _, option in OPTIONS]
SLIDERS = tuple(f"{kind.name} {option.name}" for kind, option in OPTIONS)
SCREEN = DamageScreen("chosen", "seed", "dial", SLIDERS, "pictures", named_stage())
"""Names in place of components: what handlers return is then by name."""


@pytest.fixture
def handlers(model) -> DamageHandlers:
    return DamageHandlers(model, SCREEN)


@pytest.fixture
def drawing(model):
    """The model with a detail stage."""
    return with_details(model)


def pictures(html: str) -> list[str]:
    return re.findall(r'src="([^"]+)"', html)


def test_settings_become_what_the_library_takes():
    assert steps([], DEFAULTS) == []
    chosen = dict(steps(["jpeg", "gaussian-noise"], DEFAULTS))
    assert list(chosen) == ["gaussian-noise", "jpeg"]
    assert chosen["gaussian-noise"] == {"sigma": 0.2}
    assert dict(steps(["block"], DEFAULTS))["block"]["size"] == 0.4
    assert chosen["jpeg"] == {"quality": 10}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_shown_and_restored(name, handlers, face):
    shown = handlers.show(face, Turn(), [name], 1, MIDDLE, *DEFAULTS)
    original, damaged, restored = pictures(shown["pictures"])
    assert original != damaged != restored
    assert shown["compared"]["value"]["called"] == "Restored by the VAE"


def test_without_damage_the_face_is_its_own_copy(handlers, face):
    html = handlers.show(face, Turn(), [], 1, MIDDLE, *DEFAULTS)["pictures"]
    original, damaged, _ = pictures(html)
    assert original == damaged
    assert "Exactly the original" in html


def test_all_damages_together(handlers, face):
    assert len(pictures(handlers.show(face, Turn(), list(DAMAGES), 1, MIDDLE, *DEFAULTS)["pictures"])) == 3


def test_the_seed_decides(handlers, face):
    shown = (handlers.show(face, Turn(), ["gaussian-noise"], seed, MIDDLE, *DEFAULTS)["pictures"] for seed in (1, 1, 2))
    one, again, other = shown
    assert one == again
    assert one != other


def test_around_holes_alone_the_photo_stays_as_it_is(handlers, face):
    hole, noise = (handlers.edit(face, [name], 1, MIDDLE, *DEFAULTS) for name in ("block", "gaussian-noise"))
    assert hole.after.mode == hole.before.mode == "residual"
    assert hole.after.mask.mean() == pytest.approx(0.4**2, abs=0.03)
    assert noise.after.mode == noise.before.mode == "replace"


def test_an_impossible_damage_is_one_sentence(model, face):
    values = tuple(7.0 * scale(option) for _, option in OPTIONS)
    with pytest.raises(gr.Error, match="sigma"):
        damage_and_restore(model, face, ("gaussian-noise",), values, seed=1)


def test_only_the_sliders_of_chosen_damages_are_shown(handlers):
    shown = handlers.show_sliders(["jpeg"])
    assert [name for name in SLIDERS if shown[name].visible] == ["jpeg quality"]


@pytest.mark.parametrize("attempt", range(20))
def test_every_surprise_is_allowed(attempt, handlers):
    surprise = handlers.surprise()
    assert set(surprise["chosen"]) <= set(RESTORABLE)
    assert 1 <= len(surprise["chosen"]) <= 2
    assert 0 <= surprise["seed"] <= MAX_SEED
    for name, options in steps(list(DAMAGES), [surprise[slider] for slider in SLIDERS]):
        DAMAGES[name].check(options)


@pytest.mark.parametrize("names", [("gaussian-noise", "block"), ("block",), ("blur",)])
def test_both_ends_of_the_dial_are_what_the_library_restores(drawing, face, names):
    made = damage_and_restore(drawing, face, names, tuple(DEFAULTS), seed=3)
    damaged = damage.apply_all(face.pixels, steps(names, DEFAULTS), generator=generator(3))
    faithful = restore.repair(drawing, damaged)
    real = restore.repair(drawing, damaged, style="real", generator=generator(3))
    assert torch.equal(made.styles.faithful, faithful)
    assert torch.equal(made.styles.real, real)
    assert not torch.equal(real, faithful)
    handlers = DamageHandlers(drawing, SCREEN)
    for dial, picture in ((FAITHFUL, faithful), (MIDDLE, torch.lerp(faithful, real, 0.5)), (REAL, real)):
        shown = handlers.show(face, Turn(), list(names), 3, dial, *DEFAULTS)
        assert pictures(shown["pictures"])[2] == data_uri(picture)
        assert shown["compared"]["value"]["after"] == data_uri(picture, FACE_SIDE)
        assert torch.equal(handlers.edit(face, list(names), 3, dial, *DEFAULTS).after.pixels, picture)


def test_the_dial_leaves_what_is_known_as_it_is(drawing, face):
    made = damage_and_restore(drawing, face, ("block",), tuple(DEFAULTS), seed=1)
    known = (made.damaged.mask == 0).expand_as(face.pixels)
    for dial in (FAITHFUL, MIDDLE, REAL):
        assert torch.equal(made.styles.at(dial)[known], face.pixels[known])


def test_turning_the_dial_runs_nothing_again(drawing, face):
    handlers, runs = DamageHandlers(drawing, SCREEN), count_runs(drawing)
    handlers.show(face, Turn(), ["block"], 1, MIDDLE, *DEFAULTS)
    assert runs() > 0
    for dial in (FAITHFUL, 30, REAL):
        handlers.show(face, Turn(), ["block"], 1, dial, *DEFAULTS)
        handlers.edit(face, ["block"], 1, dial, *DEFAULTS)
    assert runs() == 0
    handlers.show(face, Turn(), ["block"], 2, MIDDLE, *DEFAULTS)
    assert runs() > 0
    handlers.forget()
    handlers.show(face, Turn(), ["block"], 2, MIDDLE, *DEFAULTS)
    assert runs() > 0


def test_captions_say_what_is_shown_and_have_the_figures_of_both(drawing, face):
    handlers = DamageHandlers(drawing, SCREEN)
    made = damage_and_restore(drawing, face, ("gaussian-noise",), tuple(DEFAULTS), seed=1)

    def figures(place):
        picture = made.styles.at(place)
        return float(metrics.psnr(picture, face.pixels)), float(metrics.ssim(picture, face.pixels))

    for dial, called, other in ((0, "faithful", "real"), (50, "50 % real", "faithful"), (100, "real", "faithful")):
        shown = handlers.show(face, Turn(), ["gaussian-noise"], 1, dial, *DEFAULTS)
        psnr, ssim = figures(dial)
        beside = figures(REAL if other == "real" else FAITHFUL)
        caption = shown["pictures"].split("<figcaption>")[3].replace("\N{NO-BREAK SPACE}", " ")
        assert f">Restored by the VAE, {called}<" in caption
        assert f">PSNR {psnr:.1f} dB, SSIM {ssim:.2f} ({other}: {beside[0]:.1f} dB, {beside[1]:.2f})<" in caption
        assert shown["compared"]["value"]["called"] == f"Restored by the VAE, {called}"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (20, 40, "10.0 times less error"),
        (20, 26, "2.0 times less error"),
        (20, 20.5, "Hardly less"),
        (120, 120, "Nothing"),
    ],
)
def test_how_much_was_undone_is_said_in_words(before, after, said):
    assert said in less_error(before, after)


def test_where_nothing_was_invented_the_dial_says_nothing(drawing, face):
    shown = DamageHandlers(drawing, SCREEN).show(face, Turn(), [], 1, MIDDLE, *DEFAULTS)
    assert shown["compared"]["value"]["called"] == "Restored by the VAE"
