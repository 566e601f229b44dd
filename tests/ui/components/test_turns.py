"""Few compute at a time: what is quick before what is slow, and nobody without end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import AsyncIterator

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from facevae.ui.components.turns import BUSY, NICE, PATH, SLOW, BusyError, Turns, later


class Held:
    """Work that waits to be let go, and notes the order in which it was done."""

    def __init__(self) -> None:
        self.begun, self.let_go, self.order = threading.Event(), threading.Event(), []

    def hold(self) -> None:
        self.begun.set()
        assert self.let_go.wait(10)

    @contextlib.asynccontextmanager
    async def holding(self, turns: Turns, later: bool = False) -> AsyncIterator[None]:
        """Be at work in a thread, and let go in the end."""
        first = asyncio.create_task(turns.take("hold", self.hold, later=later))
        await asyncio.to_thread(self.begun.wait, 10)
        yield
        self.let_go.set()
        await first

    def note(self, name: str) -> str:
        self.order.append(name)
        return name


def compute(seconds: float) -> None:
    """Take so much of a core."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def _behind(turns: Turns, held: Held, *others) -> list:
    """Hold all threads but none of the others, which come one after the other; returns what they return."""
    tasks = []
    async with held.holding(turns):
        for other in others:
            tasks.append(asyncio.create_task(other))
            await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_what_is_quick_goes_before_what_is_slow():
    turns, held = Turns(at_once=1, slow_at_once=1), Held()

    async def run():
        await turns.take("slow", compute, 0.05)
        await turns.take("quick", int)
        return await _behind(
            turns,
            held,
            turns.take("slow", held.note, "slow"),
            turns.take("quick", held.note, "quick"),
        )

    assert asyncio.run(run()) == ["slow", "quick"]
    assert held.order == ["quick", "slow"]


@pytest.mark.parametrize("is_later", [False, True], ids=["others", "later"])
def test_what_is_later_and_the_others_do_not_wait_for_each_other(is_later):
    turns, held = Turns(at_once=1, slow_at_once=1), Held()

    async def run():
        async with held.holding(turns, later=is_later):
            second = asyncio.create_task(turns.take("second", held.note, "second", later=is_later))
            other = await asyncio.wait_for(turns.take("other", held.note, "other", later=not is_later), 10)
        await second
        return other

    assert asyncio.run(run()) == "other"
    assert held.order == ["other", "second"]


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere a thread has the priority of its process.")
def test_what_is_later_stands_back_for_the_others():
    turns = Turns()

    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    async def run():
        return await turns.take("other", priority), await turns.take("later", priority, later=True)

    other, later = asyncio.run(run())
    assert other == priority()
    assert later == min(other + NICE, 19)


def test_a_slow_one_leaves_a_thread_to_the_quick():
    turns, held = Turns(at_once=2, slow_at_once=1), Held()

    async def run():
        await turns.take("slow", compute, SLOW)
        slow = [asyncio.create_task(turns.take("slow", held.hold)) for _ in range(2)]
        await asyncio.to_thread(held.begun.wait, 10)
        quick = await asyncio.wait_for(turns.take("quick", held.note, "quick"), 10)
        held.let_go.set()
        await asyncio.gather(*slow)
        return quick

    assert asyncio.run(run()) == "quick"


def test_no_more_than_a_few_are_computed_at_a_time():
    turns, at_work, most = Turns(at_once=2, slow_at_once=1), [], []

    def work() -> None:
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.002)
        at_work.pop()

    async def run():
        await asyncio.gather(*(turns.take("work", work) for _ in range(20)))

    asyncio.run(run())
    assert len(most) == 20
    assert max(most) <= 2


def test_who_comes_when_too_many_wait_is_asked_to_try_again():
    turns, held = Turns(at_once=1, slow_at_once=1, most_waiting=1), Held()
    handler = turns.in_turn("handler", lambda: None)
    waited, refused, said = asyncio.run(
        _behind(turns, held, turns.take("a", held.note, "a"), turns.take("b", held.note, "b"), handler())
    )
    assert waited == "a"
    assert isinstance(refused, BusyError)
    assert isinstance(said, gr.Error)
    assert said.message == BUSY
    assert held.order == ["a"]


def test_a_handler_that_yields_takes_a_turn_for_each_step():
    turns, held = Turns(at_once=1, slow_at_once=1), Held()

    def count(upto: int):
        for number in range(upto):
            yield held.note(number)

    async def steps():
        return [number async for number in turns.in_turn("count", count)(3)]

    async def run():
        return await _behind(turns, held, steps(), turns.take("quick", held.note, "quick"))

    assert asyncio.run(run()) == [[0, 1, 2], "quick"]
    assert held.order == [0, "quick", 1, 2]


def test_a_handler_may_be_marked_as_one_that_is_later():
    turns, held = Turns(at_once=1, slow_at_once=1), Held()

    @later
    def note() -> str:
        return held.note("noted")

    async def run():
        async with held.holding(turns):
            return await asyncio.wait_for(turns.in_turn("note", note)(), 10)

    assert asyncio.run(run()) == "noted"


def test_what_goes_wrong_goes_wrong_where_it_was_asked_for():
    turns = Turns()
    with pytest.raises(ZeroDivisionError):
        asyncio.run(turns.take("wrong", lambda: 1 / 0))
    assert asyncio.run(turns.take("right", lambda: 1)) == 1


def test_what_is_cancelled_before_its_turn_is_not_computed():
    turns, held = Turns(at_once=1, slow_at_once=1), Held()

    async def run():
        async with held.holding(turns):
            second = asyncio.create_task(turns.take("second", held.note, "second"))
            await asyncio.sleep(0)
            second.cancel()
            await asyncio.sleep(0)
        await turns.take("third", held.note, "third")

    asyncio.run(run())
    assert held.order == ["third"]


def test_a_page_learns_how_many_came_before_it():
    turns, held = Turns(at_once=1, slow_at_once=1), Held()
    client = TestClient(Starlette(routes=[Route(PATH, turns.answer)]))

    async def run():
        async with held.holding(turns):
            second = asyncio.create_task(turns.take("second", held.note, "second"))
            await asyncio.sleep(0)
            found = [turns.before(0), turns.before(60)]
        await second
        return [*found, turns.before(0)]

    assert asyncio.run(run()) == [2, 0, 0]
    assert client.get(f"{PATH}?for=1.5").json() == {"before": 0}
    assert client.get(f"{PATH}?for=long").status_code == 400
