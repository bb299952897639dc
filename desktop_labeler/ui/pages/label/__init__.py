"""The page Label: the images that are worth the most to label."""
