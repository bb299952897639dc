"""Finding a project's images in its folders, again after changes, and their pages."""
