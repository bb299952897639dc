"""Desktop Labeler: label every image correctly with the fewest checks."""

__version__ = "0.1.0"
