"""Runs the real consumers both ways and prints a table: `python3 packaging/dev.py test --real-tools [NAME…]`.

Each group of tools has its own environment below .venv-tools, filled by pip the first time; what does not install is
said in the table. The tools see the packages of the program's own environment too: PyTorch is there once. Nothing
else uses the network: what the tools send home is switched off.
"""

import csv
import json
import os
import shutil
import site
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.__main__ import main as program
from tests.real_tools.made import Labels, differences, load, store

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".venv-tools"
GROUPS = {
    "general": (
        "pandas",
        "polars",
        "datasets",
        "torchvision",
        "timm",
        "keras",
        "ultralytics",
        "labelme",
        "datumaro",
        "pycocotools",
    ),
    "fiftyone": ("fiftyone",),
    "label-studio": ("label-studio",),
}
_ALONE = {"label-studio"}  # its own versions of everything
QUIET = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "FIFTYONE_DO_NOT_TRACK": "true",
    "YOLO_OFFLINE": "true",
    "YOLO_AUTOINSTALL": "false",
    "KERAS_BACKEND": "torch",
    "LATEST_VERSION_CHECK": "false",
    "COLLECT_ANALYTICS": "false",
    "FRONTEND_SENTRY_DSN": "",
    "SENTRY_DSN": "",
    "DATUMARO_TELEMETRY": "0",
    "OTX_TELEMETRY_OPT_OUT": "1",
    "QT_QPA_PLATFORM": "offscreen",
    "NO_ALBUMENTATIONS_UPDATE": "1",
}
IMAGES = {
    "a.png": "cat",
    "site 1/a.png": "dog",
    "site 2/a.png": "cat",
    "test/val.png": "Ünï cat",
    "né.png": "dog",
    "x,y.png": "Ünï cat",
    "cat/own.png": "cat",
    "b.PNG": None,
    **{f"more/{number}.jpg": ("cat", "dog", "Ünï cat")[number % 3] for number in range(12)},
}
# What the tools write below `back`, and the format of its import.
BACK = {
    "pandas": {"pandas.csv": "csv", "pandas.parquet": "csv", "pandas.xlsx": "csv"},
    "polars": {"polars.csv": "csv", "polars.parquet": "csv"},
    "datasets": {"datasets": "huggingface"},
    "labelme": {"labelme": "labelme"},
    "datumaro": {"datumaro": "imagefolder"},
    "fiftyone": {"fiftyone": "fiftyone", "fiftyone-without-media": "fiftyone"},
    "label-studio": {"studio.json": "labelstudio", "studio-min.json": "labelstudio", "studio.csv": "csv"},
}
_LIMIT = 900  # seconds that one tool may take


def main(names: list[str]) -> int:
    """Run the tools, or those named, and print the table.

    Returns:
        0; 1 if a tool reads something wrong from our files or we from its; 2 if a name is unknown. A tool that does not
        install or start is no error of ours.
    """
    known = [tool for tools in GROUPS.values() for tool in tools]
    if unknown := set(names) - set(known):
        print(f"There is no tool {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 2
    wrong = 0
    print(f"{'tool':<26} {'what':<58} result")
    with tempfile.TemporaryDirectory() as folder:
        _export(Path(folder))
        for group, tools in GROUPS.items():
            for tool in [tool for tool in tools if not names or tool in names]:
                for title, what, result in _run(group, tool, Path(folder)):
                    wrong |= result not in ("", "–") and not what.startswith(("install", "start"))
                    print(f"{title:<26} {what:<58} {result or 'right'}", flush=True)
    return int(wrong)


def _export(folder: Path) -> None:
    """Make a project and its exports."""
    random = np.random.default_rng(0)
    for path in IMAGES:
        file = folder / "images" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        pixels = random.integers(0, 255, (48, 48, 3), np.uint8)
        Image.fromarray(pixels).save(file, "JPEG" if path.endswith("jpg") else "PNG")
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("path", "label"), *IMAGES.items()])
    project = folder / "p.labeler"
    _program("new", project, folder / "images", "--labels", folder / "truth.csv")
    outs = {"csv": "labels.csv", "labelstudio": "tasks.json"}
    for form in ("csv", "imagefolder", "split", "huggingface", "fiftyone", "labelstudio", "labelme"):
        _program("export", project, "--format", form, folder / outs.get(form, form))
    _export_boxes(folder)
    store(folder, IMAGES)


