"""The parsers of the commands that prove how good the labels are: audit, certify, verify, report."""

import argparse

from desktop_labeler.audit_looks import MOST_LOOKS
from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.cli.parsing.shared_options import AddCommand, add_actions, add_by, add_number, paragraph
from desktop_labeler.data.decisions.proof.audits import DESIGNS
from desktop_labeler.jobs.reports.report_wording import LANGUAGES


def add_proof_commands(command: AddCommand) -> None:
    """Add audit, certify, verify and report."""
    _audit(command)
    _certify(command)
    _verify(command)
    _report(command)


def _audit(command: AddCommand) -> None:
    audit = command("audit", "measure how many labels are right by a random sample", "audit birds.labeler start -n 59")
    audit.description = paragraph(
        "measure how many labels are right by a random sample: start draws it without replacement, next lists "
        "its images without their labels, label … --audit answers them, status gives the share that is right "
        "with its 95 % interval (of a simple sample exactly, as of Clopper and Pearson), in all, by class "
        "and by pile. Unsure answers do not count, an image that is none of the classes was labelled wrongly. "
        "The seed is stored, shown and reported."
    )
    action = add_actions(audit, "start|next|status|close", required=True)
    text = "draw a random sample: 72, 183 or 368 without an error show that 95, 98 or 99 of 100 are right (59: 93.9)"
    start = action("start", text)
    add_number(start, 59)
    start.add_argument(
        "--of",
        dest="kind",
        choices=("labels", "suggestions"),
        default="labels",
        help="what is checked: the labels (default), or the suggestions for undecided images",
    )
    start.add_argument(
        "--target",
        type=argument_types.share,
        default=0.95,
        metavar="S",
        help="the fraction that should be right (default 0.95)",
    )
    start.add_argument(
        "--seed", type=argument_types.count, metavar="S", help="draw the same sample again (default: a new one)"
    )
    start.add_argument(
        "--draw",
        choices=DESIGNS,
        default="simple",
        help="simple: every image is as likely; strata: every class in proportion; doubt: where the model doubts more "
        "often, weighted back (default simple)",
    )
    start.add_argument(
        "--looks",
        type=int,
        choices=range(1, MOST_LOOKS + 1),
        default=1,
        metavar="K",
        help="how often you will look at the result, evenly spread; the intervals of all looks hold together (default "
        "1, when the sample is complete; at other times the interval is wider)",
    )
    text = "list the images that are still to be checked, without their labels or suggestions"
    ask = action("next", text, "; answer with: label … --audit")
    add_number(ask, None, "how many (default: all)")
    _add_names(ask)
    action("status", "show the results so far")
    action("close", "end the audit before every image is checked")


def _add_names(command: argparse.ArgumentParser) -> None:
    """Add how the images of a sample are listed, and a way to see them."""
    command.add_argument(
        "--copies",
        type=tidy_path,
        metavar="FOLDER",
        help="next: copy these images to a new folder under the names that are listed; look at them there, and give "
        "these names in the table with the answers",
    )
    command.add_argument(
        "--paths", action="store_true", help="next: list paths, which may tell the class; answers are not blind then"
    )


def _certify(command: AddCommand) -> None:
    certify = command(
        "certify",
        "accept suggestions once a random sample shows that they are right, and list the certificates",
        "certify birds.labeler --class owl --at-least 0.95",
    )
    certify.add_argument(
        "action",
        nargs="?",
        choices=("start", "next", "status", "close", "list"),
        metavar="next|status|close|list",
        help="without it: draw the sample. next: list what is to be checked, without suggestions, answered with: "
        "label … --audit; an unsure answer counts as wrong. close: accept the rest if the sample shows it. list: all "
        "certificates",
    )
    certify.add_argument("--class", dest="class_name", metavar="C", help="only suggestions of this class")
    certify.add_argument("--all", action="store_true", help="suggestions of every class")
    certify.add_argument(
        "--at-least",
        type=argument_types.share,
        metavar="SHARE",
        help="the fraction of those accepted that is to be right, such as 0.95",
    )
    certify.add_argument(
        "--confidence",
        type=argument_types.share,
        default=0.95,
        metavar="P",
        help="how sure it is to be that no certified accept of this project breaks its promise (default 0.95); each "
        "further one, also after one that was given up with audit close, is therefore checked by a larger sample",
    )
    certify.add_argument(
        "--above",
        type=argument_types.fraction,
        default=0.0,
        metavar="RANK",
        help="only suggestions of this rank or above",
    )
    certify.add_argument("--seed", type=argument_types.count, metavar="S", help="draw the same sample again")
    certify.description = paragraph(
        "accept suggestions once a random sample of them, checked without seeing them, shows that at least so "
        "many of the others are right; and list the certificates. The bound is for the finite number of "
        "suggestions that were not checked. The k-th certified accept of a project may err with (1 - "
        "confidence) / (k (k + 1)), so that all together err with 1 - confidence at most. An unsure answer "
        "counts as wrong."
    )
    text = "how many images to check (default: as few as suffice without an error), or with next how many to list"
    add_number(certify, None, text)
    _add_names(certify)
    add_by(certify)


def _verify(command: AddCommand) -> None:
    text = "compare images, labels and the files of an export with its manifest, by their SHA-256"
    verify = command("verify", text, "verify birds.labeler birds-sorted")
    verify.description = paragraph(
        f"{text}. The exit code is 0 where everything is as it was exported, and 1 where an image or a label "
        "of the project, or a file of the export, was changed or is missing, or a file was added to the "
        "export. A manifest that is kept apart from its export says whether the project is as it was."
    )
    text = "the folder of an export, or the manifest.json that it wrote"
    verify.add_argument("manifest", metavar="MANIFEST", type=tidy_path, help=text)


def _report(command: AddCommand) -> None:
    text = "write how the labels came to be: images, classes, people, rounds, audits, and a paragraph for a paper"
    what = (
        "write how the labels came to be, as a reviewer asks it: images and what was left out, metadata and "
        "groups, classes with example pictures, who decided when and how long, rounds, audits and "
        "certificates with their intervals and seeds, agreement, rules, settings, versions and hashes, and a "
        "paragraph with references, in English and German"
    )
    report = command("report", text, "report birds.labeler methods.html")
    report.description = paragraph(what)
    report.add_argument(
        "out",
        metavar="OUT.html|OUT.pdf",
        type=tidy_path,
        help="must not exist yet; a letter that no font here has is written by its number in a PDF, such as [U+1F98A]",
    )
    report.add_argument("--names", action="store_true", help="name the project and people; paths of images never are")
    report.add_argument("--language", choices=LANGUAGES, default="en", help="of the report (default en)")
