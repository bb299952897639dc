"""Which part of a network a classifier trains; nothing here loads a network."""

from typing import Literal, TypeAlias

Part: TypeAlias = Literal["head", "last", "all"]
"""A linear layer alone, the last blocks as well, or all of the network."""

PARTS: tuple[Part, ...] = ("head", "last", "all")
