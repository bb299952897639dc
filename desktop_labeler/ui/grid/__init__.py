"""The one grid of images that every page uses."""
