"""A Hugging Face Hub in memory that speaks HTTP: as much as publishing and loading a model and making a Space need."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import huggingface_hub
import pytest
from huggingface_hub import constants

TOKEN = "hf_of_the_owner"
PAID = "cpu-basic"
"""Hardware that asks for a paid plan."""

INITIAL = {".gitattributes": b"*.safetensors filter=lfs\n"}


@dataclass
class Repository:
    """Commits, oldest first: (name, files, message); the SDK and the hardware of a Space."""

    private: bool = False
    sdk: str | None = None
    hardware: str | None = None
    commits: list[tuple[str, dict[str, bytes], str]] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, files: dict[str, bytes], message: str = "") -> str:
        name = hashlib.sha1(f"{len(self.commits)} {sorted(files)} {message}".encode()).hexdigest()
        self.commits.append((name, files, message))
        return name

    def files(self, revision: str) -> tuple[str, dict[str, bytes]] | None:
        revision = self.tags.get(revision, revision)
        if revision == "main":
            return self.commits[-1][:2]
        return next(((name, files) for name, files, _ in self.commits if name == revision), None)


class FakeHub(ThreadingHTTPServer):
    """The server; `requests` has all that it was asked, as "METHOD /path".

    Spaces are among the repositories as "spaces/user/name"; `pays` says whether the owner has a paid plan.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repositories: dict[str, Repository] = {}
        self.uploads: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.pays = False
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def changes(self) -> list[str]:
        """The requests that may change something."""
        return [request for request in self.requests if not request.startswith(("GET", "HEAD"))]

    def add(self, name: str, files: dict[str, bytes]) -> str:
        """Commit files to a repository, made if it is missing; returns the commit."""
        return self.repositories.setdefault(name, Repository()).commit(files)

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


