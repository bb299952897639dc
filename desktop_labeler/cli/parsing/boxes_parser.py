"""The parser of boxes: parts of files that become images."""

import argparse

from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.cli.parsing.shared_options import AddCommand, add_by, add_dry_run
from desktop_labeler.data.formats.boxes.reading.read_boxes import BOX_KINDS
from desktop_labeler.data.images.parts.image_parts import MARGIN
from desktop_labeler.jobs.exchange.import_boxes import MEANINGS, MEGADETECTOR_LEAST, TURNED


def add_boxes_command(command: AddCommand) -> None:
    """Add boxes."""
    text = "make an image of every box that a file or folder holds"
    boxes = command("boxes", text, "boxes blood.labeler Annotations --format voc")
    boxes.add_argument("source", metavar="FILE_OR_FOLDER", type=tidy_path, help="only read")
    add_box_options(boxes)
    add_dry_run(boxes)
    add_by(boxes)


def add_box_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how boxes become images."""
    parser.add_argument("--format", choices=BOX_KINDS, help="of the boxes (default: as their content says)")
    parser.add_argument(
        "--as",
        dest="meaning",
        choices=MEANINGS,
        help="what the classes of the boxes become (default: labels where a person drew the box, suggestions where a "
        "model proposed it)",
    )
    parser.add_argument(
        "--least",
        type=argument_types.fraction,
        metavar="SCORE",
        help="leave out boxes with a lower score, from 0 to 1 (default: 0; for MegaDetector "
        f"{MEGADETECTOR_LEAST:g}, which is usual for its version 5)",
    )
    parser.add_argument(
        "--margin",
        type=argument_types.fraction,
        metavar="SHARE",
        help=f"show this much around a box, as a share of its longer side (default: {MARGIN:g})",
    )
    parser.add_argument(
        "--only-boxes", action="store_true", help="files without a box are no images (default: they stay images)"
    )
    parser.add_argument(
        "--turned",
        choices=TURNED,
        help="in photographs that the camera stored turned, boxes are meant for the upright image or for the stored "
        "pixels; only where the sizes in the source do not tell (default: as the sizes of other photographs of the "
        "source tell, else upright)",
    )
