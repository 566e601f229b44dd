"""The crowd that measures the app notices what it is there to notice."""

from __future__ import annotations

import asyncio
import base64
import json

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.benchmarks.crowd import percentile
from tests.benchmarks.crowd_marks import few, mark, owner, pictures_in
from tests.benchmarks.crowd_page import Config, Page, messages_of
from tests.benchmarks.crowd_people import ACTIONS
from tests.benchmarks.crowd_seen import Seen, mark_of
from tests.support.pictures import opened, saved


def test_percentiles():
    taken = [5, 1, 4, 2, 3, 10, 9, 8, 7, 6]
    assert [percentile(taken, percent) for percent in (50, 90, 95, 100)] == [5, 9, 10, 10]
    assert percentile([3], 50) == 3
    assert np.isnan(percentile([], 50))


def test_a_picture_is_whose_photo_is_nearest():
    marks = {who: np.full((3, 8, 8, 3), value, np.float32) for who, value in ((1, 0.2), (2, 0.6))}
    assert owner(np.full((8, 8, 3), 0.3, np.float32), marks) == (1, pytest.approx(3))
    assert owner(np.full((8, 8, 3), 0.5, np.float32), marks) == (2, pytest.approx(3))


def test_a_picture_that_was_swapped_is_noticed():
    mine, other = mark(0), mark(1)
    sent, swapped = ({"value": {"after": _address(one.file)}, "busy": False} for one in (mine, other))
    known, seen = {0: mine.seen, 1: other.seen}, Seen()
    for answer in (sent, swapped):
        for picture in pictures_in([answer, "<p>none</p>", None]):
            seen.check("compare", few(picture), 0, known)
    assert seen.checked == 2
    assert sum(seen.strangers.values()) == 1
    assert not seen.unclear


def test_a_face_that_was_cut_out_and_made_smaller_is_its_owners_still():
    marked = mark(2)
    width, height = opened(marked.file).size
    face = opened(marked.file).crop((width // 4, height // 8, 3 * width // 4, height // 2))
    known = {number: mark(number).seen for number in range(4)}
    assert owner(few(face.resize((40, 40))), known)[0] == 2


def test_nobody_who_is_there_at_the_same_time_has_the_mark_of_another():
    for turn in range(5):
        here = {mark_of(place, turn + place % 2, 20) for place in range(0, 20, 2)}
        assert len(here) == 10
    assert len({mark_of(place, turn, 20) for place in range(20) for turn in range(2)}) == 40


def test_the_stream_of_the_queue_is_read_until_it_ends():
    sent = [{"msg": "estimation", "rank": 2}, {"msg": "heartbeat"}, {"msg": "close_stream"}, {"msg": "late"}]

    async def lines():
        for message in sent:
            yield f"data: {json.dumps(message)}"
            yield ""

    async def read():
        return [message async for message in messages_of(lines())]

    assert asyncio.run(read()) == sent[:1]


def test_a_page_sends_what_is_set_and_passes_on_what_it_triggers():
    heard, bodies = [], []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        if request.url.path.endswith("/queue/join"):
            return httpx.Response(503)
        return httpx.Response(200, json={"data": ["due"], "changed_state_ids": []})

    async def run():
        page = Page("http://test", _config(), lambda *told: heard.append(told))
        page.http = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://test")
        await page.change("slider", 7)
        return page.values[2]

    assert asyncio.run(run()) == "due"
    assert [(body["fn_index"], body["data"]) for body in bodies] == [(10, [7, None]), (11, ["due"])]
    assert [(name, fault) for name, _, _, fault in heard] == [("show", ""), ("slow", "busy")]


def test_everything_that_people_do_is_done_now_and_then():
    assert all(often > 0 for often in ACTIONS.values())
    assert len({action.__name__ for action in ACTIONS}) == len(ACTIONS)


def _address(file: bytes) -> str:
    picture = Image.open(opened(file).fp)
    return f"data:image/jpeg;base64,{base64.b64encode(saved(picture, 'JPEG')).decode()}"


def _config() -> Config:
    """A slider (1) whose handler fills a box (2), and one in the queue that hears that."""
    more = {"backend_fn": True, "trigger_mode": "once", "trigger_after": None, "trigger_only_on_failure": False}
    show = {"id": 10, "api_name": "show", "targets": [[1, "input"]], "inputs": [1, 3], "outputs": [2], "queue": False}
    slow = {"id": 11, "api_name": "slow", "targets": [[2, "change"]], "inputs": [2], "outputs": [3], "queue": True}
    components = [
        {"id": 1, "type": "slider", "props": {"elem_id": "slider", "value": 5}},
        {"id": 2, "type": "textbox", "props": {}},
        {"id": 3, "type": "state", "props": {}},
    ]
    return Config.read({"components": components, "dependencies": [show | more, slow | more]})
