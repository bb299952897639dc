"""Metadata: added from tables, cameras and file names, and used to filter and group images."""
