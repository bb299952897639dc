"""The version of the decoded pixels, which invalidates what was computed from the pixels of earlier versions."""

PIXELS = 3
"""Increased whenever the program decodes a file to different pixels; older thumbnails and vectors are recomputed.

2: colours are converted by their ICC profile.
3: a TIFF shows the image whose thumbnail is its first page, and red, green and blue on three pages in colour;
FITS is stretched by asinh.

Not counted: mirrored videos and those whose pixels are not square were shown differently at first. That concerns few
files, and all images would be read again for them.
"""
