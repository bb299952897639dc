"""What goes into the packaged program, and the installer for Linux on a small stand-in for it."""

import inspect
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

import contents
import icons
import licences
import linux_installers
import lock
import needed
import package
import pytest
import sbom
import smoke

from desktop_labeler import __version__
from desktop_labeler.ui.tour import tour

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the installer for Linux")


# --- contents ------------------------------------------------------------------------------------------------------


def test_the_reader_of_videos_is_never_packaged() -> None:
    assert "av" not in needed.packages()  # its wheels carry codecs under the GPL
    locked = (contents.ROOT / "packaging" / "locked.txt").read_text(encoding="utf-8")
    assert "\nav==" in lock.locked_for(locked, "test")
    assert "\nav==" not in lock.locked_for(locked, "package")
    if find_spec("av") is not None:
        assert "av" in needed.modules_of_others()


def test_the_version_is_the_programs() -> None:
    assert contents.version() == __version__


def test_torchvisions_operators_are_named_for_the_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_torchvision_fits", lambda: True)  # asks in a new process: seconds
    places = [Path(file).name for file, place in contents.binaries() if place == "torchvision"]
    assert any(name.startswith("_C") for name in places)


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("resources/translations/desktop_labeler_de.qm", True),
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/include/ATen/ATen.h", False),
        ("torchvision/_C.so", True),
        ("nvidia/cu13/lib/libcublas.so.13", True),
        ("nvidia/cu13/lib/libcusolverMg.so.12", False),
        ("scipy/special/tests/test_basic.py", False),
    ],
)
def test_what_goes_in_and_what_stays_out(place: str, wanted: bool) -> None:
    assert bool(contents.kept([(place, "/file", "DATA")])) is wanted


def test_everything_the_program_imports_goes_in_and_the_tools_of_developers_stay_out() -> None:
    assert {"torch", "torchvision", "faiss-cpu", "scipy", "pyside6-essentials", "shiboken6"} <= needed.packages()
    out = contents.excluded()
    assert {"triton", "pytest", "mypy", "cleanlab"} <= set(out)
    for module in ("torch", "numpy", "scipy", "PIL", "faiss", "platformdirs", "safetensors", "sympy", "timm"):
        assert module not in out


def test_what_is_inside_is_listed(tmp_path: Path) -> None:
    import faiss
    import numpy
    import PySide6
    import torch
    import torchvision

    inside = [Path(str(module.__file__)) for module in (faiss, numpy, PySide6, torch, torchvision)]
    file = sbom.write(inside, tmp_path, "1.2.3")
    assert sbom.missing_from(file) == []
    content = json.loads(file.read_text(encoding="utf-8"))
    assert (content["bomFormat"], content["specVersion"]) == ("CycloneDX", "1.5")
    assert content["metadata"]["component"]["version"] == "1.2.3"
    found = next(one for one in content["components"] if one["name"] == "torch")
    assert found["purl"] == f"pkg:pypi/torch@{version_of('torch')}"
    assert "pytest" not in {one["name"] for one in content["components"]}
    first = file.read_bytes()
    assert sbom.write(inside, tmp_path, "1.2.3").read_bytes() == first
    file.write_text("{}")
    assert "torch" in sbom.missing_from(file)


