"""Image files: finding them in folders, recognising them by content, decoding them, keeping thumbnails."""
