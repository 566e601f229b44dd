import inspect
import json
import os
import re
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae.ui.app import COMPRESSED, build_demo
from facevae.ui.components.base import PageComponent
from facevae.ui.components.shared_pictures import WORTH_IT
from facevae.ui.components.turns import PATH as TURNS
from facevae.ui.context import Tab
from facevae.ui.tabs.registry import TABS
from tests.support.linear import linear_model


@pytest.fixture(scope="module")
def demo():
    return build_demo(linear_model())


def handlers(demo):
    return list(demo.blocks.fns.values())


def face_state(demo):
    return next(b for b in demo.blocks.blocks.values() if isinstance(b, gr.State) and hasattr(b.value, "pixels"))


def test_the_page_has_every_tab_in_order(demo):
    tabs = [block for block in demo.blocks.blocks.values() if isinstance(block, gr.Tab)]
    assert [(tab.id, tab.label, tab.elem_id) for tab in tabs] == [(t.key, t.title, f"tab-{t.key}") for t in TABS]


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_every_tab_stands_alone(tab, model):
    demo = build_demo(model, [tab])
    ids = [block.elem_id for block in demo.blocks.blocks.values() if block.elem_id]
    assert f"explain-{tab.key}" in ids


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_every_tab_says_what_to_try_in_one_sentence(tab):
    assert tab.invitation[-1] in ".?!"
    assert sum(tab.invitation.count(mark) for mark in ".?!") == 1


def test_what_our_components_tell_the_page_is_plain_data(demo):
    components = [block for block in demo.blocks.blocks.values() if isinstance(block, PageComponent)]
    assert components
    for component in components:
        json.dumps(component.get_config())


def test_no_large_picture_stands_in_the_page_itself(demo):
    components = [block.get_config() for block in demo.blocks.blocks.values() if isinstance(block, gr.HTML)]
    config = json.dumps(components, default=str)
    inside = re.findall("data:image/(?:jpeg|png|webp);base64,([A-Za-z0-9+/=]*)", config)
    assert max(map(len, inside)) < WORTH_IT
    assert config.count("facevae/picture/") > 5


def test_the_page_is_compressed_and_the_stream_of_events_is_not():
    async def page(request):
        return HTMLResponse(1000 * "again ")

    async def stream(request):
        return StreamingResponse(iter(100 * ["data: again\n\n"]), media_type="text/event-stream")

    app = Starlette(routes=[Route("/", page), Route("/stream", stream)], middleware=[COMPRESSED])
    client = TestClient(app, headers={"Accept-Encoding": "gzip"})
    assert client.get("/").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/stream").headers


