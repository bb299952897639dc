"""Embeddings on a plane."""
