"""Makes the installers for Linux: a self-extracting file for one user, and a package for Debian and Ubuntu."""

import os
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_HERE = Path(__file__).resolve().parent / "linux"
_METAINFO = "org.desktop_labeler.DesktopLabeler.metainfo.xml"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_DEPENDS = "libc6 (>= {glibc}), libgcc-s1, zlib1g"
_MAINTAINER = "The Desktop Labeler project <desktop-labeler@localhost>"


def build(bundle: Path, out: Path, version: str) -> int:
    """Make both installers from a bundle and return the exit code.

    They use gzip at its fastest level: on two cores 4 GB take about two minutes, and every Linux can unpack it. CUDA's
    libraries are already compressed inside, so xz would save only 15 % and take half an hour.

    Args:
        bundle: the folder that PyInstaller made.
        out: the folder for the installers.
        version: the version of the program.
    """
    if not (bundle / "desktop-labeler").is_file():
        print(f"There is no program in {bundle}; build it first.")
        return 1
    words = {"VERSION": version, "DATE": f"{datetime.now(UTC):%Y-%m-%d}", "GLIBC": _glibc()}
    words["KILOBYTES"] = str(_kilobytes(bundle) + 65_536)  # plus some overhead of the file system
    _extras(bundle / "share", words)
    for make in (_self_extracting, _debian):
        began = time.perf_counter()
        made = make(bundle, out, words)
        print(f"{made}: {made.stat().st_size / 1e9:.2f} GB, in {time.perf_counter() - began:.0f} s", flush=True)
    return 0


def _glibc() -> str:
    """Return the version of this system's C library; the bundle runs with this version and newer ones."""
    return (os.confstr("CS_GNU_LIBC_VERSION") or "glibc 2.28").split()[-1]


def _kilobytes(bundle: Path) -> int:
    files = (file for file in bundle.rglob("*") if not file.is_symlink())
    return sum((file.stat().st_size + 4095) // 4096 * 4 for file in files)


def _extras(share: Path, words: Mapping[str, str]) -> None:
    """Add the files for the desktop to the bundle: menu entry, file type, icon, description, uninstaller."""
    share.mkdir(exist_ok=True)
    for name in ("desktop-labeler.desktop", "desktop-labeler.xml", _METAINFO, "uninstall.sh", "menu-entry.sh"):
        (share / name).write_text(_filled(_HERE / name, words), encoding="utf-8")
    shutil.copyfile(ROOT / "resources" / "icons" / "app.svg", share / "desktop-labeler.svg")


def _filled(template: Path, words: Mapping[str, str]) -> str:
    text = template.read_text(encoding="utf-8")
    for name, value in words.items():
        text = text.replace(f"@{name}@", value)
    return text


def _self_extracting(bundle: Path, out: Path, words: Mapping[str, str]) -> Path:
    """Write a shell script followed by an archive of the bundle, and return its path."""
    made = out / f"desktop-labeler-{words['VERSION']}-{platform.machine()}.run"
    script = _filled(_HERE / "install.sh", words)
    script = script.replace("@LINES@", str(script.count("\n") + 1))
    with made.open("wb") as stream:
        stream.write(script.encode())
        stream.flush()
        _archive(bundle, ".", stream.fileno())
    made.chmod(0o755)
    return made


def _archive(folder: Path, what: str, target: int) -> None:
    """Write a compressed archive of a folder's content to an open file."""
    packer = shutil.which("pigz") or "gzip"
    command = ["tar", "--create", "--owner=0", "--group=0", "--numeric-owner", "-C", str(folder), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as tar:
        packed = subprocess.run([packer, "-1"], stdin=tar.stdout, stdout=target, check=False).returncode
    if packed or tar.returncode:
        raise SystemExit("The archive could not be written: is the disk full?")


def _debian(bundle: Path, out: Path, words: Mapping[str, str]) -> Path:
    """Build a package for dpkg, which depends only on the C library, and return its path."""
    architecture = _ARCHITECTURES.get(platform.machine(), platform.machine())
    made = out / f"desktop-labeler_{words['VERSION']}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=out) as folder:
        root = Path(folder, "root")
        place = root / "opt" / "desktop-labeler"
        place.parent.mkdir(parents=True)
        shutil.copytree(bundle, place, copy_function=os.link, symlinks=True)  # hard links, not a second copy of 4 GB
        shutil.rmtree(place / "share")  # dpkg does what these files are for
        _system_files(root, words)
        (root / "DEBIAN").mkdir()
        control = {
            "Package": "desktop-labeler",
            "Version": words["VERSION"],
            "Architecture": architecture,
            "Maintainer": _MAINTAINER,
            "Installed-Size": words["KILOBYTES"],
            "Depends": _DEPENDS.format(glibc=words["GLIBC"]),
            "Recommends": "libegl1, libgl1",
            "Section": "science",
            "Priority": "optional",
            "Description": "label every image correctly with the fewest checks\n"
            " Suggests a class for every image of a folder, flags labels that look wrong and\n"
            " asks about the few images that matter most. Runs on this computer alone.",
        }
        text = "".join(f"{name}: {value}\n" for name, value in control.items())
        (root / "DEBIAN" / "control").write_text(text, encoding="utf-8")
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(root), str(made)], check=True)
    return made


def _system_files(root: Path, words: Mapping[str, str]) -> None:
    share = root / "usr" / "share"
    entry = _filled(_HERE / "desktop-labeler.desktop", {"PROGRAM": "/usr/bin/desktop-labeler"})
    for place, text in (
        (share / "applications" / "desktop-labeler.desktop", entry),
        (share / "mime" / "packages" / "desktop-labeler.xml", _filled(_HERE / "desktop-labeler.xml", words)),
        (share / "metainfo" / _METAINFO, _filled(_HERE / _METAINFO, words)),
        (share / "doc" / "desktop-labeler" / "copyright", (ROOT / "LICENSE").read_text(encoding="utf-8")),
        (
            share / "icons" / "hicolor" / "scalable" / "apps" / "desktop-labeler.svg",
            (ROOT / "resources" / "icons" / "app.svg").read_text(encoding="utf-8"),
        ),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        place.chmod(0o644)
    program = root / "usr" / "bin" / "desktop-labeler"
    program.parent.mkdir(parents=True)
    program.symlink_to("/opt/desktop-labeler/desktop-labeler")
