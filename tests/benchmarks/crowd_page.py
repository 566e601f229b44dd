"""One visitor's page without a browser: it sends what the page would send, and passes on what answers trigger.

It knows the page's configuration, the values of all components, and which handlers hear which event. As a browser, it
holds at most six connections, one of them with the heartbeat that tells the server that the page is open.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx
from gradio_client.utils import apply_diff

CONNECTIONS = 6
SECONDS = 120.0
"""How long a browser's user would wait at the very most; what takes longer counts as an error."""

Heard = Callable[[str, float, float, str], None]
"""Takes the name of a handler, the seconds its answer took, those of them in the queue, and "", "busy" or an error."""


@dataclass(frozen=True)
class Config:
    """What a page is told when it opens.

    Attributes:
        components: by id.
        handlers: by id; those that run on the server.
        hearing: ids of the handlers that hear an event, by component and name of the event.
        after: ids of the handlers that come after another one.
    """

    components: dict[int, dict[str, Any]]
    handlers: dict[int, dict[str, Any]]
    hearing: dict[tuple[int, str], list[int]]
    after: dict[int, list[int]]

    @classmethod
    def read(cls, sent: dict[str, Any]) -> Config:
        """Read what ``/config`` answers."""
        handlers = {one["id"]: one for one in sent["dependencies"] if one["backend_fn"]}
        hearing, after = defaultdict(list), defaultdict(list)
        for number, one in handlers.items():
            if one["trigger_after"] is not None and not one["trigger_only_on_failure"]:
                after[one["trigger_after"]].append(number)
            for component, event in one["targets"]:
                if component is not None:
                    hearing[component, event].append(number)
        return cls({one["id"]: one for one in sent["components"]}, handlers, dict(hearing), dict(after))

    def named(self, elem_id: str) -> int:
        """Return the component with an id on the page."""
        return next(number for number, one in self.components.items() if one["props"].get("elem_id") == elem_id)


class BusyError(Exception):
    """The server has refused, as too many wait."""


