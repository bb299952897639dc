"""What one tile of the grid shows: an image, or a stack of images."""
