"""The Morph tab: whose face stands in which corner, what a click means, films, and the mean faces of groups."""

from __future__ import annotations

import base64
import io
from types import SimpleNamespace

import av
import gradio as gr
import pytest
import torch
from PIL import Image

from facevae import latent, photos
from facevae.latent.interpolation import matrix, path
from facevae.ui.app import build_demo
from facevae.ui.components.controls import MAX_SEED
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.face_grid import NONE, read_cell, table
from facevae.ui.context import SLIDERS
from facevae.ui.photo.current import current_face
from facevae.ui.tabs.morph import films
from facevae.ui.tabs.morph import matrix as morph_matrix
from facevae.ui.tabs.morph.corners import FIRST_SEEDS, FOLLOWS, KEPT, RANDOM, codes
from facevae.ui.tabs.morph.handlers import MorphHandlers, open_chosen
from facevae.ui.tabs.morph.mean_faces import Means
from facevae.ui.tabs.morph.tab import TAB

SIZE, WAY = 5, "linear"
GROUPS = ("female-20-29", "female-70-", "male-0-2", "male-20-29", "male-70-")
NOTHING = gr.skip()


@pytest.fixture
def model(model):
    """With a mean code for five groups; of old men no face is known."""
    generator = torch.Generator().manual_seed(7)
    model.atlas = SimpleNamespace(
        means=torch.randn(len(GROUPS), model.latent_dim, generator=generator),
        counts=torch.tensor([1234.0, 60.0, 5.0, 900.0, 0.0]),
        config=SimpleNamespace(groups=GROUPS),
    )
    return model


@pytest.fixture
def means(model):
    return Means(model)


@pytest.fixture
def on(model, means):
    return MorphHandlers(model, means)


@pytest.fixture
def first(on, face):
    """What the page remembers when it opens: the corners, and what is shown large."""
    return on.first(face, SIZE, WAY)


@pytest.fixture
def other(model):
    return current_face(model.decode(torch.full((1, model.latent_dim), 0.8)), "Other face")


def event(**data):
    return gr.EventData(None, data)


def picture(uri):
    return photos.to_tensor(Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))).convert("RGB"))


def new_corners(shown):
    """The corners among what a handler of a new corner returns."""
    return shown[4]


def cell_of(value, row, column, size):
    """One cell of a table's picture as a face of 8 pixels."""
    replace_crop = picture(value["picture"])
    side = replace_crop.shape[-1] // size
    cell = replace_crop[..., row * side : (row + 1) * side, column * side : (column + 1) * side]
    return torch.nn.functional.adaptive_avg_pool2d(cell, 8)


def small(faces):
    return torch.nn.functional.adaptive_avg_pool2d(faces, 8)


# --- the corners


def test_the_page_opens_with_the_current_face_and_three_of_the_models_own(model, face, first):
    corners, chosen = first
    assert [corner.source for corner in corners] == [FOLLOWS, RANDOM, RANDOM, RANDOM]
    assert torch.equal(corners[0].latents, model.encode(face.pixels).mean)
    for corner, seed in zip(corners[1:], FIRST_SEEDS, strict=True):
        assert torch.equal(corner.latents, latent.sample(model, 1, torch.Generator().manual_seed(seed)))
        assert (corner.seed, corner.name) == (seed, f"Invented face {seed}")
    torch.testing.assert_close(chosen.latents, codes(corners).mean(0, keepdim=True))


def test_a_new_current_face_changes_only_the_corner_that_follows_it(on, model, first, other):
    corners, chosen = first
    changed = new_corners(on.show_face(other, corners, SIZE, WAY, chosen))
    assert torch.equal(changed[0].latents, model.encode(other.pixels).mean)
    assert (changed[0].name, changed[0].picture) == ("Other face", data_uri(other.pixels, 256))
    assert changed[1:] == corners[1:]


def test_without_a_corner_that_follows_nothing_is_drawn_for_a_new_face(on, first, face, other):
    corners, chosen = first
    corners = new_corners(on.choose_corner(face, corners, SIZE, WAY, chosen, event(corner=0, source=RANDOM)))
    assert set(map(str, on.show_face(other, corners, SIZE, WAY, chosen))) == {str(NOTHING)}


