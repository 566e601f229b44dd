"""The Damage tab: each damage is shown and restored, and every surprise is one that the sliders allow."""

import re

import gradio as gr
import pytest

from facevae.damage import DAMAGES
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.tabs.damage.handlers import DamageHandlers, DamageScreen, damage_and_restore
from facevae.ui.tabs.damage.settings import OPTIONS, on_screen, steps

DEFAULTS = [on_screen(option, option.default) for _, option in OPTIONS]
SLIDERS = tuple(f"{kind.name} {option.name}" for kind, option in OPTIONS)
SCREEN = DamageScreen("chosen", "seed", SLIDERS, "pictures", "compared")
"""Names in place of components: what handlers return is then by name."""


@pytest.fixture
def handlers(model) -> DamageHandlers:
    return DamageHandlers(model, SCREEN)


def pictures(html: str) -> list[str]:
    return re.findall(r'src="([^"]+)"', html)


def test_settings_become_what_the_library_takes():
    assert steps([], DEFAULTS) == []
    chosen = dict(steps(["jpeg", "gaussian-noise"], DEFAULTS))
    assert list(chosen) == ["gaussian-noise", "jpeg"]
    assert chosen["gaussian-noise"] == {"sigma": 0.2}
    assert chosen["jpeg"] == {"quality": 10}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_shown_and_restored(name, handlers, face):
    shown = handlers.show(face, [name], 1, *DEFAULTS)
    original, damaged, restored = pictures(shown["pictures"])
    assert original != damaged != restored
    assert shown["compared"] == {"before": damaged, "after": restored}


def test_without_damage_the_face_is_its_own_copy(handlers, face):
    html = handlers.show(face, [], 1, *DEFAULTS)["pictures"]
    original, damaged, _ = pictures(html)
    assert original == damaged
    assert "Exactly the original" in html


def test_all_damages_together(handlers, face):
    assert len(pictures(handlers.show(face, list(DAMAGES), 1, *DEFAULTS)["pictures"])) == 3


def test_the_seed_decides(handlers, face):
    shown = (handlers.show(face, ["gaussian-noise"], seed, *DEFAULTS)["pictures"] for seed in (1, 1, 2))
    one, again, other = shown
    assert one == again
    assert one != other


def test_around_holes_alone_the_photo_stays_as_it_is(handlers, face):
    hole, noise = (handlers.edit(face, [name], 1, *DEFAULTS) for name in ("block", "gaussian-noise"))
    assert hole.after.mode == hole.before.mode == "residual"
    assert hole.after.mask.mean() == pytest.approx(0.4**2, abs=0.03)
    assert noise.after.mode == noise.before.mode == "replace"


def test_an_impossible_damage_is_one_sentence(model, face):
    with pytest.raises(gr.Error, match="sigma"):
        damage_and_restore(model, face, [("gaussian-noise", {"sigma": 7.0})], seed=1)


def test_only_the_sliders_of_chosen_damages_are_shown(handlers):
    shown = handlers.show_sliders(["jpeg"])
    assert [name for name in SLIDERS if shown[name].visible] == ["jpeg quality"]


@pytest.mark.parametrize("attempt", range(20))
def test_every_surprise_is_allowed(attempt, handlers):
    surprise = handlers.surprise()
    assert 1 <= len(surprise["chosen"]) <= 3
    assert 0 <= surprise["seed"] <= MAX_SEED
    for name, options in steps(list(DAMAGES), [surprise[slider] for slider in SLIDERS]):
        DAMAGES[name].check(options)
