"""Classes on screen: their shapes, shortened names, lists and search."""
