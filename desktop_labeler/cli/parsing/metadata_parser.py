"""The parsers of the commands for metadata: metadata, list."""

from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.cli.parsing.shared_options import (
    AddCommand,
    add_actions,
    add_by,
    add_dry_run,
    add_encoding,
    add_images_of_people,
    add_images_of_state,
    add_number,
)
from desktop_labeler.data.decoding.exif import TIME


def add_metadata_commands(command: AddCommand) -> None:
    """Add metadata and list."""
    _metadata(command)
    _list(command)


def _metadata(command: AddCommand) -> None:
    text = "list the columns of metadata, add some from a table, file names or cameras, or remove one"
    metadata = command("metadata", text, 'metadata birds.labeler names "{site}_{date}_{n}"')
    action = add_actions(metadata, "[table|names|cameras|group|bursts|dicom|remove]")
    table = action("table", "keep the columns of a table; labels stay as they are")
    table.add_argument("file", metavar="FILE", type=tidy_path, help="a table (CSV, TSV, Excel, Parquet) with a path")
    table.add_argument(
        "--only", type=argument_types.names, default=(), metavar="A,B", help="only these columns (default: all)"
    )
    table.add_argument(
        "--column",
        action="append",
        default=[],
        type=argument_types.mapping,
        metavar="MEANING=NAME",
        help="which column is rel_path or folder: rel_path=photo",
    )
    add_encoding(table)
    add_dry_run(table)
    names = action("names", "take columns from the names of the files")
    names.add_argument(
        "pattern",
        metavar="PATTERN",
        help="the end of the path without the suffix, with fields in braces: {site}_{date}_{n}, {site}/{n:number}; "
        "{day:date} and {n:number} take only what is a date or a number",
    )
    add_dry_run(names)
    action("cameras", "read what the cameras wrote into all files (EXIF): time, place, camera")
    group = action("group", "let the values of a column be the groups; undo takes that back")
    group.add_argument("column", metavar="NAME", help="a column from the list")
    add_by(group)
    add_dry_run(group)
    bursts = action("bursts", "group images of one site where each was taken at most some seconds after the one before")
    bursts.add_argument(
        "seconds", metavar="SECONDS", type=argument_types.above_zero, help="the longest gap inside a burst"
    )
    bursts.add_argument("--site", metavar="NAME", help="the column that tells sites apart (default: one site)")
    bursts.add_argument("--time", metavar="NAME", default=TIME, help=f"the column with the time (default {TIME})")
    add_by(bursts)
    add_dry_run(bursts)
    text = "group images of DICOM by patient or study; the names of the groups do not tell who it is"
    dicom = action("dicom", text)
    dicom.add_argument("whole", choices=("patient", "study"), help="what a group is")
    add_by(dicom)
    add_dry_run(dicom)
    remove = action("remove", "remove a column with its values; the files and tables keep theirs")
    remove.add_argument("column", metavar="NAME", help="a column from the list")


def _list(command: AddCommand) -> None:
    text = "list images by what is known about them, with their labels and metadata"
    images = command("list", text, "list birds.labeler --where site=A --where 'depth>=10' --sort exif.time")
    images.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help="a column, one of = > >= < <= ~ (contains), and a value; again for each further one, all must hold; "
        "without a value: images that have none. Every project has file.kB, file.width, file.height, label.source, "
        "label.rejected, model.suggestion and model.confidence (0 to 1)",
    )
    images.add_argument("--text", default="", help="only images whose path, note or metadata contains this")
    add_images_of_state(images)
    images.add_argument("--group", metavar="G", help="only of this group")
    text = "those whose file is missing or cannot be used, instead of the others, and why"
    images.add_argument("--missing", action="store_true", help=text)
    add_images_of_people(images)
    images.add_argument("--filter", metavar="NAME", help="the filter and order that were kept under this name")
    images.add_argument("--save", metavar="NAME", help="keep this filter and order under a name, also for the window")
    images.add_argument("--forget", metavar="NAME", help="remove a filter that was kept")
    images.add_argument("--sort", default="path", metavar="NAME", help="by path (default), or by a column of metadata")
    images.add_argument("--descending", action="store_true", help="the highest first")
    add_number(images, None)
