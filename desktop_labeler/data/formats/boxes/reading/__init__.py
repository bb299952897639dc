"""Box annotations in: one module for each format, and how a format is recognised."""
