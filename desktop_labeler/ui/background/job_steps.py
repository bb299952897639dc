"""The steps of the jobs, with the seconds that each takes on a computer with two cores, so that a progress is even.

Only their proportions matter once a step that counts has begun: its pace is that of this computer, see JobGroup. They
were measured on 3,781 photographs of clothes.
"""

from desktop_labeler.ui.background.job_group import Budget, Reading, Steps

_MIRROR, _VIEW, _EMBED = 0.019, 0.045, 0.045  # seconds for an image (embedding: read, half of them with a mirror image)
_MIRRORED = 1000  # images that are embedded to compare 250 with their mirror images
_LEARN = 0.01  # seconds for an image and an epoch, of training
_ACTIVATIONS, _CLASSIFY = 0.035, 0.03  # seconds for an image: with its mirror image; by three tails
_STARTING = ("starting", 6.0)

SCAN: Steps = (
    ("comparing folders", 2.0),
    ("finding images", 2.0),
    ("comparing files", 4.0),
    ("noting moved files", 0.3),
    ("noting changed files", 0.3),
    ("adding images", 1.0),
    ("noting missing files", 0.3),
    ("reading pages", 1.0),
    ("reading videos", 1.0),
)
_COLUMNS: Steps = (("reading columns", 1.0), ("storing columns", 1.0))
_IMPORT: Steps = (("matching", 3.0), ("backing up", 1.0), ("storing", 1.0), *_COLUMNS)
IMPORT_LABELS = _IMPORT
IMPORT_PREDICTIONS: Steps = (("reading", 1.0), ("matching", 3.0), ("storing", 1.0))
IMPORT_BOXES: Steps = (
    ("reading boxes", 2.0),
    ("matching", 1.0),
    ("reading images", 2.0),
    ("backing up", 1.0),
    ("storing", 3.0),
    ("noting pages", 0.5),
)
NEW_PROJECT: Steps = (
    ("writing the sample", 1.0),
    *SCAN,
    *_IMPORT,
    ("reading folder names", 0.3),
    ("reading some images", 2.0),
    ("reading images", 3.0),
    ("noting pages", 0.5),
)
IMPORT_BACKBONE: Steps = (_STARTING, ("reading the weights", 2.0))
REMOVE_BACKBONE: Steps = (_STARTING, ("looking for projects that use it", 0.5))
SWITCH: Steps = (_STARTING, ("changing the backbone", 0.5))
_OPENING: Steps = (("opening the classifier", 2.0), ("fitting the classifier", 3.0))
CLASSIFY: Steps = (_STARTING, *_OPENING, *SCAN, ("classifying", 120.0), ("writing", 1.0))
EXPORT_MODEL: Steps = (_STARTING, *_OPENING, ("writing the network", 12.0))
UNPACK: Steps = (("unpacking images", 1.0),)
GROUPS: Steps = (("reading columns", 1.0), ("storing", 2.0))
NAME_PATTERN: Steps = _COLUMNS
TABLE_COLUMNS: Steps = (("matching", 3.0), *_COLUMNS)
CAMERA_DATA: Steps = (("reading camera data", 10.0),)
PACKAGE: Steps = (("reading images", 20.0),)
MERGE: Steps = (("reading the package", 1.0), ("matching", 1.0), ("backing up", 1.0), ("storing", 1.0))
REPORT: Steps = (_STARTING, ("collecting", 2.0), ("reading the project", 1.0), ("reading the logs", 0.5))
METHODS_REPORT: Steps = (("reading the project", 1.0), ("reading examples", 3.0), ("writing", 0.5))
VERIFY: Steps = (("reading the manifest", 1.0), ("checking images", 20.0))