def test_a_photo_that_is_put_into_a_corner_stays_there_and_so_can_a_second_one(on, first, face, other):
    corners, chosen = first
    settings = (SIZE, WAY, chosen)
    corners = new_corners(on.choose_corner(face, corners, *settings, event(corner=0, source=KEPT)))
    corners = new_corners(on.choose_corner(other, corners, *settings, event(corner=3, source=KEPT)))
    assert [corners[0].name, corners[3].name] == ["Test face", "Other face"]
    assert set(map(str, on.show_face(other, corners, *settings))) == {str(NOTHING)}


def test_a_seed_gives_the_same_face_again_and_shows(on, first, face):
    corners, chosen = first
    shown = on.choose_corner(face, corners, SIZE, WAY, chosen, event(corner=2, source=RANDOM, seed=FIRST_SEEDS[0]))
    assert torch.equal(new_corners(shown)[2].latents, corners[1].latents)
    assert (shown[7]["seed"], shown[7]["name"]) == (FIRST_SEEDS[0], f"Invented face {FIRST_SEEDS[0]}")


def test_a_random_face_without_a_seed_gets_one_that_shows(on, first, face):
    corners, chosen = first
    shown = on.choose_corner(face, corners, SIZE, WAY, chosen, event(corner=1, source=RANDOM))
    again = on.choose_corner(face, corners, SIZE, WAY, chosen, event(corner=1, source=RANDOM, seed=shown[6]["seed"]))
    assert torch.equal(new_corners(again)[1].latents, new_corners(shown)[1].latents)


def test_every_example_can_be_put_into_a_corner(on, model, first, face):
    corners, chosen = first
    sources = dict(on.choose_corner(face, corners, SIZE, WAY, chosen, event(corner=1, source=RANDOM))[6]["sources"])
    examples = {key: name for key, name in sources.items() if key.startswith("example-")}
    assert "Astronaut" in examples.values()
    for key, name in examples.items():
        corner = new_corners(on.choose_corner(face, corners, SIZE, WAY, chosen, event(corner=1, source=key)))[1]
        assert (corner.source, corner.name) == (key, name)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"corner": 4, "source": RANDOM},
        {"corner": -1, "source": RANDOM},
        {"corner": True, "source": RANDOM},
        {"corner": "1", "source": RANDOM},
        {"corner": 1, "source": "example-99"},
        {"corner": 1, "source": "/etc/passwd"},
        {"corner": 1, "source": ["random"]},
        {"corner": 1, "source": RANDOM, "seed": MAX_SEED + 1},
        {"corner": 1, "source": RANDOM, "seed": -1},
        {"corner": 1, "source": RANDOM, "seed": 1.5},
    ],
)
def test_a_wish_that_is_none_is_refused_with_a_sentence(on, first, face, sent):
    corners, chosen = first
    with pytest.raises(gr.Error, match=r"\.'?$"):
        on.choose_corner(face, corners, SIZE, WAY, chosen, event(**sent))


@pytest.mark.parametrize("sent", [None, 7, "corner", [1]])
def test_an_event_that_carries_no_dict_is_refused(on, first, face, sent):
    with pytest.raises(gr.Error):
        on.choose_corner(face, first[0], SIZE, WAY, first[1], gr.EventData(None, sent))
    with pytest.raises(gr.Error):
        read_cell(gr.EventData(None, sent), SIZE, SIZE)


# --- the matrix


@pytest.mark.parametrize("way", ["linear", "spherical"])
def test_the_picture_shows_each_code_at_its_place(model, first, way):
    corners, _ = first
    value = morph_matrix.draw(model, corners, SIZE, way)
    expected = small(model.decode(matrix(codes(corners), SIZE, SIZE, way).flatten(0, 1)))
    for row, column in ((0, 0), (0, 4), (2, 1), (3, 2), (4, 0), (4, 4)):
        error = (cell_of(value, row, column, SIZE) - expected[row * SIZE + column]).abs().mean()
        assert error < 0.03, (row, column)


def test_corners_are_marked_and_every_cell_has_a_name(model, first):
    value = morph_matrix.draw(model, first[0], SIZE, WAY)
    assert value["marked"] == [0, 4, 20, 24]
    assert value["names"][0] == "Top left: Test face"
    assert value["names"][7] == "Row 2, column 3"
    assert len(set(value["names"])) == SIZE * SIZE


