"""The option `--self-test`: reports what works in this installation, without touching the person's files."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from desktop_labeler import __version__
from desktop_labeler.cli.output import run_job, show
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.jobs.self_tests.self_test import WINDOW, SelfTest, own_data, self_test
from desktop_labeler.paths import data_dir
from desktop_labeler.system_memory import peak_memory, total_memory

OPTION = "--self-test"


def run(words: Sequence[str], window: Callable[[Path], str], log_file: Path | None) -> int:
    """Run the self-test and print its report.

    Args:
        words: the arguments, which include --self-test.
        window: a function that checks the window with a project; it is called last.
        log_file: the log file of this run; None if the data folder is not writable.

    Returns:
        0 if everything works, 1 if something does not, 2 for wrong usage.
    """
    parser = argparse.ArgumentParser(prog="desktop-labeler", allow_abbrev=False)
    parser.add_argument(OPTION, action="store_true", help="check this installation, without network and display")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    text = "where settings, logs and thumbnails are kept"
    parser.add_argument("--data-dir", type=tidy_path, metavar="FOLDER", help=text)
    try:
        arguments = parser.parse_args(words)
    except SystemExit as end:
        return int(end.code or 0)
    kept = str(data_dir()) if log_file is not None else "cannot be written: no settings, no log"
    aside = tempfile.TemporaryDirectory(prefix="desktop labeler ", ignore_cleanup_errors=True)
    with aside as folder, own_data(Path(folder, "data")):
        test = run_job(self_test(Path(folder), window))
    value = _value(test, kept)
    show(value, _text(test, value), as_json=arguments.json)
    return 0 if test.passed else 1


def _value(test: SelfTest, kept: str) -> dict[str, object]:
    window = next((check.detail for check in test.checks if check.name == WINDOW and check.ok), "")
    return {
        "passed": test.passed,
        "checks": [asdict(check) for check in test.checks],
        "version": __version__,
        "versions": test.versions,
        "device": test.devices.get("cuda") or test.devices.get("mps") or test.devices.get("cpu", "unknown"),
        "devices": test.devices,
        "system": platform.platform(),
        "packaged": getattr(sys, "frozen", False),
        "cores": os.cpu_count(),
        "memory_mb": total_memory() // 1_000_000,
        "peak_memory_mb": peak_memory() // 1_000_000,
        "qt_platform": window.partition(",")[0],
        "display": os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "",
        "data_folder": kept,
        "seconds": test.seconds,
    }


def _text(test: SelfTest, value: dict[str, object]) -> str:
    width = max(len(check.name) for check in test.checks)
    lines = [
        f"{'ok    ' if check.ok else 'FAILED'}  {check.name:<{width}}  {check.seconds:6.2f} s  {check.detail}"
        for check in test.checks
    ]
    versions = ", ".join(f"{name} {number}" for name, number in test.versions.items())
    memory = f"{value['peak_memory_mb']:,} MB of {value['memory_mb']:,} MB memory used"
    lines += [
        "",
        f"Desktop Labeler {__version__} on {value['system']}, {value['cores']} cores, {memory}",
        versions,
        f"Settings and logs: {value['data_folder']}",
        f"{'Everything works' if test.passed else 'Something does not work, see above'}; {test.seconds:.0f} s.",
    ]
    return "\n".join(lines)
