"""The command report: how the labels of a project came to be, as a file to read, print or send along."""

from argparse import Namespace

from desktop_labeler.cli.output import run_job, show
from desktop_labeler.jobs.reports.write_methods_report import write_methods_report


def report(arguments: Namespace) -> int:
    """Write the report."""
    job = write_methods_report(arguments.project, arguments.out, names=arguments.names, language=arguments.language)
    written = run_job(job)
    show({"written": written.as_posix()}, f"Written to {written}.", as_json=arguments.json)
    return 0
