"""The large view over the window: its image, its keys and its boxes."""