def analysis(images: int, *, checked: bool = False, known: bool = False, classified: int = 0) -> Steps:
    """Return the steps of embedding images, of classifying them, and of the round after it.

    Args:
        images: how many are embedded.
        checked: whether their files were read before.
        known: whether other images of the project were embedded, so that the embedding is adapted to the folder.
        classified: how many images the classifier in use then classifies.
    """
    check: Steps = () if checked else (("reading images", Reading(0.0007 * images)), ("noting pages", 0.0))
    after = classify_new(classified)[1:] if classified else round_steps(images, anew=True)[1:]
    return (*check, _STARTING, *embedding(images, known=known), *after)


def classify_new(images: int) -> Steps:
    """Return the steps of classifying images with the classifier in use, and of the round after it."""
    return (
        _STARTING,
        ("opening the backbone", 0.3),
        ("classifying the images", _CLASSIFY * max(images, 1)),
        *round_steps(images, anew=True)[1:],
    )


def change(images: int) -> Steps:
    """Return the steps of using another embedding: images are embedded, without a round."""
    return (_STARTING, *embedding(images))


def embedding(images: int, *, known: bool = False) -> Steps:
    """Return the steps of embedding images; with `known`, the embedding is adapted to the folder already."""
    adapting: Steps = (
        ("reading some images", 0.3),
        ("learning small patterns from the images", 1.0),
        ("comparing images with their mirror images", _MIRROR * min(4 * images, _MIRRORED)),
        ("reading some images", 0.3),
        ("comparing views of some images", _VIEW * 4 * min(1500, max(100, images / 16))),
    )
    return (("opening the backbone", 0.3), *(() if known else adapting), ("embedding", _EMBED * max(images, 1)))


def round_steps(images: int, *, anew: bool = False) -> Steps:
    """Return the steps of a round; with `anew`, images were added, so that their neighbours are searched."""
    found = _neighbors(images) if anew else ()
    return (
        _STARTING,
        ("reading", 0.2),
        *found,
        ("spreading labels", 0.5 + 0.0003 * images),
        ("looking for suspects", 0.5 + 0.0012 * images),
        ("choosing what to ask next", 0.5),
        ("comparing images", 0.1 + 0.00005 * images),
        ("storing", 0.1),
    )


def _neighbors(images: int) -> Steps:
    many = images > 50_000
    cells = ("grouping images", "sorting images into cells", "measuring the search") if many else ()
    found = ("finding similar images", "taking new images into the neighbour lists")
    return tuple((name, 0.05 + 0.0002 * images) for name in (*cells, *found))


def layout(images: int) -> Steps:
    """Return the steps of a map."""
    return (
        ("reading", 0.2),
        ("starting", 2.0),
        ("choosing images", 0.1),
        *_neighbors(min(images, 50_000)),
        ("laying out", 3.0 + 0.005 * min(images, 50_000)),
        ("placing the others", 0.0005 * max(images - 50_000, 0)),
        ("storing", 0.2),
    )


def training(images: int, *, minutes: float | None, epochs: float | None) -> Steps:
    """Return the steps of a training of so many minutes or epochs, of the embedding after it, and of the comparison."""
    learning = Budget(60 * minutes) if minutes is not None else _LEARN * images * (epochs or 1.0)
    return (
        _STARTING,
        ("opening the backbone", 0.3),
        ("reading the images", Reading(0.004 * images)),
        ("learning", learning),
        ("keeping the new backbone", 1.0),
        *embedding(images)[1:],
        ("comparing", 3.0),
    )


def classifier(labels: int, images: int, *, minutes: float) -> Steps:
    """Return the steps of training a classifier for at most so many minutes, and of classifying the images with it."""
    return (
        _STARTING,
        ("opening the backbone", 0.3),
        ("reading the images", _ACTIVATIONS * labels),
        ("learning", Budget(60 * minutes)),
        ("comparing", 3.0 + 0.003 * labels),
        ("opening the backbone", 0.3),
        ("classifying the images", _CLASSIFY * max(images - labels, 0)),
    )


def trial(images: int) -> Steps:
    """Return the steps of trying the default embedding on some of the images of a project."""
    few = min(images, 500)
    return (_STARTING, *embedding(images)[:-1], ("embedding", _EMBED * few))
