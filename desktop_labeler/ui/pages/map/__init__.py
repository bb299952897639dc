"""The page Map: every image as a point."""
