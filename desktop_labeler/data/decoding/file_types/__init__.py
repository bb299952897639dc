"""The readers of single types of image files; each is imported when the first such file is read."""
