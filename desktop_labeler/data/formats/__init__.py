"""The list of all import and export formats."""

from desktop_labeler.data.formats import (
    camtrap_dp,
    darwin_core,
    ecotaxa,
    fiftyone,
    huggingface,
    imagefolder,
    labelme,
    labelstudio,
    native_csv,
    split,
    xmp,
)
from desktop_labeler.data.formats.records import Format
from desktop_labeler.messages import Message

FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Format("csv", Message("Table (CSV)"), native_csv.read, native_csv.write, False, ".csv", False),
        Format(
            "imagefolder",
            Message("Class folders (ImageFolder)"),
            imagefolder.read,
            imagefolder.write,
            nothing_else=True,
        ),
        Format("split", Message("train, val, test (Ultralytics)"), split.read, split.write, nothing_else=True),
        Format("huggingface", Message("Hugging Face imagefolder"), huggingface.read, huggingface.write),
        Format("fiftyone", Message("FiftyOne"), fiftyone.read, fiftyone.write),
        Format(
            "labelstudio", Message("Label Studio (JSON)"), labelstudio.read, labelstudio.write, False, ".json", False
        ),
        Format("labelme", Message("labelme flags"), labelme.read, labelme.write, nothing_else=True),
        Format("ecotaxa", Message("EcoTaxa (TSV)"), ecotaxa.read, ecotaxa.write, False, ".tsv", False),
        Format(
            "darwincore",
            Message("Darwin Core occurrences (CSV)"),
            darwin_core.read,
            darwin_core.write,
            False,
            ".occurrence.csv",
            False,
        ),
        Format("camtrapdp", Message("Camtrap DP (data package)"), camtrap_dp.read, camtrap_dp.write),
        Format("xmp", Message("Copies with XMP side-cars"), xmp.read, xmp.write),
    )
}


def format_named(name: str) -> Format:
    """Return the format of this name.

    Raises:
        ValueError: no format has this name.
    """
    if name not in FORMATS:
        raise ValueError(f"format {name!r} is none of {', '.join(FORMATS)}")
    return FORMATS[name]