@pytest.mark.parametrize("size", range(3, 12))
def test_every_size_is_drawn_and_keeps_the_place_that_is_shown_large(on, first, size):
    corners, chosen = first
    chosen, board, *_ = on.redraw(corners, size, WAY, chosen)
    assert len(board.value["names"]) == size * size
    assert all(abs(part - 0.5) <= 0.501 / (size - 1) for part in chosen.place)
    row, column = morph_matrix.cell_at(chosen.place, size)
    assert board.props["chosen"] == row * size + column


def test_a_click_shows_the_face_of_that_cell_large_and_says_what_it_is_made_of(on, model, first):
    corners, _ = first
    chosen, large, mark = on.pick(corners, SIZE, "spherical", event(row=1, column=3))
    assert torch.equal(chosen.latents, matrix(codes(corners), SIZE, SIZE, "spherical")[1, 3][None])
    assert data_uri(model.decode(chosen.latents)) in large
    # A quarter of the way down, three quarters across.
    for share in ("19 %", "56 %", "6 %"):
        assert f"<strong>{share}</strong>" in large
    assert chosen.name.startswith("A mix of 56 % Invented face 20, ")
    assert mark.props["chosen"] == NONE


def test_a_corner_that_is_clicked_is_that_face_and_nobody_else(on, first):
    corners, _ = first
    chosen, large, _ = on.pick(corners, SIZE, WAY, event(row=4, column=4))
    torch.testing.assert_close(chosen.latents, corners[3].latents)
    assert (chosen.title, chosen.shares) == ("Invented face 26, as the model sees it", (0, 0, 0, 1))
    assert "<strong>100 %</strong> Invented face 26" in large


@pytest.mark.parametrize(
    "cell",
    [{}, {"row": 5, "column": 0}, {"row": 0, "column": -1}, {"row": "0", "column": 0}, {"row": 1.0, "column": 0}],
)
def test_a_cell_that_is_not_there_is_refused_with_a_sentence(on, first, cell):
    for handler in (on.pick, on.open_cell):
        with pytest.raises(gr.Error, match="no such face"):
            handler(first[0], SIZE, WAY, event(**cell))


def test_the_sliders_get_the_code_that_is_shown_large_and_that_of_a_double_click(on, first):
    corners, _ = first
    chosen, *_ = on.pick(corners, SIZE, WAY, event(row=1, column=3))
    for handed, tabs, visible in (open_chosen(chosen), on.open_cell(corners, SIZE, WAY, event(row=1, column=3))):
        assert torch.equal(handed.latents, chosen.latents)
        assert (handed.name, tabs.selected, visible) == (chosen.name, SLIDERS, SLIDERS)


def test_the_large_face_can_be_put_into_a_corner_and_the_others_stay(on, model, first):
    corners, _ = first
    chosen, *_ = on.pick(corners, SIZE, WAY, event(row=1, column=3))
    shown = on.put(2)(corners, SIZE, WAY, chosen)
    changed = new_corners(shown)
    assert (changed[2].source, changed[2].name) == (KEPT, "A mix: row 2, column 4")
    assert torch.equal(changed[2].latents, chosen.latents)
    assert (*changed[:2], changed[3]) == (*corners[:2], corners[3])
    assert (KEPT, "This face") in shown[7]["sources"]


def test_names_are_escaped(on, model, first):
    face = current_face(model.decode(torch.zeros(1, model.latent_dim)), "<b>Me</b>")
    corners, _ = on.first(face, SIZE, WAY)
    assert "<b>" not in on.pick(corners, SIZE, WAY, event(row=0, column=0))[1]


def test_the_matrix_can_be_taken_home_at_the_models_own_size(on, model, first):
    png = Image.open(io.BytesIO(on.matrix_of(first[0], SIZE, WAY)))
    assert (png.format, png.size) == ("PNG", (SIZE * model.image_size,) * 2)
    assert torch.equal(on.picture_of(first[1]), model.decode(first[1].latents))


def test_a_table_with_words_around_it_keeps_its_order():
    faces = torch.linspace(0, 1, 6).view(6, 1, 1, 1).expand(6, 3, 16, 16)
    value = table(faces, 3, list("abcdef"), above=list("xyz"), beside=["1", "2"])
    greys = [
        cell_of({"picture": value["picture"]}, row, column, 3).mean().item() for row in (0, 1) for column in range(3)
    ]
    assert greys == pytest.approx(torch.linspace(0, 1, 6).tolist(), abs=0.02)
    assert (value["above"], value["beside"]) == (["x", "y", "z"], ["1", "2"])


# --- films


