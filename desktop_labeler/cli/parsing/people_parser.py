"""The parsers of the commands for several people: who said what, and which answer is the label."""

from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.cli.parsing.shared_options import (
    AddCommand,
    add_by,
    add_dry_run,
    add_images_of_people,
    add_images_of_state,
    add_new_person,
    add_number,
    paragraph,
)
from desktop_labeler.data.decisions.label_rules import RULES
from desktop_labeler.jobs.packages.make_package import LONGEST


def add_people_commands(command: AddCommand) -> None:
    """Add people, answers, agreement, package and merge."""
    _people(command)
    _answers(command)
    _agreement(command)
    _package(command)
    _merge(command)


def _people(command: AddCommand) -> None:
    text = "list who has said what; choose which answer is the label; give a person another name"
    people = command("people", text, "people birds.labeler --rule majority")
    people.add_argument(
        "--rule",
        choices=RULES,
        help="the label where several people have answered: the latest answer (default), the first, that of most "
        "people (in a tie the first of these), or the first until somebody settles it with: label … --adjudicate",
    )
    people.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="give a person another name")
    add_by(people, "chooses the rule")


def _answers(command: AddCommand) -> None:
    text = "list what each person has said, image by image"
    answers = command("answers", text, "answers birds.labeler --disputed")
    answers.add_argument("--image", metavar="PATH", help="only this image")
    answers.add_argument("--disputed", action="store_true", help="only images of which people say different things")
    add_images_of_people(answers)


def _agreement(command: AddCommand) -> None:
    text = "measure how far people agree: Cohen's and Fleiss' kappa, Krippendorff's alpha, each with its interval"
    agreement = command("agreement", text, "agreement birds.labeler --between Ann,Bob --json")
    agreement.description = paragraph(
        f"{text} of 95 % by the delta method. Of each person the last answer to an image counts; unsure "
        "answers and answers that settle a dispute are left out, and “none of the classes” is a class. "
        "Cohen's kappa is of two people over the images that both answered, Fleiss' of all over the images "
        "that all answered, alpha over all images with at least two answers. Who answered an image again in "
        "an audit or a blind package is compared with the first answer."
    )
    agreement.add_argument(
        "--between",
        action="append",
        default=[],
        metavar="A,B",
        help="only these people (default: all); again for each further one, such as a name with a comma",
    )
    agreement.add_argument(
        "--blind",
        action="store_true",
        help="only answers given without seeing what the other person had said: in an audit, in a package made with "
        "--blind, or before anybody else answered",
    )
    agreement.add_argument(
        "--accepted", action="store_true", help="also suggestions that were taken over, which agree with the model"
    )


def _package(command: AddCommand) -> None:
    text = "write images to one file that somebody else opens, decides and sends back"
    package = command("package", text, "package birds.labeler for-bob.labeler --for Bob -n 200 --blind")
    package.description = paragraph(
        f"{text}. It opens in the window and with every command; merge takes the answers back. To see whether "
        "somebody says the same again, hand out their own images: --answered-by Ann --for Ann --blind, and "
        "after the merge look at: agreement."
    )
    package.add_argument("out", metavar="OUT.labeler", type=tidy_path, help="a new file, itself a project")
    package.add_argument("--for", dest="name", metavar="NAME", default="", help="who will decide; their name in it")
    add_new_person(package)
    package.add_argument(
        "--blind",
        action="store_true",
        help="without labels, folders and file names, so that the answers are independent",
    )
    package.add_argument(
        "--images",
        dest="place",
        choices=("inside", "beside"),
        default="inside",
        help="in the file itself (default), or in a folder beside it, to be sent along",
    )
    package.add_argument(
        "--max-side",
        type=argument_types.level,
        default=LONGEST,
        metavar="N",
        help=f"larger images are made smaller: pixels of the longer side (default {LONGEST})",
    )
    add_number(package, None, "so many of them, at random")
    package.add_argument("--seed", type=argument_types.count, default=0, metavar="S", help="of the draw (default 0)")
    package.add_argument("--audit", action="store_true", help="only images of the audit under way, or the last one")
    package.add_argument("--disputed", action="store_true", help="only images of which people say different things")
    add_images_of_state(package)
    add_images_of_people(package)


def _merge(command: AddCommand) -> None:
    text = "take over the answers in a package that came back, as one decision that can be undone"
    merge = command("merge", text, "merge birds.labeler for-bob.labeler --dry-run")
    merge.description = paragraph(
        f"{text}. Everybody's answer is kept; which is the label then is the rule of the project (people "
        "--rule). Images are found by their content, else by their path. What was merged before is not merged "
        "again, and what was taken back in the package since is taken back here. Nothing is merged by half: "
        "an end in the middle leaves the project as it was."
    )
    merge.add_argument("package", metavar="PACKAGE", type=tidy_path, help="the file that came back")
    add_by(merge, "merges it")
    add_dry_run(merge)