@dataclass
class Page:
    """An open page.

    Args:
        address: of the app, without / at its end.
        config: what the page is told.
        heard: is called with every answer.
    """

    address: str
    config: Config
    heard: Heard
    later: frozenset[str] = frozenset({"denoise_curves", "sharpen"})
    session: str = field(default_factory=lambda: secrets.token_hex(6))
    values: dict[int, Any] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Queue] = field(default_factory=dict)
    _early: dict[str, list] = field(default_factory=lambda: defaultdict(list))
    _running: dict[int, Any] = field(default_factory=dict)
    _tasks: set[asyncio.Task] = field(default_factory=set)
    _stream: asyncio.Task | None = None
    _beating: asyncio.Task | None = None
    answered: list[tuple[int, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Gone before the server cuts what is idle, which browsers notice and httpx does not.
        limits = httpx.Limits(max_connections=CONNECTIONS, keepalive_expiry=2)
        self.http = httpx.AsyncClient(base_url=self.address, timeout=SECONDS, limits=limits)
        self.values = {number: one["props"].get("value") for number, one in self.config.components.items()}

    async def open(self) -> None:
        """Load the page, and do what it does by itself."""
        (await self.http.get("/")).raise_for_status()
        self._beating = asyncio.create_task(self._heartbeat())
        await self.fire(0, "load")

    async def rest(self) -> None:
        """Wait for what is drawn later."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Leave: all connections are cut."""
        for task in (*self._tasks, self._stream, self._beating):
            if task is not None:
                task.cancel()
        await self.http.aclose()

    async def fire(self, component: int | str, event: str, data: Any = None) -> None:
        """Let an event happen, and wait for all that it leads to; what is drawn later, as the curves, goes on."""
        number = self.config.named(component) if isinstance(component, str) else component
        heard = self.config.hearing.get((number, event), [])
        await self._all(self._run(handler, number, data) for handler in heard)

    def set(self, elem_id: str, value: Any) -> None:
        """Let a person set a component."""
        self.values[self.config.named(elem_id)] = value

    async def change(self, elem_id: str, value: Any, event: str = "input") -> None:
        """Let a person set a component, which tells of it."""
        self.set(elem_id, value)
        await self.fire(elem_id, event)

    async def _all(self, doing: Any) -> None:
        await asyncio.gather(*doing)

    def _keep(self, doing: Coroutine) -> None:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, number: int, trigger: int, data: Any = None) -> None:
        """Call a handler as its trigger mode says, then what its answer triggers."""
        mode = self.config.handlers[number]["trigger_mode"]
        if mode == "multiple":
            changed = await self._call(number, trigger, data)
        elif number not in self._running:
            changed = await self._call_newest(number, trigger, data)
        else:
            if mode == "always_last":
                self._running[number] = (trigger, data)
            return
        if changed is None:
            return
        calls = [self._run(later, trigger) for later in self.config.after.get(number, [])]
        for component in changed:
            for handler in self.config.hearing.get((component, "change"), []):
                if self.config.handlers[handler]["api_name"] in self.later:
                    self._keep(self._run(handler, component))
                else:
                    calls.append(self._run(handler, component))
        await self._all(calls)

    async def _call_newest(self, number: int, trigger: int, data: Any) -> list[int] | None:
        """Call a handler, and again where it was wanted anew in the meantime."""
        self._running[number] = None
        try:
            while True:
                changed = await self._call(number, trigger, data)
                if (again := self._running[number]) is None:
                    return changed
                self._running[number], (trigger, data) = None, again
        finally:
            del self._running[number]

    async def _call(self, number: int, trigger: int, data: Any) -> list[int] | None:
        """Ask the server; returns the components that changed, None where it failed."""
        handler = self.config.handlers[number]
        body = {
            "data": [None if self._is_state(one) else self.values.get(one) for one in handler["inputs"]],
            "event_data": data,
            "fn_index": number,
            "trigger_id": trigger,
            "session_hash": self.session,
        }
        began, queued, changed, fault = time.perf_counter(), 0.0, [], ""
        try:
            if handler["queue"]:
                async for answer, waited in self._queued(body):
                    queued = waited
                    changed += self._take(handler, answer)
            else:
                answer = await self.http.post("/gradio_api/run/predict", json=body)
                if answer.status_code != httpx.codes.OK:
                    raise RuntimeError(f"{answer.status_code} {answer.text[:200]}")
                changed = self._take(handler, answer.json())
        except BusyError:
            fault = "busy"
        except (httpx.HTTPError, RuntimeError, TimeoutError) as error:
            fault = f"{type(error).__name__}: {error}"
        self.heard(handler["api_name"] or str(number), time.perf_counter() - began, queued, fault)
        return None if fault else list(dict.fromkeys(changed))

    def _is_state(self, number: int) -> bool:
        return self.config.components[number]["type"] == "state"

    def _take(self, handler: dict[str, Any], answer: dict[str, Any]) -> list[int]:
        """Take what a handler returned; returns what of it is to be told of as changed."""
        changed = [number for number in answer.get("changed_state_ids", []) if number in handler["outputs"]]
        for number, value in zip(handler["outputs"], answer.get("data") or [], strict=False):
            if self._is_state(number):
                continue
            self.answered.append((number, value))
            if isinstance(value, dict) and value.get("__type__") == "update":
                if "value" not in value:
                    continue
                value = value["value"]
            if value != self.values.get(number):
                self.values[number] = value
                changed.append(number)
        return changed

    async def _queued(self, body: dict[str, Any]) -> AsyncIterator[tuple[dict[str, Any], float]]:
        """Wait in the queue; yields each answer, and the seconds it took before anything was done."""
        began, queued, last = time.perf_counter(), 0.0, []
        joined = await self.http.post("/gradio_api/queue/join", json=body)
        if joined.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            raise BusyError
        joined.raise_for_status()
        event = joined.json()["event_id"]
        messages = self._waiting[event] = asyncio.Queue()
        for early in self._early.pop(event, []):
            messages.put_nowait(early)
        self._listen()
        try:
            while True:
                message = await asyncio.wait_for(messages.get(), SECONDS)
                kind = message["msg"]
                if kind == "process_starts":
                    queued = time.perf_counter() - began
                elif kind == "process_generating":
                    sent = message["output"]["data"]
                    last = [apply_diff(old, one) for old, one in zip(last, sent, strict=True)] if last else sent
                    yield {**message["output"], "data": last}, queued
                elif kind == "process_completed":
                    if not message["success"]:
                        raise RuntimeError(message["output"].get("error") or "failed")
                    yield message["output"], queued
                    return
                elif kind == "unexpected_error":
                    raise RuntimeError(message["message"])
        finally:
            self._waiting.pop(event, None)

    def _listen(self) -> None:
        if self._stream is None or self._stream.done():
            self._stream = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """Hand on what the stream of the queue tells, until nothing is waited for any more."""
        while self._waiting:
            try:
                async with self.http.stream("GET", f"/gradio_api/queue/data?session_hash={self.session}") as stream:
                    async for message in messages_of(stream.aiter_lines()):
                        self._hand_on(message)
            except httpx.HTTPError as error:
                self._hand_on({"msg": "unexpected_error", "message": repr(error)})
                return

    def _hand_on(self, message: dict[str, Any]) -> None:
        event = message.get("event_id")
        if event in self._waiting:
            self._waiting[event].put_nowait(message)
        elif event is not None:
            self._early[event].append(message)
        elif message["msg"] == "unexpected_error":
            for waiting in self._waiting.values():
                waiting.put_nowait(message)

    async def _heartbeat(self) -> None:
        async with self.http.stream("GET", f"/gradio_api/heartbeat/{self.session}", timeout=None) as stream:
            async for _ in stream.aiter_raw():
                pass


async def messages_of(lines: AsyncIterator[str]) -> AsyncIterator[dict[str, Any]]:
    """Read the messages of the queue's stream, each a line that begins with "data:"; ends as the stream does."""
    async for line in lines:
        if line.startswith("data:"):
            message = json.loads(line.removeprefix("data:"))
            if message["msg"] == "close_stream":
                return
            if message["msg"] != "heartbeat":
                yield message
