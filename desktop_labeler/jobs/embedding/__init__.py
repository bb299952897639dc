"""The vectors of images: computed, stored, compared, and adapted to a folder without training."""
