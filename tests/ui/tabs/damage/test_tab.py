import re

import gradio as gr
import pytest

from facevae.damage import DAMAGES
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.tabs.damage import tab
from facevae.ui.tabs.damage.tab import OPTIONS, mend, steps

DEFAULTS = [tab._on_screen(option, option.default) for _, option in OPTIONS]


def pictures(html: str) -> list[str]:
    return re.findall(r'src="([^"]+)"', html)


def test_settings_become_what_the_library_takes():
    assert steps([], DEFAULTS) == []
    chosen = dict(steps(["jpeg", "gaussian-noise"], DEFAULTS))
    assert list(chosen) == ["gaussian-noise", "jpeg"]
    assert chosen["gaussian-noise"] == {"sigma": 0.2}
    assert chosen["jpeg"] == {"quality": 10}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_shows_and_mends(name, model, face):
    html, pair = mend(model, face, steps([name], DEFAULTS), seed=1)
    original, damaged, mended = pictures(html)
    assert original != damaged != mended
    assert (pair["before"], pair["after"]) == (damaged, mended)


def test_without_damage_the_face_is_its_own_copy(model, face):
    html, _ = mend(model, face, steps([], DEFAULTS), seed=1)
    original, damaged, _ = pictures(html)
    assert original == damaged
    assert "Exactly the original" in html


def test_all_damages_together(model, face):
    html, _ = mend(model, face, steps(list(DAMAGES), DEFAULTS), seed=1)
    assert len(pictures(html)) == 3


def test_the_seed_decides(model, face):
    one, again, other = (mend(model, face, steps(["gaussian-noise"], DEFAULTS), seed)[0] for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_an_impossible_damage_is_one_sentence(model, face):
    with pytest.raises(gr.Error, match="sigma"):
        mend(model, face, [("gaussian-noise", {"sigma": 7.0})], seed=1)


@pytest.mark.parametrize("attempt", range(20))
def test_every_surprise_is_allowed(attempt, model, face):
    names, seed, *values = tab.surprise_settings()
    assert 1 <= len(names) <= 3
    assert 0 <= seed <= MAX_SEED
    for name, options in steps(list(DAMAGES), values):
        DAMAGES[name].check(options)
