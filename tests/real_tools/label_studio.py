"""A real Label Studio server on loopback: it takes our tasks, serves their images, and gives its labels back."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.real_tools.made import Made, differences

_TOKEN = "0123456789abcdef0123456789abcdef01234567"
_CONFIG = (
    '<View><Image name="image" value="$image"/><Choices name="choice" toName="image">'
    '<Choice value="cat"/><Choice value="dog"/><Choice value="Ünï cat"/></Choices></View>'
)
_PATIENCE = 600  # seconds until the server answers: it makes its database first


def check(made: Made) -> Iterator[tuple[str, str]]:
    """Yield what was tried with the server and what is wrong with it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = made.back("studio-data")
    home.mkdir()
    environment = {
        **os.environ,
        "LABEL_STUDIO_LOCAL_FILES_SERVING_ENABLED": "true",
        "LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT": str(made.folder),
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    }
    words = ["start", "--no-browser", "--port", str(port), "--data-dir", str(home), "--internal-host", "127.0.0.1"]
    words += ["--username", "a@example.org", "--password", "not-a-secret", "--user-token", _TOKEN]
    program = Path(sys.executable).with_name("label-studio")
    with (made.folder / "studio.log").open("wb") as log:
        server = subprocess.Popen([program, *words], env=environment, stdout=log, stderr=log)
        try:
            yield from _ask(made, _Api(port), server)
        finally:
            server.terminate()
            server.wait(30)


class _Api:
    def __init__(self, port: int) -> None:
        self._start = f"http://127.0.0.1:{port}"

    def __call__(self, path: str, content: object = None, method: str | None = None) -> Any:
        text = self.raw(path, content, method).decode()
        return json.loads(text) if text.startswith(("{", "[")) else text

    def raw(self, path: str, content: object = None, method: str | None = None) -> bytes:
        data = None if content is None else json.dumps(content).encode()
        heads = {"Authorization": f"Token {_TOKEN}", "Content-Type": "application/json"}
        asked = urllib.request.Request(self._start + path, data, heads, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                found: bytes = answer.read()
                return found
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.code} {error.read()[:150].decode('utf-8', 'replace')}") from error


def _ask(made: Made, api: _Api, server: "subprocess.Popen[bytes]") -> Iterator[tuple[str, str]]:
    _wait(api, server, made.folder / "studio.log")
    project = api("/api/projects", {"title": "real tools", "label_config": _CONFIG})["id"]
    storage = {"project": project, "title": "images", "path": str(made.images), "use_blob_urls": True}
    api("/api/storages/localfiles", storage)
    tasks = json.loads((made.folder / "tasks.json").read_text(encoding="utf-8"))
    count = api(f"/api/projects/{project}/import", tasks)
    yield "takes our tasks", "" if count["task_count"] == len(made.paths) else str(count)
    refused = []
    for task in tasks:
        try:
            api.raw(task["data"]["image"])
        except RuntimeError as error:
            refused.append(str(error))
    yield "serves every image that the tasks name", "; ".join(refused[:2])
    exported = api(f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true")
    found = {task["data"]["rel_path"]: _choice(task) for task in exported}
    yield "has our labels as annotations", differences(found, made.paths)
    for name, form in (("studio.json", "JSON"), ("studio-min.json", "JSON_MIN"), ("studio.csv", "CSV")):
        query = urlencode({"exportType": form, "download_all_tasks": "true"})
        made.back(name).write_bytes(api.raw(f"/api/projects/{project}/export?{query}"))
        yield f"writes {form}", ""


def _choice(task: dict[str, Any]) -> str | None:
    results = [result for annotation in task["annotations"] for result in annotation["result"]]
    return str(results[0]["value"]["choices"][0]) if results else None


def _wait(api: _Api, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            api.raw("/api/version")
            return
        except (OSError, RuntimeError):
            time.sleep(1)
    raise RuntimeError(f"the server does not answer: {log.read_text(encoding='utf-8', errors='replace')[-200:]}")
