"""The parsers of the commands that train networks and take classifiers along."""

from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.cli.parsing.shared_options import AddCommand, add_byte_order_mark, add_device
from desktop_labeler.jobs.classifiers.finetune_plan import MINUTES, PARTS


def add_training_commands(command: AddCommand) -> None:
    """Add pretrain, finetune, predict and export-model."""
    _pretrain(command)
    _finetune(command)
    _predict(command)
    _export_model(command)


def _pretrain(command: AddCommand) -> None:
    train = command(
        "pretrain",
        "learn from the images themselves, without labels, and use the new backbone where it is better",
        "pretrain birds.labeler --minutes 20",
    )
    train.add_argument(
        "--method",
        choices=("fast", "simsiam", "byol"),
        default="fast",
        help="fast (default): most per minute on a CPU; simsiam, byol: as published, for a GPU and many epochs",
    )
    budget = train.add_mutually_exclusive_group()
    budget.add_argument("--minutes", type=argument_types.above_zero, metavar="M", help="of training (default 20)")
    budget.add_argument(
        "--epochs", type=argument_types.above_zero, metavar="E", help="passes over the images, instead of minutes"
    )
    train.add_argument(
        "--from",
        dest="start_from",
        default="",
        metavar="NAME|FILE|none",
        help="the backbone to start from (default: the one in use if it can be trained, else the starter); "
        "none: random weights",
    )
    train.add_argument(
        "--architecture",
        metavar="A",
        help="the network for random weights (resnet18-small, resnet50, mobilenet_v3_small, vit-384-12-6-16, "
        "timm:NAME; default: one that suits images and device), or that of a weight file",
    )
    add_device(train)
    train.add_argument(
        "--keep",
        choices=("better", "yes", "no"),
        default="better",
        help="use the new backbone: where it is better on the labels at hand (default), in any case, or not",
    )
    train.add_argument("--no-mirror", dest="mirror", action="store_false", help="left and right differ: text, hands")
    train.add_argument("--upside-down", action="store_true", help="any orientation: microscopy, aerial images")
    train.add_argument("--no-colour", dest="colour", action="store_false", help="the classes differ by colour")


def _finetune(command: AddCommand) -> None:
    train = command(
        "finetune",
        "train a classifier on the labels, and let it make suggestions where it is better",
        "finetune birds.labeler --minutes 5",
    )
    train.add_argument(
        "--minutes",
        type=argument_types.above_zero,
        default=MINUTES,
        metavar="M",
        help="at most so many minutes of training (default 5)",
    )
    train.add_argument(
        "--train",
        choices=PARTS,
        default="last",
        help="what is trained: the last blocks of the backbone (default), head: only a linear layer behind it, in "
        "seconds; all: the whole network, for a graphics card or many minutes",
    )
    add_device(train)
    train.add_argument(
        "--keep",
        choices=("better", "yes", "no"),
        default="better",
        help="keep the classifier if it is better (default), always, or never",
    )


def _predict(command: AddCommand) -> None:
    use = command(
        "predict",
        "classify every image of a folder into a table; run again after an interruption, it goes on",
        "predict birds.labeler new-photos birds-new.csv",
        project=False,
    )
    text = "a project with labels, *.labeler, or a folder of export-model; it is only read"
    use.add_argument("model", metavar="MODEL", type=tidy_path, help=text)
    use.add_argument("folder", metavar="FOLDER", type=tidy_path, help="folder of images, with everything below it")
    use.add_argument("out", metavar="OUT.csv", type=tidy_path, help="must not exist yet, nor be inside the folder")
    use.add_argument(
        "--top",
        type=argument_types.level,
        choices=range(1, 11),
        default=5,
        metavar="N",
        help="how many classes to give for each image, likeliest first: 1 to 10 (default 5)",
    )
    add_device(use)
    add_byte_order_mark(use)


def _export_model(command: AddCommand) -> None:
    take = command(
        "export-model",
        "write the classifier of a project to a folder that works without this program",
        "export-model birds.labeler birds-classifier --format onnx",
    )
    take.add_argument("out", metavar="OUT", type=tidy_path, help="the folder to make; must not exist yet")
    take.add_argument(
        "--format",
        choices=("onnx", "torch"),
        default="onnx",
        help="onnx (default): for ONNX Runtime and many others; torch: a program of torch.export",
    )
