"""What is made of pixels, and how it is made again when the program reads the same files with other ones."""

PIXELS = 2
"""Raised whenever a file gives other pixels than before: thumbnails and vectors of an earlier one are made again.

2: colours by their ICC profile.
"""
