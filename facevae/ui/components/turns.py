"""Who computes when, of all who use the app at once: few at a time, and nobody quick waits for what is slow.

Everything that a handler or a route computes goes through ``Turns.take``: a few threads of their own do it, the
shortest first, judged by how long the same took before. What is `later` has one thread for itself, which gets what the
others leave of the cores. A handler that yields takes a turn for each step, so that a film or a photo with many faces
lets others in between.
"""

from __future__ import annotations

import asyncio
import atexit
import contextvars
import functools
import inspect
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import gradio as gr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from facevae.ui.components import machine

PATH = "/facevae/turns"
"""Address of the route that tells a waiting page how many are before it, from the root of the app."""

AT_ONCE = 4
"""Turns that are computed at the same time, beside one that is `later`. With two of those 95 of 100 restorations took
less than 2.8 s, and with one 1.9 s, while 20 people came at once and stayed for two minutes, on two idle cores."""

SLOW_AT_ONCE = 3
"""Those of them that may be slow: one is always left for what is quick."""

SLOW = 0.15
"""Seconds of computing from which on something is slow: a restoration takes 0.2 to 0.3, a drag 0.01 to 0.07."""

PATIENCE = 0.5
"""By how many seconds of work somebody moves forward for each second of waiting; without it, what is slow might wait
for ever."""

NICE = 10
"""How far the thread for what is `later` stands back, see `machine.stand_back`."""

MOST_WAITING = 80
"""Turns that may wait; who comes then is asked to try again. Four for each of 20 people."""

TO_END = 5.0
"""Seconds for which the end of the process waits for a turn that is at work."""

BUSY = "Too many people are at work here right now: please try again in a moment."

_END, _MARK = object(), "_later"

Handler = TypeVar("Handler", bound=Callable[..., Any])


def later(handler: Handler) -> Handler:
    """Mark a handler as one that others go before: what it makes refines what is there, or takes a while anyway.

    One of them is at work at a time, and stands back where others want the cores.
    """
    setattr(handler, _MARK, True)
    return handler


class BusyError(RuntimeError):
    """Too many wait already; the message is one sentence for the person."""

    def __init__(self) -> None:
        super().__init__(BUSY)


@dataclass(eq=False)
class _Turn:
    """Something to compute.

    Attributes:
        name: of what is computed; the same takes about as long each time.
        work: the computation.
        came: when it was asked for, in seconds of ``time.monotonic``.
        later: whether others go before it, see `later`.
        done: takes its result.
    """

    name: str
    work: Callable[[], Any]
    came: float
    later: bool
    done: Future = field(default_factory=Future)


