"""Desktop Labeler: every image labelled right, with as few looks as possible."""

__version__ = "0.1.0"
