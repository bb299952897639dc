"""The page Train: self-supervised training and the choice of a backbone."""
