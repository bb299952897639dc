"""A classifier trained on labels: the last blocks of a backbone and a linear layer, on activations computed once."""
