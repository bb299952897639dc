"""Nothing leaves the computer: no command asks for an address or a connection."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

_WATCHED = (
    "import sys\n"
    "def look(event, arguments):\n"
    "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname', 'socket.sendto'):\n"
    "        print('REACHED OUT', event, arguments, flush=True)\n"
    "sys.addaudithook(look)\n"
    "from desktop_labeler.__main__ import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


@pytest.mark.slow
def test_no_command_reaches_out(tmp_path: Path) -> None:
    home = tmp_path / "home"  # where libraries keep what they could not send yet
    home.mkdir()
    places = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    own = {name: str(home) for name in places} | {"DESKTOP_LABELER_DATA": str(tmp_path / "data")}

    def run(*words: str) -> str:
        command = [sys.executable, "-c", _WATCHED, *words]
        environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"} | own
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    project = str(tmp_path / "p.labeler")
    for number in range(12):
        file = tmp_path / "images" / f"{number % 2}" / f"{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40, 40), (20 * number, 255 - 20 * number, 7 * number)).save(file)
    said = run("new", project, str(tmp_path / "images"))
    said += run("embed", project)
    said += run("round", project)
    said += run("export", project, str(tmp_path / "out"), "--format", "imagefolder")
    assert "REACHED OUT" not in said
    assert [file for file in home.rglob("*") if file.is_file()] == []
