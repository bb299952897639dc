"""Damages files at random, as bad disks, broken programs and ill will do."""

import random

_ODD = (0, 1, 0x7F, 0x80, 0xFF)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return a copy with one to eight damages; the same for the same state of `chance`."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if not changed:
            break
        _damage(changed, chance)
    return bytes(changed)


def _damage(content: bytearray, chance: random.Random) -> None:
    # the beginning of a file says how the rest is read, so it is damaged as often as all of the rest
    place = chance.randrange(min(len(content), 128) if chance.random() < 0.5 else len(content))
    size = chance.choice((1, 2, 4, 8, 64))
    kind = chance.randrange(8)
    if kind == 0:
        content[place] ^= 1 << chance.randrange(8)
    elif kind == 1:
        content[place : place + size] = bytes([chance.choice(_ODD)]) * size
    elif kind == 2:
        content[place : place + size] = chance.randbytes(size)
    elif kind == 3:
        del content[place:]
    elif kind == 4:
        del content[place : place + size]
    elif kind == 5:
        content[place:place] = content[place : place + 64 * size]
    elif kind == 6:
        number = chance.choice((0, 1, 2**15, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1))
        content[place : place + 4] = number.to_bytes(4, chance.choice(("little", "big")))
    else:
        other = chance.randrange(len(content))
        content[place : place + size], content[other : other + size] = (
            content[other : other + size],
            content[place : place + size],
        )
