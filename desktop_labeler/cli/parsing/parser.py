"""The parser of the command line: commands, options, help with examples."""

import argparse

from desktop_labeler import __version__
from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.cli.parsing.boxes_parser import add_box_options, add_boxes_command
from desktop_labeler.cli.parsing.metadata_parser import add_metadata_commands
from desktop_labeler.cli.parsing.people_parser import add_people_commands
from desktop_labeler.cli.parsing.proof_parser import add_proof_commands
from desktop_labeler.cli.parsing.shared_options import (
    AddCommand,
    add_actions,
    add_by,
    add_byte_order_mark,
    add_device,
    add_dry_run,
    add_encoding,
    add_new_person,
    add_number,
    add_project,
    everywhere_options,
)
from desktop_labeler.cli.parsing.training_parser import add_training_commands
from desktop_labeler.cli.parsing.words_parser import WordsParser
from desktop_labeler.data.decoding.display_range import AUTOMATIC
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.jobs.exchange.export_boxes import BOX_FORMATS
from desktop_labeler.jobs.exchange.plan_import import CHOICES

_PROGRAM = "desktop-labeler"
_CLI = "desktop_labeler.cli"

# The module of each command, which is imported only when the command is used.
COMMANDS: dict[str, tuple[str, str]] = {
    "new": (f"{_CLI}.project_commands", "new"),
    "info": (f"{_CLI}.project_commands", "info"),
    "boxes": (f"{_CLI}.boxes_command", "boxes"),
    "rescan": (f"{_CLI}.project_commands", "rescan_"),
    "range": (f"{_CLI}.project_commands", "range_"),
    "label": (f"{_CLI}.label_commands", "label"),
    "history": (f"{_CLI}.label_commands", "show_history"),
    "undo": (f"{_CLI}.label_commands", "undo"),
    "redo": (f"{_CLI}.label_commands", "redo"),
    "export": (f"{_CLI}.label_commands", "export_"),
    "import": (f"{_CLI}.label_commands", "import_"),
    "models": (f"{_CLI}.model_commands", "models"),
    "metadata": (f"{_CLI}.metadata_commands", "metadata"),
    "list": (f"{_CLI}.metadata_commands", "list_"),
    "backup": (f"{_CLI}.project_commands", "backup"),
    "restore": (f"{_CLI}.project_commands", "restore"),
    "sample": (f"{_CLI}.project_commands", "sample"),
    "diagnostics": (f"{_CLI}.diagnostics_command", "diagnostics"),
    "backbones": (f"{_CLI}.round_commands", "backbones"),
    "embed": (f"{_CLI}.round_commands", "embed"),
    "pretrain": (f"{_CLI}.training_commands", "pretrain"),
    "finetune": (f"{_CLI}.training_commands", "finetune"),
    "predict": (f"{_CLI}.classifier_commands", "predict"),
    "export-model": (f"{_CLI}.classifier_commands", "export_model_"),
    "round": (f"{_CLI}.round_commands", "round_"),
    "next": (f"{_CLI}.round_commands", "next_"),
    "suggest": (f"{_CLI}.round_commands", "suggest"),
    "suspects": (f"{_CLI}.round_commands", "suspects"),
    "duplicates": (f"{_CLI}.round_commands", "duplicates"),
    "outliers": (f"{_CLI}.round_commands", "outliers"),
    "audit": (f"{_CLI}.audit_commands", "audit"),
    "people": (f"{_CLI}.people_commands", "people"),
    "answers": (f"{_CLI}.people_commands", "answers"),
    "agreement": (f"{_CLI}.agreement_command", "agreement"),
    "certify": (f"{_CLI}.proof_commands", "certify"),
    "verify": (f"{_CLI}.proof_commands", "verify_"),
    "package": (f"{_CLI}.package_commands", "package"),
    "merge": (f"{_CLI}.package_commands", "merge"),
    "report": (f"{_CLI}.report_command", "report"),
}