@contextmanager
def running(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """Let huggingface_hub talk to a new hub, as the owner of its repositories, and keep what it fetches in `cache`."""
    hub = FakeHub()
    monkeypatch.setattr(constants, "ENDPOINT", hub.url)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", hub.url + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    huggingface_hub.close_session()  # so that the proxies are read again
    yield hub
    hub.stop()


class _Handler(BaseHTTPRequestHandler):
    server: FakeHub

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self._note()
        if match := re.fullmatch(r"/api/(models|spaces)/([^/]+/[^/]+)(?:/(revision|tree)/([^/]+))?", path):
            self._describe(_key(*match.group(1, 2)), match[3], match[4] or "main")
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            found = self._find(match[1], match[2])
            if found and match[3] in found[1]:
                content = found[1][match[3]]
                self._answer(content, headers={"X-Repo-Commit": found[0], "ETag": f'"{_git_name(content)}"'})
            elif found:
                self._answer({}, 404, {"X-Error-Code": "EntryNotFound"})

    def do_PUT(self) -> None:
        self.server.uploads[self._note().removeprefix("/uploads/")] = self._body()
        self._answer({})

    def do_POST(self) -> None:
        path, body = self._note(), self._body()
        if path == "/api/validate-yaml":
            self._validate(json.loads(body)["content"])
        elif self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._answer({"error": "Invalid username or password."}, 401)
        elif path == "/api/repos/create":
            self._create(json.loads(body))
        elif path.endswith(".git/info/lfs/objects/batch"):
            self._offer_uploads(json.loads(body)["objects"])
        elif match := re.fullmatch(r"/api/(models|spaces)/(.+)/(preupload|commit)/main", path):
            action = {"preupload": self._preupload, "commit": self._commit}[match[3]]
            name = _key(*match.group(1, 2))
            action(name, self.server.repositories[name], body)
        elif match := re.fullmatch(r"/api/spaces/(.+)/hardware", path):
            self._move(self.server.repositories[_key("spaces", match[1])], json.loads(body)["flavor"])

    def _describe(self, name: str, what: str | None, revision: str) -> None:
        found = self._find(name, revision)
        if found and what == "tree":
            self._answer(
                [{"type": "file", "path": p, "size": len(c), "oid": _git_name(c)} for p, c in found[1].items()]
            )
        elif found:
            repository = self.server.repositories[name]
            about = {"id": name.removeprefix("spaces/"), "sha": found[0], "private": repository.private}
            if repository.sdk:
                about |= {"sdk": repository.sdk, "runtime": _runtime(repository)}
            self._answer({**about, "siblings": [{"rfilename": path} for path in found[1]]})

    def _find(self, name: str, revision: str) -> tuple[str, dict[str, bytes]] | None:
        """A commit and its files; answers itself, as the Hub does, where there are none to be seen."""
        repository = self.server.repositories.get(name)
        if not repository or (repository.private and self.headers["Authorization"] != f"Bearer {TOKEN}"):
            self._answer({"error": "Repository not found"}, 404, {"X-Error-Code": "RepoNotFound"})
            return None
        found = repository.files(revision)
        if not found:
            self._answer({"error": "Invalid rev id"}, 404, {"X-Error-Code": "RevisionNotFound"})
        return found

    def _validate(self, card: str) -> None:
        valid = "license: made-up" not in card
        self._answer({"errors": [] if valid else [{"message": '"license" is unknown'}]}, 200 if valid else 400)

    def _create(self, asked: dict[str, str]) -> None:
        kind = asked.get("type", "model")
        name = _key(f"{kind}s", f"{asked['organization']}/{asked['name']}")
        if asked["organization"] != "owner":
            self._answer({"error": "You don't have the rights"}, 403)
        elif asked.get("hardware") == PAID and not self.server.pays:
            self._answer({"error": "Subscribe to PRO"}, 402)
        elif name in self.server.repositories:
            self._answer({"url": f"{self.server.url}/{name}", "error": f"You already created this {kind} repo"}, 409)
        else:
            made = Repository(asked.get("visibility") == "private", asked.get("sdk"), asked.get("hardware"))
            self.server.repositories[name] = made
            self.server.add(name, INITIAL | ({"README.md": b"---\nsdk: gradio\n---\n"} if made.sdk else {}))
            self._answer({"url": f"{self.server.url}/{name}"})

    def _move(self, space: Repository, flavor: str) -> None:
        if flavor == PAID and not self.server.pays:
            self._answer({"error": "Subscribe to PRO"}, 402)
        else:
            space.hardware = flavor
            self._answer(_runtime(space))

    def _preupload(self, name: str, repository: Repository, body: bytes) -> None:
        present = repository.commits[-1][1]
        answers = []
        for file in json.loads(body)["files"]:
            path, binary = file["path"], b"\0" in base64.b64decode(file["sample"])
            large = file["size"] > (1_000_000 if binary else 10_000_000)
            mode = "lfs" if large or path.endswith(".safetensors") else "regular"
            known = {"lfs": _sha256, "regular": _git_name}[mode](present[path]) if path in present else None
            answers.append({"path": path, "uploadMode": mode, "shouldIgnore": False, "oid": known})
        self._answer({"files": answers})

    def _offer_uploads(self, asked: list[dict[str, str]]) -> None:
        for item in asked:
            item["actions"] = {"upload": {"href": f"{self.server.url}/uploads/{item['oid']}"}}
        self._answer({"transfer": "basic", "objects": asked})

    def _commit(self, name: str, repository: Repository, body: bytes) -> None:
        header, *steps = [json.loads(line) for line in body.splitlines()]
        last, present, _ = repository.commits[-1]
        if header["value"].get("parentCommit", last) != last:
            self._answer({"error": "The commit is not the latest"}, 412)
            return
        files = dict(present)
        for step in steps:
            path = step["value"]["path"]
            if step["key"] == "deletedFile":
                del files[path]
            elif step["key"] == "lfsFile":
                files[path] = self.server.uploads[step["value"]["oid"]]
            else:
                files[path] = base64.b64decode(step["value"]["content"])
        made = repository.commit(files, header["value"]["summary"])
        self._answer({"commitUrl": f"{self.server.url}/{name}/commit/{made}", "commitOid": made})

    def _note(self) -> str:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append(f"{self.command} {path}")
        return path

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, content: bytes | dict | list, status: int = 200, headers: dict[str, str] | None = None) -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


def _key(kind: str, name: str) -> str:
    return name if kind == "models" else f"{kind}/{name}"


def _runtime(space: Repository) -> dict:
    return {"stage": "RUNNING", "hardware": {"current": space.hardware, "requested": space.hardware}}


def _git_name(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
