"""Images that are parts of files: pages, boxes and frames, beside the images of their files."""