@pytest.mark.parametrize("way", ["linear", "spherical"])
def test_a_film_tells_how_far_it_is_and_goes_from_one_corner_to_the_other(model, first, way):
    corners, _ = first
    *steps, last = films.maker(model, "mp4")(corners, 0, 3, 9, way)
    assert [step["done"] for step in steps] == [0, 4, 8, 9]
    assert all(step["of"] == 9 and "film" not in step for step in steps)
    assert "Test face (top left) to Invented face 26 (bottom right)" in last["note"]
    kind, _, data = last["film"].partition(",")
    assert kind == "data:video/mp4;base64"
    with av.open(io.BytesIO(base64.b64decode(data))) as film:
        frames = [torch.from_numpy(frame.to_ndarray(format="rgb24")) / 255 for frame in film.decode(video=0)]
    expected = model.decode(path(corners[0].latents, corners[3].latents, 9, way))
    for index, face in ((0, 0), (films.animation.HOLD + 3, 4), (films.animation.HOLD + 7, 8)):
        frame = frames[index].permute(2, 0, 1)[None]
        assert (small(frame) - small(expected[face][None])).abs().mean() < 0.02


def test_a_gif_has_its_frames_there_and_back(model, first):
    *_, last = films.maker(model, "gif")(first[0], 1, 2, 24, WAY)
    kind, _, data = last["film"].partition(",")
    assert kind == "data:image/gif;base64"
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert (picture.n_frames, picture.info["loop"]) == (46, 0)


def test_a_film_from_a_corner_to_itself_is_an_error_in_words(model, first):
    with pytest.raises(gr.Error, match="two different corners"):
        next(films.maker(model, "gif")(first[0], 1, 1, 24, WAY))


# --- mean faces


def test_ages_are_columns_and_genders_rows(means, model):
    value = means.value()
    assert value["beside"] == ["Women", "Men"]
    assert value["above"] == ["0\N{EN DASH}2", "20\N{EN DASH}29", "70+"]
    assert value["names"] == [
        "",
        "The mean of women, 20\N{EN DASH}29 years old",
        "The mean of women, 70+ years old",
        "The mean of boys, 0\N{EN DASH}2 years old",
        "The mean of men, 20\N{EN DASH}29 years old",
        "",
    ]
    drawn = small(model.decode(model.atlas.means))
    for place, index in (((0, 1), 0), ((0, 2), 1), ((1, 0), 2), ((1, 1), 3)):
        assert (cell_of(value, *place, 3) - drawn[index]).abs().mean() < 0.03, place
    for place in ((0, 0), (1, 2)):
        assert cell_of(value, *place, 3).mean() > 0.97


def test_a_mean_face_that_is_clicked_is_shown_large_with_how_many_it_is_of(on, model, first):
    chosen, large, board = on.pick_mean(first[0], event(row=0, column=1))
    assert torch.equal(chosen.latents, model.atlas.means[:1])
    assert "1,234 faces" in large
    assert "morph-shares" in large
    assert board.props["chosen"] == NONE


def test_a_mean_face_can_become_a_corner_and_go_to_the_sliders(on, model, first):
    chosen, *_ = on.pick_mean(first[0], event(row=1, column=0))
    corner = new_corners(on.put(1)(first[0], SIZE, WAY, chosen))[1]
    assert torch.equal(corner.latents, model.atlas.means[2:3])
    assert corner.name == "The mean of boys, 0\N{EN DASH}2 years old"
    assert torch.equal(on.open_mean(event(row=1, column=0))[0].latents, corner.latents)


@pytest.mark.parametrize("column", [0, 3])
def test_a_group_without_faces_is_refused_with_a_sentence(on, first, column):
    with pytest.raises(gr.Error, match="click another one"):
        on.pick_mean(first[0], event(row=0, column=column))


# --- the page


def column_of_means(model):
    blocks = build_demo(model, [TAB]).blocks.blocks.values()
    return next(block for block in blocks if block.elem_id == "morph-groups")


def test_mean_faces_are_on_the_page_only_where_they_are_known(model):
    assert column_of_means(model).visible
    model.atlas = None
    assert not column_of_means(model).visible


def test_programs_are_offered_nothing_that_only_the_page_needs(model):
    api = build_demo(model, [TAB]).blocks.get_api_info()["named_endpoints"]
    assert not [name for name in api if "morph" in name or "film" in name]
    assert set(api) <= {"/use_photo", "/random_face"}
