"""Networks that turn images into embeddings: by name or by file, on which device, adapted to a folder."""
