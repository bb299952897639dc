"""Self-supervised training on the images of a project."""