_EXAMPLES = """\
examples:
  desktop-labeler                                             open the window
  desktop-labeler birds.labeler                               open a project in the window
  desktop-labeler new birds.labeler photos --labels folders   make a project; folder names are the labels
  desktop-labeler label birds.labeler --from mine.csv --by Ann
  desktop-labeler export birds.labeler --format imagefolder birds-sorted
"""


def command_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    everywhere = everywhere_options(argparse.SUPPRESS)
    parser: argparse.ArgumentParser = WordsParser(
        prog=_PROGRAM,
        description="Label every image correctly with the fewest checks. Without a command: the window. "
        "With --self-test (and --json): check this installation.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[everywhere_options(None)],
        allow_abbrev=False,
    )
    parser.set_defaults(json=False)
    parser.add_argument("--version", action="version", version=f"{_PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str, example: str, *, project: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example:\n  {_PROGRAM} {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[everywhere],
            allow_abbrev=False,
        )
        if project:
            add_project(made)
        return made

    _project_commands(command)
    _label_commands(command)
    _round_commands(command)
    add_people_commands(command)
    add_metadata_commands(command)
    return parser


def _project_commands(command: AddCommand) -> None:
    new = command("new", "make a project from a folder", "new birds.labeler photos --labels folders")
    new.add_argument(
        "folder", metavar="FOLDER", type=tidy_path, nargs="+", help="folder of images; nothing is written there"
    )
    new.add_argument(
        "--labels",
        type=argument_types.labels,
        default="folders",
        metavar="folders|none|FILE.csv",
        help="labels from the names of the folders (default), from a table with rel_path and label, or none",
    )
    new.add_argument("--classes", type=argument_types.names, default=(), metavar="A,B,C", help="classes to start with")
    new.add_argument(
        "--class-level",
        type=argument_types.level,
        metavar="N",
        help="the N-th folder of the path is the class (default: where the images divide, below train, test, …)",
    )
    new.add_argument(
        "--group-level",
        type=argument_types.level,
        metavar="N",
        help="the N-th folder of the path is the group (patient, site)",
    )
    new.add_argument("--range", type=argument_types.display_range, default=AUTOMATIC, metavar=_RANGES, help=_RANGE)
    _column(new)
    add_by(new)
    new.add_argument(
        "--pages",
        type=argument_types.pages,
        default="first",
        metavar="first|all|N",
        help="of stacks and animations: the first page is the image (default), every page is one, or the N-th",
    )
    new.add_argument(
        "--frames",
        type=argument_types.frames,
        metavar="SECONDS|scenes",
        help="of videos, which are left out without it: a frame every so many seconds is an image, or the first of "
        "each scene; needs av (pip install av)",
    )
    new.add_argument(
        "--parts",
        type=tidy_path,
        metavar="FILE_OR_FOLDER",
        help="boxes, each of which becomes an image; labels come from there then",
    )
    add_box_options(new)
    add_boxes_command(command)
    command("info", "show the contents of a project", "info birds.labeler --json")
    rescan = command("rescan", "find new, missing and changed files", "rescan birds.labeler --folder /new/place")
    rescan.add_argument("--folder", type=tidy_path, metavar="NEW", help="the new path of a folder that was moved")
    bounds = command("range", "show or choose the range of images with more than 8 bits", "range cells.labeler 0,4095")
    help_text = f"{_RANGE}. Without it: show the present choice"
    bounds.add_argument("range", type=argument_types.display_range, nargs="?", metavar=_RANGES, help=help_text)
    bounds.add_argument("--channels", type=argument_types.channels, metavar=_CHANNELS, help=_CHANNELS_HELP)
    bounds.add_argument("--common", action="store_true", help="with --channels: measure one range per channel for all")
    command("backup", "make a backup and list all", "backup birds.labeler")
    restore = command("restore", "restore a backup, or list the backups", "restore birds.labeler NAME")
    restore.add_argument("backup", metavar="BACKUP", nargs="?", help="as listed without it")
    report = command(
        "diagnostics", "write versions, settings and logs to one file", "diagnostics report.zip", project=False
    )
    report.add_argument("out", metavar="OUT.zip", type=tidy_path, help="contains no image and is sent nowhere")
    report.add_argument("--project", metavar="PROJECT", type=tidy_path, help="include the counts of this project")
    report.add_argument("--with-names", action="store_true", help="allow names of images, folders and people in it")
    sample = command("sample", "write the sample data set to a new folder", "sample algae", project=False)
    sample.add_argument("out", metavar="OUT", type=tidy_path)


