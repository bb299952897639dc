"""The version of the decoded pixels, which invalidates what was computed from the pixels of earlier versions."""

PIXELS = 2
"""Increased whenever the program decodes a file to different pixels; older thumbnails and vectors are recomputed.

2: colours are converted by their ICC profile.
"""
