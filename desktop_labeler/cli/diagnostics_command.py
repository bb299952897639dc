"""The command diagnostics, which collects information that helps to find a fault."""

from argparse import Namespace

from desktop_labeler.cli.output import run_job, show
from desktop_labeler.jobs.self_tests.write_diagnostics import write_report


def diagnostics(arguments: Namespace) -> int:
    """Write the diagnostic report."""
    files = run_job(write_report(arguments.out, project=arguments.project, names=arguments.with_names))
    text = f"{arguments.out}: {', '.join(files)}. It was sent nowhere; no image is in it."
    show({"out": arguments.out.as_posix(), "files": files}, text, as_json=arguments.json)
    return 0