_CHANNELS = "N=COLOUR[:LOW..HIGH],…|none"
_CHANNELS_HELP = (
    "the colours of the channels of a TIFF with several: 1=green,2=magenta:100..4000; a channel with a range looks the "
    "same in all images; none: the first channel in grey"
)
_RANGES = "auto|image|full|project|LOW,HIGH"
_RANGE = (
    "how images with more than 8 bits are shown. auto: photographs in colour with the full range, as in "
    "8 bits, others as image; image: each with its own range; full: the full range; project: one range for all, "
    "measured; LOW,HIGH: the numbers that are black and white in all"
)


def _label_commands(command: AddCommand) -> None:
    label = command("label", "apply a person's labels from a table", "label birds.labeler --from mine.csv --by Ann")
    label.add_argument(
        "--from",
        dest="source",
        required=True,
        type=tidy_path,
        metavar="FILE.csv",
        help="columns rel_path and label; a column state (confirmed, labelled, unsure, excluded) is optional",
    )
    label.add_argument("--by", required=True, type=argument_types.person, metavar="NAME", help="whose labels these are")
    add_new_person(label)
    label.add_argument(
        "--audit",
        action="store_true",
        help="answers to the audit under way, given without seeing labels or suggestions",
    )
    label.add_argument("--adjudicate", action="store_true", help="these labels settle what people disagree on")
    add_dry_run(label)
    _column(label)
    bring = command(
        "import", "take labels from another program", "import birds.labeler tasks.json --format labelstudio"
    )
    bring.add_argument("file", metavar="FILE", type=tidy_path, help="the file or folder, depending on the format")
    bring.add_argument("--format", choices=list(FORMATS), help="required for labels; predictions are recognised")
    bring.add_argument(
        "--as",
        dest="kind",
        choices=("labels", "suggestions"),
        default="labels",
        help="suggestions: what a model says about each image, with its probability; no label changes",
    )
    bring.add_argument(
        "--model", metavar="NAME", default="", help="whose suggestions they are (default: as the file says)"
    )
    bring.add_argument(
        "--add-classes",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="add the classes of the suggestions that the project does not have (default: only where it has none)",
    )
    bring.add_argument(
        "--decided",
        choices=CHOICES,
        help="labels: where the file differs from what people decided: keep it (default), take the file's label, or "
        "mark a conflict: it stays, asks for a second opinion, and its note says what the file says",
    )
    add_by(bring)
    add_dry_run(bring)
    _column(bring)
    text = "list the models from elsewhere and what they are worth here, or remove the suggestions of one"
    models = command("models", text, "models birds.labeler")
    action = add_actions(models, "[remove]")
    remove = action("remove", "remove the suggestions of a model; labels that were accepted stay")
    remove.add_argument("model", metavar="NAME", help="a name from the list")
    take = command("export", "export labels and images to a new place", "export birds.labeler --format imagefolder out")
    take.add_argument("out", metavar="OUT", type=tidy_path, help="must not exist yet")
    take.add_argument("--format", required=True, choices=[*FORMATS, *BOX_FORMATS])
    take.add_argument(
        "--anew",
        action="store_true",
        help="boxes: write all of them anew (default: copy the files that they came from, with other classes only)",
    )
    take.add_argument(
        "--stills",
        action="store_true",
        help="boxes in Pascal VOC and YOLO, written anew: save the frames of videos and the pages of files that hold "
        "boxes as images (PNG) with them, since these formats name only files (default: these boxes are left out, and "
        "counted)",
    )
    take.add_argument("--link", choices=("copy", "hard", "sym"), default="copy", help="copy the images or link to them")
    text = "seed of the split into train, val, test (default 0)"
    take.add_argument("--seed", type=argument_types.count, default=0, help=text)
    take.add_argument(
        "--shares",
        type=argument_types.shares,
        default=(0.8, 0.1, 0.1),
        metavar="A,B,C",
        help="fractions of train, val, test (default 0.8,0.1,0.1)",
    )
    take.add_argument(
        "--no-unlabelled", dest="unlabelled", action="store_false", help="leave out images without a label"
    )
    take.add_argument("--empty-classes", action="store_true", help="make folders for classes without images as well")
    add_byte_order_mark(take)
    take.add_argument("--plain-cells", action="store_true", help="keep as text what a spreadsheet would compute")
    history = command("history", "list the decisions, newest first", "history birds.labeler --image site1/004.jpg")
    history.add_argument("--image", metavar="PATH", help="only the decisions about this image")
    history.add_argument(
        *("-n", "--count"),
        dest="count",
        type=argument_types.count,
        default=0,
        metavar="N",
        help="the largest number to list (default: all)",
    )
    for name, text in (("undo", "take the last decisions back"), ("redo", "do undone decisions again")):
        step = command(name, text, f"{name} birds.labeler --steps 2")
        step.add_argument("--steps", type=argument_types.level, default=1, metavar="N", help="how many (default 1)")
        add_by(step)


