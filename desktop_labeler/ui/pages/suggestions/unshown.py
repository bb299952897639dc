"""What Suggestions says of suggestions whose images cannot be shown, because files are missing or damaged."""

from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import worded


def only_unshown(count: int) -> tuple[str, str]:
    """Return heading and sentence for a page where nothing but these is left."""
    heading = Message("{n:# suggestion|# suggestions} without an image", n=count)
    sentence = Message(
        "{n:Its file is|Their files are} missing or damaged, so nothing can be shown. Put {n:it|them} back in place, "
        "then rescan the folders; what is suggested stays.",
        n=count,
    )
    return worded(heading), worded(sentence)


def unshown_text(count: int, of: int) -> str:
    """Return a sentence about the open images of a page that cannot be shown; empty without any.

    Args:
        count: how many cannot be shown.
        of: how many images the page has.
    """
    if not count:
        return ""
    if count == of:
        text = Message(
            "{n:The file of this image is|The files of all # images here are} missing or damaged, so nothing can be "
            "decided here. “Rescan the folders” under “Images” in the menu looks for {n:it|them}.",
            n=count,
        )
    else:
        text = Message("{n:# image|# images} here cannot be shown and {n:is|are} left out.", n=count)
    return worded(text)