def _export_boxes(folder: Path) -> None:
    """Make a project of a box in each image, and its export."""
    with (folder / "boxes.csv").open("w", encoding="utf-8", newline="") as table:
        boxes = [(path, 8, 4, 30, 40, label) for path, label in IMAGES.items() if label]
        csv.writer(table).writerows([("path", "x", "y", "w", "h", "label"), *boxes])
    project = folder / "boxes.labeler"
    _program("new", project, folder / "images", "--labels", "none", "--parts", folder / "boxes.csv")
    _program("export", project, "--format", "coco", folder / "boxes.json")


def _program(*words: object) -> None:
    silent = os.open(os.devnull, os.O_WRONLY)
    kept = os.dup(1)
    os.dup2(silent, 1)
    try:
        code = program([*map(str, words), "--data-dir", str(ROOT / ".work" / "real-tools"), "--json"])
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(silent)
        os.close(kept)
    if code:
        raise RuntimeError(f"{words[0]} ended with {code}")


def _run(group: str, tool: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of a tool: its name and version, what was tried, and what is wrong with it."""
    python = PLACE / group / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    problem = _install(python, group, tool)
    if problem:
        yield tool, "installs", problem
        return
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT), "HOME": str(folder / "home")}
    (folder / "home").mkdir(exist_ok=True)
    command = [str(python), "-m", "tests.real_tools.tools", tool, str(folder)]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_LIMIT)
    except subprocess.TimeoutExpired:
        yield tool, "starts", f"not done after {_LIMIT} s"
        return
    title, rows = tool, 0
    for line in done.stdout.splitlines():
        row = json.loads(line) if line.startswith('{"') else {}
        title = f"{tool} {row['version']}" if "version" in row else title
        if "what" in row:
            rows += 1
            yield title, row["what"], row["wrong"]
    if not rows:
        yield title, "starts", (done.stderr.strip().splitlines() or ["no output"])[-1][:200]
    for name, form in BACK.get(tool, {}).items():
        if (folder / "back" / name).exists():
            yield title, f"we import {name}", _import(folder, folder / "back" / name, form)


def _install(python: Path, group: str, tool: str) -> str:
    """Install a tool into the environment of its group; return why that failed, in one line."""
    if not python.is_file():
        venv.create(PLACE / group, with_pip=True)
        if group not in _ALONE:  # PyTorch and the like are there already
            packages = subprocess.check_output(
                [python, "-c", "import site; print(site.getsitepackages()[0])"], text=True
            )
            own = "\n".join(site.getsitepackages())
            (Path(packages.strip()) / "project.pth").write_text(own + "\n", encoding="utf-8")
    if not subprocess.run(
        [python, "-c", f"import importlib.metadata as m; m.version('{tool}')"], capture_output=True
    ).returncode:
        return ""
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", tool], capture_output=True, text=True)
    return (done.stderr.strip().splitlines() or ["pip failed"])[-1][:200] if done.returncode else ""


def _import(folder: Path, given: Path, form: str) -> str:
    """Import into a project without labels; return what differs from the truth."""
    project = folder / "back.labeler"
    for old in (project, folder / "back.csv", folder / "back.csv.manifest.json"):
        old.unlink(missing_ok=True)
    shutil.rmtree(folder / "back.backups", ignore_errors=True)
    try:
        _program("new", project, folder / "images", "--labels", "none")
        _program("import", project, given, "--format", form)
        _program("export", project, "--format", "csv", folder / "back.csv")
    except RuntimeError as error:
        return str(error)
    with (folder / "back.csv").open(encoding="utf-8-sig", newline="") as file:
        found: Labels = {row["rel_path"]: row["label"] or None for row in csv.DictReader(file)}
    return differences(found, load(folder).paths)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
