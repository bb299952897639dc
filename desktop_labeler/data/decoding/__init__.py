"""Decoding image files: recognising them by content, their upright pixels as shown, and what their headers say."""
