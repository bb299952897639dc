"""Copies of the images with XMP side-cars, whose keywords (dc:subject, lr:hierarchicalSubject) are the label.

The side-car of a.jpg is a.xmp, as Adobe's programs and digiKam read it. It lies beside the copy, never beside the
original.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from desktop_labeler.data.decoding.signatures import RAW_SUFFIXES, suffix_of
from desktop_labeler.data.formats.export_tree import placed
from desktop_labeler.data.formats.incoming_files import check_readable, files_below, is_there
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.formats.tables.table import looks_like_image
from desktop_labeler.errors import FormatError, refusal
from desktop_labeler.messages import Message, visible

_RDF, _DC = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/dc/elements/1.1/"
_LIGHTROOM = "http://ns.adobe.com/lightroom/1.0/"
_LISTED = 5  # images in a note
_LARGEST = 4_000_000  # bytes; a side-car with all the history of a picture has some 100,000
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)  # entities could fill the memory or read other files


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write each image with its side-car, in the same folders as in the project.

    What stands in a side-car that lies beside an original is not in that of the copy, which a note says.
    """
    out.mkdir()
    own: list[str] = []
    for image, target, written in placed(out, images, options.link):
        if not written.problem:
            target.with_suffix(".xmp").write_text(_content(image.label), encoding="utf-8")
            own += [image.path] if image.cut is None and _has_side_car(image.source) else []
        yield written
    if own:
        options.notes.append(
            Message(
                "{n:# image has a side-car of its own|# images have side-cars of their own} beside {n:the|their} "
                "{n:original|originals}. {n:It stays|They stay} as {n:it is|they are}; what stands there, such as a "
                "rating or other keywords, is not in the {n:side-car|side-cars} of the {n:copy|copies}: {files}.",
                n=len(own),
                files=own[:_LISTED],
            )
        )


def _has_side_car(image: Path) -> bool:
    return any(is_there(side) for side in (image.with_suffix(".xmp"), image.with_name(f"{image.name}.xmp")))


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
    whole = {file for file in files if file.suffix.lower() != ".xmp"}
    with_own = {side.with_suffix("") for side in sides}  # as darktable names them: a.jpg.xmp
    images: dict[Path, list[Path]] = {}
    for file in files:
        if file in whole and file not in with_own and looks_like_image(file.name):
            images.setdefault(file.with_suffix(""), []).append(file)
    return (record for side in sides for record in _records(side, root, images, whole, reading))


def _records(
    side: Path, root: Path, images: Mapping[Path, Sequence[Path]], whole: set[Path], reading: Reading
) -> Iterator[Record]:
    try:
        keywords = _keywords(side)
    except (OSError, ValueError, ElementTree.ParseError, FormatError) as error:
        reading.skipped.append((side, _why(error)))
        return
    bare = side.with_suffix("")  # a.jpg.xmp, as darktable and digiKam name it, or a.xmp
    fitting = [bare] if bare in whole else _fitting(images.get(bare, ()))
    if len(fitting) > 1:
        names = [file.name for file in fitting]
        reading.skipped.append((side, Message("it fits several images: {names}", names=names)))
        return
    image = fitting[0] if fitting else None
    path = (image or bare).relative_to(root).as_posix()
    if not keywords:
        yield Record(path, file=image)
    for keyword in keywords:
        yield Record(path, keyword, file=image)


def _fitting(images: Sequence[Path]) -> Sequence[Path]:
    """Return which of the images with the stem of a side-car it is for: that of the camera's raw data, else all."""
    raw = [file for file in images if suffix_of(file.name) in RAW_SUFFIXES]
    return raw if len(raw) == 1 else images


def _why(error: Exception) -> object:
    if isinstance(error, FormatError):
        return error.message
    if isinstance(error, OSError):
        return refusal(error)
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
