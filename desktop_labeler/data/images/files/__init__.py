"""The files in a project's folder: found, compared with its images, and what their folders and cameras say of them."""
