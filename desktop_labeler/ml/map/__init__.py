"""The layout of the map: embeddings projected to two dimensions."""
