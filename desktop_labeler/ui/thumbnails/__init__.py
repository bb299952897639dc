"""Thumbnails of the images, made off the main thread, visible ones first."""
