"""The parsers of the commands for several people: who said what, and which answer is the label."""

from desktop_labeler.cli import argument_types
from desktop_labeler.cli.training_parser import AddCommand
from desktop_labeler.data.decisions.label_rules import RULES


def add_people_commands(command: AddCommand) -> None:
    """Add people, answers and agreement."""
    _people(command)
    _answers(command)
    _agreement(command)


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
    people.add_argument("--by", metavar="NAME", help="who chooses the rule (default: the name of the account)")


def _answers(command: AddCommand) -> None:
    text = "list what each person has said, image by image"
    answers = command("answers", text, "answers birds.labeler --disputed")
    answers.add_argument("--image", metavar="PATH", help="only this image")
    answers.add_argument("--disputed", action="store_true", help="only images of which people say different things")
    answers.add_argument("--answered-by", metavar="NAME", default="", help="only images that this person has answered")
    answers.add_argument("--not-by", metavar="NAME", default="", help="only images that this person has not answered")


def _agreement(command: AddCommand) -> None:
    text = "measure how far people agree: Cohen's and Fleiss' kappa, Krippendorff's alpha, each with its interval"
    agreement = command("agreement", text, "agreement birds.labeler --between Ann,Bob --json")
    agreement.add_argument(
        "--between", type=argument_types.names, default=(), metavar="A,B", help="only these people (default: all)"
    )
    agreement.add_argument(
        "--blind", action="store_true", help="only answers given without seeing a label or a suggestion"
    )
    agreement.add_argument(
        "--accepted", action="store_true", help="also suggestions that were taken over, which agree with the model"
    )
