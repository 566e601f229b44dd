"""Pictures that everybody gets alike have addresses; nothing else can be had from there."""

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae.ui.components.encoding import data_address
from facevae.ui.components.shared_pictures import FOLDER, PATH, WORTH_IT, SharedPictures

FILE = bytes(range(256)) * 8
DATA = data_address(FILE, "image/jpeg")
"""What is in it does not matter: it is passed on as it is."""


@pytest.fixture
def shared() -> SharedPictures:
    return SharedPictures()


@pytest.fixture
def client(shared) -> TestClient:
    return TestClient(Starlette(routes=[Route(PATH, shared.answer)]))


def test_a_picture_that_was_moved_out_is_served_as_it_was_and_may_be_kept(shared, client):
    answer = client.get("/" + shared.move_out(DATA))
    assert (answer.content, answer.headers["content-type"]) == (FILE, "image/jpeg")
    assert "immutable" in answer.headers["cache-control"]


def test_pictures_are_found_wherever_they_stand_and_all_else_stays(shared):
    moved = shared.move_out({"rows": [{"low": DATA, "most": 2.5}], "html": f'<p>A<img src="{DATA}">', "none": None})
    address = moved["rows"][0]["low"]
    assert address.startswith(FOLDER.removeprefix("/"))
    assert moved == {"rows": [{"low": address, "most": 2.5}], "html": f'<p>A<img src="{address}">', "none": None}


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(data_address(FILE, "video/mp4"), id="a film"),
        pytest.param(data_address(FILE, "image/svg+xml"), id="what may hold scripts"),
        pytest.param(data_address(FILE[: WORTH_IT // 2], "image/png"), id="a small one"),
    ],
)
def test_what_is_no_large_picture_stays_in_the_page(shared, kept):
    assert shared.move_out(kept) == kept


def test_the_route_serves_only_what_was_moved_out(shared, client):
    name = shared.move_out(DATA).rpartition("/")[2]
    other = SharedPictures().move_out(data_address(FILE[::-1], "image/jpeg")).rpartition("/")[2]
    for asked in (other, name.replace("jpeg", "png"), name[:-1], "", "..%2f" + name, "%2e%2e/%2e%2e/etc/passwd"):
        assert client.get(FOLDER + asked).status_code == 404
    assert client.post(FOLDER + name, content=FILE).status_code == 405


def test_a_component_opens_with_addresses_and_says_which(shared):
    with gr.Blocks():
        component = gr.HTML(f'<img src="{DATA}">', picture=DATA)
    (first, second) = shared.move_out_of(component)
    assert first == second
    assert component.get_config()["value"] == f'<img src="{first}">'
    assert component.get_config()["props"] == {"picture": first}