class Turns:
    """Lets a few compute at a time; threads start with the first turn.

    Args:
        at_once: as `AT_ONCE`; what is `later` is not among them.
        slow_at_once: as `SLOW_AT_ONCE`, fewer.
        most_waiting: as `MOST_WAITING`.
    """

    def __init__(
        self, at_once: int = AT_ONCE, slow_at_once: int = SLOW_AT_ONCE, most_waiting: int = MOST_WAITING
    ) -> None:
        self._at_once, self._slow_at_once, self._most_waiting = at_once, slow_at_once, most_waiting
        self._changed = threading.Condition()
        self._waiting: list[_Turn] = []
        self._running: list[_Turn] = []
        self._usual: dict[str, float] = {}
        self._threads: list[threading.Thread] = []
        self._is_over = False

    async def take(self, name: str, work: Callable[..., Any], *args: Any, later: bool = False) -> Any:
        """Compute ``work(*args)`` when it is its turn, and return the result.

        Args:
            name: of what is computed, see `_Turn`.
            work: what computes; it is left out where its asyncio task is cancelled before its turn.
            args: what it takes.
            later: whether others go before it.
        Raises:
            BusyError: too many wait.
        """
        work = functools.partial(contextvars.copy_context().run, work, *args)
        turn = _Turn(name, work, time.monotonic(), later)
        with self._changed:
            self._waiting = [one for one in self._waiting if not one.done.cancelled()]
            if len(self._waiting) >= self._most_waiting:
                raise BusyError
            self._waiting.append(turn)
            self._start()
            self._changed.notify_all()
        return await asyncio.wrap_future(turn.done)

    def before(self, seconds: float) -> int:
        """Return how many turns that were asked for more than so many seconds ago are not done."""
        since = time.monotonic() - seconds
        with self._changed:
            waiting = [one for one in self._waiting if not one.done.cancelled()]
            return sum(one.came < since for one in [*waiting, *self._running])

    def in_turn(self, name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
        """Return an event handler of Gradio as one that takes turns of a name: for each step, if it yields."""
        if inspect.iscoroutinefunction(handler) or inspect.isasyncgenfunction(handler):
            return handler  # takes turns already
        take = functools.partial(self._take_or_say, name, getattr(handler, _MARK, False))

        if inspect.isgeneratorfunction(handler):

            @functools.wraps(handler)
            async def steps(*args: Any) -> AsyncIterator[Any]:
                made = handler(*args)
                while (step := await take(next, made, _END)) is not _END:
                    yield step

            return steps

        @functools.wraps(handler)
        async def whole(*args: Any) -> Any:
            return await take(handler, *args)

        return whole

    async def answer(self, request: Request) -> Response:
        """Answer the route: how many came before a page that has waited for ``?for=`` seconds."""
        try:
            seconds = float(request.query_params.get("for", ""))
        except ValueError:
            return Response(status_code=400)
        return JSONResponse({"before": self.before(seconds)}, headers={"Cache-Control": "no-store"})

    async def _take_or_say(self, name: str, later: bool, work: Callable[..., Any], *args: Any) -> Any:
        try:
            return await self.take(name, work, *args, later=later)
        except BusyError as error:
            raise gr.Error(str(error), title="Busy", print_exception=False) from error

    def _start(self) -> None:
        if self._threads:
            return
        # Python ends these threads wherever they are, and a computation that is at work then takes the process with it.
        atexit.register(self._stop)
        works = [self._work] * self._at_once + [self._work_later]
        for number, work in enumerate(works):
            self._threads.append(threading.Thread(target=work, name=f"turns-{number}", daemon=True))
            self._threads[-1].start()

    def _stop(self) -> None:
        """Let each thread end what it is at, and no other turn begin."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(TO_END)

    def _work_later(self) -> None:
        machine.stand_back(NICE)
        self._work(later=True)

    def _work(self, later: bool = False) -> None:
        while True:
            with self._changed:
                while (turn := self._next(later)) is None and not self._is_over:
                    self._changed.wait()
                if turn is None or self._is_over:
                    return
                self._waiting.remove(turn)
                if not turn.done.set_running_or_notify_cancel():
                    continue
                self._running.append(turn)
            began = time.thread_time()  # not by the clock: what waits for a core is no slower for that
            try:
                result = turn.work()
            except BaseException as error:
                self._finish(turn, began)
                turn.done.set_exception(error)
            else:
                self._finish(turn, began)
                turn.done.set_result(result)
            # Nothing of the visitor stays in a thread that waits for the next one.
            turn = result = None

    def _finish(self, turn: _Turn, began: float) -> None:
        took = time.thread_time() - began
        with self._changed:
            self._running.remove(turn)
            self._usual[turn.name] = 0.7 * self._usual.get(turn.name, took) + 0.3 * took
            self._changed.notify_all()

    def _next(self, later: bool) -> _Turn | None:
        """Return whose turn it is: the shortest that waits, less for each second that it has waited."""
        can = [one for one in self._waiting if one.later == later]
        slow = sum(self._seconds(one) >= SLOW for one in self._running if not one.later)
        if not later and slow >= self._slow_at_once:
            can = [one for one in can if self._seconds(one) < SLOW]
        now = time.monotonic()
        return min(can, key=lambda one: self._seconds(one) - PATIENCE * (now - one.came), default=None)

    def _seconds(self, turn: _Turn) -> float:
        return self._usual.get(turn.name, 0.0)
