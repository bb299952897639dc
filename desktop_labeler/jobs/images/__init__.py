"""Reading the images of a project for other jobs, wherever they are kept, and places for new files."""
