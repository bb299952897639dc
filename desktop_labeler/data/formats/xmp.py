"""Copies of the images with XMP side-cars, whose keywords (dc:subject, lr:hierarchicalSubject) are the label.

The side-car of a.jpg is a.xmp, as Adobe's programs and digiKam read it. It lies beside the copy, never beside the
original.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from desktop_labeler.data.formats.export_tree import placed
from desktop_labeler.data.formats.incoming_files import check_readable, files_below
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message, visible

_RDF, _DC = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/dc/elements/1.1/"
_LIGHTROOM = "http://ns.adobe.com/lightroom/1.0/"
_LARGEST = 4_000_000  # bytes; a side-car with all the history of a picture has some 100,000
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)  # entities could fill the memory or read other files


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write each image with its side-car, in the same folders as in the project."""
    out.mkdir()
    for image, target, written in placed(out, images, options.link):
        if not written.problem:
            target.with_suffix(".xmp").write_text(_content(image.label), encoding="utf-8")
        yield written


def _content(label: str | None) -> str:
    keywords = _bag("dc:subject", label) + _bag("lr:hierarchicalSubject", label and label.replace("|", "/"))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f' <rdf:RDF xmlns:rdf="{_RDF}">\n  <rdf:Description rdf:about="" xmlns:dc="{_DC}" xmlns:lr="{_LIGHTROOM}">\n'
        f'{keywords}  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
    )


def _bag(name: str, text: str | None) -> str:
    if text is None:
        return ""
    return f"   <{name}><rdf:Bag><rdf:li>{escape(visible(text))}</rdf:li></rdf:Bag></{name}>\n"


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read every side-car below a folder; its one keyword is the label, two are reported as a conflict.

    Raises:
        FormatError: the folder does not exist or holds no side-cars.
    """
    files = list(files_below(root, reading))
    sides = [file for file in files if file.suffix.lower() == ".xmp"]
    if not sides:
        raise FormatError(
            "{folder} holds no XMP side-cars. Nothing was changed. Choose the folder with them.", folder=root
        )
    images = {file.with_suffix(""): file for file in files if file.suffix.lower() not in (".xmp", ".json")}
    whole = {file for file in files if file.suffix.lower() != ".xmp"}
    return (record for side in sides for record in _records(side, root, images, whole, reading))


def _records(
    side: Path, root: Path, images: Mapping[Path, Path], whole: set[Path], reading: Reading
) -> Iterator[Record]:
    try:
        keywords = _keywords(side)
    except (OSError, ValueError, ElementTree.ParseError, FormatError) as error:
        reading.skipped.append((side, _why(error)))
        return
    bare = side.with_suffix("")  # a.jpg.xmp, as darktable and digiKam name it, or a.xmp
    image = bare if bare in whole else images.get(bare)
    path = (image or bare).relative_to(root).as_posix()
    if not keywords:
        yield Record(path, file=image)
    for keyword in keywords:
        yield Record(path, keyword, file=image)


def _why(error: Exception) -> object:
    if isinstance(error, FormatError):
        return error.message
    if isinstance(error, OSError):
        return error.strerror or error
    return Message("it is not XMP")


def _keywords(side: Path) -> list[str]:
    check_readable(side)
    if side.stat().st_size > _LARGEST:
        raise ValueError("too large")
    text = side.read_text(encoding="utf-8-sig")
    if _DECLARED.search(text):
        raise ValueError("it declares entities")
    # the expression above has refused what could be harmful
    top = ElementTree.fromstring(text)
    found = [item.text or "" for bag in top.iter(f"{{{_DC}}}subject") for item in bag.iter(f"{{{_RDF}}}li")]
    return [keyword.strip() for keyword in dict.fromkeys(found) if keyword.strip()]