def test_what_gradio_writes_lies_in_a_folder_that_only_this_account_may_open(model, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    blocks = build_demo(model, TABS[:1]).blocks
    folder = Path(os.environ["GRADIO_TEMP_DIR"])
    assert folder.stat().st_uid == os.getuid()
    assert folder.stat().st_mode & 0o077 == 0
    assert {block.GRADIO_CACHE for block in blocks.blocks.values()} == {str(folder)}


def test_a_folder_that_was_asked_for_is_used(model, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    blocks = build_demo(model, TABS[:1]).blocks
    assert {block.GRADIO_CACHE for block in blocks.blocks.values()} == {str(tmp_path)}


def test_the_vote_is_on_the_server_of_the_app(demo, monkeypatch):
    monkeypatch.setattr(demo.blocks, "launch", lambda **launched: launched)
    client = TestClient(Starlette(**demo.launch()["app_kwargs"]))
    assert client.get("/vote/state").json()["stage"] == "none"
    assert client.get("/vote").headers["content-encoding"] == "gzip"


def test_whatever_is_computed_takes_its_turn(demo, monkeypatch):
    monkeypatch.setattr(demo.blocks, "launch", lambda **launched: launched)
    client = TestClient(Starlette(**demo.launch()["app_kwargs"]))
    computing = [fn.fn for fn in handlers(demo) if fn.fn is not None]
    assert len(computing) > 100
    assert all(inspect.iscoroutinefunction(fn) or inspect.isasyncgenfunction(fn) for fn in computing)
    assert client.get(TURNS, params={"for": 2}).json() == {"before": 0}


def test_no_id_is_used_twice(demo):
    ids = [block.elem_id for block in demo.blocks.blocks.values() if block.elem_id]
    assert sorted(ids) == sorted(set(ids))


def test_what_sets_the_face_goes_through_the_queue(demo):
    setters = [fn for fn in handlers(demo) if face_state(demo) in fn.outputs]
    assert len(setters) >= 3
    assert all(fn.queue for fn in setters)


def test_the_face_is_there_before_anybody_does_anything(demo):
    assert face_state(demo).value.name == "Eileen Collins"


def test_the_first_view_is_restored_before_it_is_opened(demo):
    pictures = next(block for block in demo.blocks.blocks.values() if block.elem_id == "damage-pictures")
    assert pictures.value.count("<img") == 3
    _, seen, *_ = next(fn for fn in handlers(demo) if fn.fn is named(demo, "due")[0]).inputs
    assert seen.value == face_state(demo).value.key


def _opened(demo, asked):
    """What the page opens for an address, by component, and the handler that does."""
    load = next(fn for fn in handlers(demo) if fn.fn is not None and fn.fn.__name__ == "open_tab")
    query = {"tab": asked} if asked is not None else {}
    return inspect.unwrap(load.fn)(SimpleNamespace(session_hash=None, query_params=query)), load


def test_the_address_chooses_the_tab(demo):
    opened, load = _opened(demo, "denoise")
    assert [opened[component] for component in load.outputs if isinstance(component, gr.State)] == ["denoise"]
    assert [value.selected for value in opened.values() if isinstance(value, gr.Tabs)] == ["denoise"]


@pytest.mark.parametrize("asked", ["", None, "nonsense"])
def test_without_a_tab_in_the_address_the_one_that_is_open_stays(demo, asked):
    opened, _ = _opened(demo, asked)
    assert opened == gr.skip()


@pytest.fixture
def counting(model):
    """A page of two tabs that count their refreshes."""
    counts = {"one": 0, "two": 0}

    def build(context):
        def refresh(face):
            counts[context.key] += 1
            return {name: face.name}

        name = gr.Textbox()
        context.on_face(refresh, [], [name])

    tabs = [Tab(key, key, "Try.", build) for key in counts]
    return build_demo(model, tabs), counts


def named(demo, name):
    return [fn.fn for fn in handlers(demo) if fn.fn is not None and fn.fn.__name__ == name]


def test_a_hidden_tab_does_no_work_when_the_face_changes(counting, face):
    demo, counts = counting
    # Each tab is asked when it is opened and when the face changes; only the second tells which tab is visible.
    _, one, _, two = named(demo, "due")
    assert one(face, "", "two") == gr.skip()
    assert two(face, "", "two") == face.key
    assert counts == {"one": 0, "two": 0}
    assert list(named(demo, "refresh")[1](face).values()) == [face.key, face.name]
    assert counts == {"one": 0, "two": 1}


def test_a_tab_shown_again_with_the_same_face_keeps_what_was_made(counting, face):
    demo, _ = counting
    opened = named(demo, "due")[0]
    assert opened(face, "") == face.key
    assert opened(face, face.key) == gr.skip()


def test_no_event_is_put_off_whose_data_is_read(demo):
    """Gradio sends what it puts off with the data of the event before it: a click would be taken for another one."""
    read = [one for one in handlers(demo) if one.fn is not None and "EventData" in str(inspect.signature(one.fn))]
    assert len(read) > 5
    assert [one.fn.__qualname__ for one in read if one.trigger_mode == "always_last"] == []
