"""The map of all images: laid out and read."""