def test_licences_of_what_is_inside_are_collected(tmp_path: Path) -> None:
    import numpy

    own = tmp_path / "LICENSE"
    own.write_text("own")
    missing = licences.collect([Path(str(numpy.__file__))], tmp_path / "out", own)
    assert not [name for name, _ in missing if name == "numpy"]
    assert list((tmp_path / "out" / "numpy").iterdir())
    overview = (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")
    assert f"numpy {numpy.__version__}" in overview
    assert "scipy" not in overview
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (tmp_path / "out" / "LGPL-3.txt").read_text(encoding="utf-8")


def test_sizes_are_told_by_part(tmp_path: Path) -> None:
    for name, size in (("_internal/torch/a.so", 30), ("_internal/nvidia/b.so", 70), ("program", 5)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    assert package.sizes(tmp_path) == {"CUDA libraries": 70, "PyTorch": 30, "Python, its modules, libraries": 5}


def test_the_icon_holds_every_size(qapp: object) -> None:
    made = icons.ico([icons.png(16), icons.png(256)])
    assert struct.unpack("<HHH", made[:6]) == (0, 1, 2)
    sizes = [made[6], made[22]]
    assert sizes == [16, 0]  # 0 means 256
    offset, length = struct.unpack("<II", made[30:38])[::-1]
    assert made[offset : offset + 4] == b"\x89PNG"
    assert offset + length == len(made)


_WITHOUT_LIBRARY = """
import sys
sys.path.insert(0, sys.argv[1])
try:
    import torchvision
except RuntimeError as error:
    print(error)
for name in [name for name in sys.modules if name.startswith("torchvision")]:
    del sys.modules[name]
exec(open(sys.argv[2]).read())
import torchvision
print(torchvision.extension._has_ops(), torchvision.models.resnet18().fc.out_features)
"""


def test_the_hook_for_cpu_builds_lets_torchvision_be_imported(tmp_path: Path) -> None:
    """As in such a bundle: torchvision without its library; without the hook it stops, with it the networks work."""
    found = find_spec("torchvision")
    assert found is not None
    vision = Path(str(found.origin)).parent
    shutil.copytree(vision, tmp_path / "torchvision", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    hook = Path(contents.__file__).parent / "hooks" / "without_operators.py"
    command = [sys.executable, "-c", _WITHOUT_LIBRARY, str(tmp_path), str(hook)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["operator torchvision::nms does not exist", "False 1000"]


# --- installers for Linux ------------------------------------------------------------------------------------------

_PROGRAM = """#!/bin/sh
case "$1" in --version) echo "desktop-labeler VERSION" ;; *) echo "$@" ;; esac
"""


def _bundle(folder: Path, version: str) -> Path:
    """Return a folder that looks like the packaged program and says its version."""
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "filling").write_bytes(os.urandom(3_000_000))
    program = folder / "desktop-labeler"
    program.write_text(_PROGRAM.replace("VERSION", version))
    program.chmod(0o755)
    return folder


def _installer(tmp_path: Path, version: str) -> Path:
    bundle = _bundle(tmp_path / version, version)
    words = {"VERSION": version, "DATE": "2026-01-01", "GLIBC": "2.28", "KILOBYTES": "4000"}
    linux_installers._extras(bundle / "share", words)
    return linux_installers._self_extracting(bundle, tmp_path, words)


def _run(*command: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    return subprocess.run([*map(str, command)], env=environment, capture_output=True, text=True, check=False)


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@linux
def test_two_versions_are_installed_side_by_side_and_one_is_removed(tmp_path: Path) -> None:
    home = tmp_path / "Jörg O'Hara & 100 % $öhne"
    home.mkdir()
    settings = home / ".local" / "share" / "desktop-labeler" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text("{}")
    for version in ("1.0.0", "1.1.0"):
        done = _run("sh", _installer(tmp_path, version), home=home)
        assert done.returncode == 0, done.stderr
    programs = home / ".local" / "bin"
    said = [_run(programs / name, "--version", home=home).stdout.split()[-1] for name in _names(programs)]
    assert said == ["1.1.0", "1.0.0", "1.1.0"]
    entry = home / ".local" / "share" / "applications" / "desktop-labeler.desktop"
    quoted = str(home).replace("$", "\\\\$").replace("%", "%%")
    assert f'Exec="{quoted}/.local/opt/desktop-labeler/1.1.0/desktop-labeler" %f' in entry.read_text(encoding="utf-8")
    assert "*.labeler" in (home / ".local/share/mime/packages/desktop-labeler.xml").read_text(encoding="utf-8")

    done = _run(home / ".local/opt/desktop-labeler/1.1.0/uninstall.sh", home=home)
    assert "version 1.0.0 is used now" in done.stdout
    assert _run(programs / "desktop-labeler", "--version", home=home).stdout.split()[-1] == "1.0.0"
    assert "1.0.0/desktop-labeler" in entry.read_text(encoding="utf-8")
    _run(home / ".local/opt/desktop-labeler/1.0.0/uninstall.sh", home=home)
    left = [file for file in home.rglob("*") if file.is_file() or file.is_symlink()]
    assert [file for file in left if "mime" not in file.parts and file.name != "mimeinfo.cache"] == [settings]


@linux
def test_installing_again_replaces_the_same_version(tmp_path: Path) -> None:
    installer = _installer(tmp_path, "1.0.0")
    for _ in range(2):
        assert _run("sh", installer, "--prefix", tmp_path / "place", home=tmp_path).returncode == 0
    assert _names(tmp_path / "place" / "opt" / "desktop-labeler") == ["1.0.0"]


@linux
@pytest.mark.parametrize("damage", ["too large", "cut off", "does not start"])
def test_an_installation_that_fails_leaves_the_earlier_version(tmp_path: Path, damage: str) -> None:
    place = tmp_path / "place"
    assert _run("sh", _installer(tmp_path, "1.0.0"), "--prefix", place, home=tmp_path).returncode == 0
    newer = _installer(tmp_path, "1.1.0")
    content = newer.read_bytes()
    if damage == "too large":
        newer.write_bytes(content.replace(b"kilobytes=4000", b"kilobytes=99999999999"))
    elif damage == "cut off":
        newer.write_bytes(content[:-1_000_000])
    else:
        (tmp_path / "1.1.0" / "desktop-labeler").write_text("#!/bin/sh\nexit 127\n")
        words = {"VERSION": "1.1.0", "DATE": "2026-01-01", "GLIBC": "2.28", "KILOBYTES": "4000"}
        newer = linux_installers._self_extracting(tmp_path / "1.1.0", tmp_path, words)
    done = _run("sh", newer, "--prefix", place, home=tmp_path)
    assert done.returncode == 1
    assert "Nothing was changed; versions that were installed before still work." in done.stderr
    assert _names(place / "opt" / "desktop-labeler") == ["1.0.0"]
    assert _run(place / "bin" / "desktop-labeler", "--version", home=tmp_path).stdout.split()[-1] == "1.0.0"


@linux
def test_a_disk_that_fills_up_while_unpacking_is_said(tmp_path: Path) -> None:
    newer = _installer(tmp_path, "1.1.0")
    newer.write_bytes(newer.read_bytes().replace(b"kilobytes=4000", b"kilobytes=1   "))
    script = 'mount -t tmpfs -o size=2m none "$1" || exit 99; sh "$2" --prefix "$1/p"; code=$?; '
    script += 'ls -A "$1/p/opt/desktop-labeler" >&2; exit $code'
    (tmp_path / "small").mkdir()
    root = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", "--mount", *root, "sh", "-c", script, "sh", tmp_path / "small", newer]
    done = _run(*command, home=tmp_path)
    if done.returncode not in (0, 1):
        pytest.skip("small file systems are not permitted here")
    assert done.returncode == 1
    assert "the disk is full, or this file is incomplete. Nothing was changed" in done.stderr
    assert "1.1.0" not in done.stderr.splitlines()[-1]


@linux
@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="a package for Debian")
def test_the_debian_package_holds_program_menu_entry_and_file_type(tmp_path: Path) -> None:
    bundle = _bundle(tmp_path / "bundle", "1.0.0")
    assert linux_installers.build(bundle, tmp_path, "1.0.0") == 0
    (made,) = tmp_path.glob("*.deb")
    listed = subprocess.run(["dpkg-deb", "--contents", made], capture_output=True, text=True, check=True).stdout
    for name in (
        "./opt/desktop-labeler/desktop-labeler",
        "./usr/bin/desktop-labeler -> /opt/desktop-labeler/desktop-labeler",
        "./usr/share/applications/desktop-labeler.desktop",
        "./usr/share/mime/packages/desktop-labeler.xml",
        "./usr/share/metainfo/org.desktop_labeler.DesktopLabeler.metainfo.xml",
    ):
        assert name in listed
    control = subprocess.run(["dpkg-deb", "--info", made], capture_output=True, text=True, check=True).stdout
    assert "Version: 1.0.0" in control
    assert "@" not in "".join(line for line in control.splitlines() if "Maintainer" not in line)


# --- smoke ---------------------------------------------------------------------------------------------------------


@linux
def test_a_program_that_fails_its_self_test_does_not_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checks = [{"name": "embed", "ok": False, "seconds": 0.1, "detail": "operator torchvision::nms does not exist"}]
    report = {"passed": False, "packaged": True, "checks": checks, "device": "cpu", "peak_memory_mb": 1}
    program = tmp_path / "desktop-labeler"
    program.write_text(f"#!/bin/sh\necho '{json.dumps(report)}'\nexit 1\n")
    program.chmod(0o755)
    assert smoke.main([str(program), "--no-start"]) == 1
    assert "FAILED  embed: operator torchvision::nms does not exist" in capsys.readouterr().out


def test_a_program_that_is_not_there_does_not_pass(tmp_path: Path) -> None:
    assert smoke.main([str(tmp_path / "none")]) == 1


def test_windows_is_told_the_version() -> None:
    """The text is Python that PyInstaller evaluates on Windows; here its words keep what they get."""
    kept: dict[str, object] = {}

    def keep(name: str) -> object:
        return lambda *values, **words: kept.setdefault(name, words or values)

    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    eval(package._version_resource("1.12.3"), {name: keep(name) for name in names})
    assert kept["FixedFileInfo"] == {"filevers": (1, 12, 3, 0), "prodvers": (1, 12, 3, 0)}
    assert kept["StringTable"][0] == "040904B0"  # type: ignore[index]


def test_the_pictures_of_the_handbook_ask_the_tour_for_what_it_can_do() -> None:
    script = Path(contents.__file__).with_name("handbook_pictures.py").read_text(encoding="utf-8")
    asked = set(re.findall(r"(\w+)=", script.split("\ntour(")[1].split("\n")[0]))
    assert asked
    assert asked <= set(inspect.signature(tour).parameters)
