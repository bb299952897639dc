"""Boxes in and out: annotations of parts of images, as other programs store them; files only, no project."""
