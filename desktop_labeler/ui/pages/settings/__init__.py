"""The page Settings: appearance, keys, device, cache and the person's name."""
