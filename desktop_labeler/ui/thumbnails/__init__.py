"""Small pictures of the images: read off the main thread, the visible ones first."""
