"""Backbones: networks that compute embeddings, opened by name or file, run on a device, adapted to a folder."""
