"""The page Browse: every image, filtered and sorted."""
