"""Metadata: the columns that came with the images, from cameras, tables and file names."""
