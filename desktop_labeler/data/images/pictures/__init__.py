"""Pictures made of the images: thumbnails, examples in reports, and smaller files for packages."""