def _round_commands(command: AddCommand) -> None:
    kept = command(
        "backbones", "list, import, remove or use backbones", "backbones import dino.pth --name dino", project=False
    )
    action = add_actions(kept, "import|remove|use")
    taken = action("import", "copy the weights of a checkpoint into the program's own folder")
    taken.add_argument("file", metavar="FILE", type=tidy_path, help="a checkpoint of torch, or safetensors")
    taken.add_argument("--name", required=True, help="the name of the backbone")
    _architecture(taken)
    gone = action(
        "remove", "delete an imported or trained backbone, unless a project opened last in the window needs it"
    )
    gone.add_argument("name", metavar="NAME")
    used = action("use", "make a project use a backbone; images without its vectors are embedded first")
    add_project(used)
    used.add_argument("name", metavar="NAME", help="a name from the list")
    add_device(used)
    embed = command("embed", "embed every new image with a backbone", "embed birds.labeler --device auto")
    embed.add_argument("--backbone", metavar="NAME|FILE", help="a name that `backbones` lists, or a weight file")
    add_device(embed)
    embed.add_argument(
        "--flips",
        choices=("auto", "none", "mirror", "any"),
        help="flips under which an image stays equivalent (photo, starter, built-in); auto: detected from the images",
    )
    embed.add_argument("--download", action="store_true", help="allow the download of published weights for NAME")
    _architecture(embed)
    add_training_commands(command)
    text = "compute suggestions, suspects and what to label next"
    computed = command("round", text, "round birds.labeler --json")
    text = "whether suggestions agree over the images of a group, such as a burst; remembered, off at first"
    computed.add_argument("--agree", choices=("on", "off"), help=text)
    ask = command("next", "list the images that are worth the most to label", "next birds.labeler -n 20")
    add_number(ask, 20)
    ask.add_argument("--rule", choices=("default", "random", "margin", "kmeans"), default="default")
    suggest = command("suggest", "list suggestions, surest first", "suggest birds.labeler --class owl -n 50")
    suggest.add_argument("--class", dest="class_name", metavar="C", help="only of this class")
    add_number(suggest, None)
    text = "list labels that nobody has confirmed, worst first: “A → B” is in doubt; --json says so with in_doubt"
    add_number(command("suspects", text, "suspects birds.labeler -n 50"), None)
    add_number(command("duplicates", "list groups of near-duplicates", "duplicates birds.labeler"), None)
    add_number(command("outliers", "list outliers: images unlike all others", "outliers birds.labeler -n 20"), None)
    add_proof_commands(command)


def _architecture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--architecture", metavar="A", help="of the weight file, if it cannot be detected")


def _column(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=argument_types.mapping,
        metavar="MEANING=NAME",
        help="which column of a table is rel_path, folder, label, state, group, note, sha256 or (for suggestions) "
        "probability: label=species; of "
        "Label Studio which control is label; columns without names are 1, 2, …",
    )
    add_encoding(parser)
