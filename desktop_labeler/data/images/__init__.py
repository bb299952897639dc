"""The images of a project: found in folders, divided into parts, queried for the grid, with their thumbnails."""
