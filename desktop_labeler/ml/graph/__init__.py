"""The neighbour graph of the embeddings, and what is computed on it."""
