"""Draws specimens of eight genera of algae as phase and pigment; their shapes vary within the range of the genus."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sample_drawing import Body, Rng, bump, clouds, contents, inside_distance, pick, soft

from desktop_labeler.array_types import Float64Array


class Valve(NamedTuple):
    """The shape and ornament of a pennate diatom; curves are functions of the position −1…1 along its length."""

    half_length: float
    top: Callable[[Float64Array], Float64Array]
    bottom: Callable[[Float64Array], Float64Array]
    raphe: Callable[[Float64Array], Float64Array]
    period: float  # of the striae, in pixels
    radiate: float  # how far the striae fan out
    axial: float  # half width of the smooth area along the raphe, pixels
    central: float  # radius of the smooth area in the middle, pixels
    dots: float  # 0: striae are ribs, 1: rows of dots


def draw_valve(rng: Rng, x: Float64Array, y: Float64Array, valve: Valve, alive: bool) -> Body:
    t = np.clip(x / valve.half_length, -1, 1)
    top, bottom, raphe = valve.top(t), valve.bottom(t), valve.raphe(t)
    distance = inside_distance((np.abs(x) < valve.half_length) & (y < top) & (y > bottom))
    plate = soft(distance, 0.4)
    off = y - raphe
    half = np.maximum(np.where(off > 0, top - raphe, raphe - bottom), 1.0)
    reach = np.clip(np.abs(off) / half, 0, 1)
    wave = (x + 0.25 * clouds(rng, 9)) / (1 + valve.radiate * reach * (1 - 1.2 * np.abs(t)))
    ribs = 0.5 + 0.5 * np.sin(2 * np.pi * wave / valve.period + pick(rng, 0, 6.3))
    dots = 1 - valve.dots * (0.5 + 0.5 * np.cos(2 * np.pi * np.abs(off) / pick(rng, 2.6, 3.4)))
    smooth_ends = soft(distance - 1.6, 0.6)
    clear = soft(np.abs(off) - valve.axial, 0.5) * soft(np.hypot(x, 1.25 * off) - valve.central, 0.7)
    striae = ribs * dots * smooth_ends * clear
    slit = bump(off, 0.42) * soft(valve.half_length * 0.9 - np.abs(x), 0.5) * soft(np.abs(x) - 1.8, 0.4)
    nodule = bump(np.hypot(x, off), 1.5) + 0.8 * bump(np.hypot(np.abs(x) - 0.92 * valve.half_length, off), 1.2)
    phase = plate * (0.5 + 0.5 * bump(off, 2.0)) + 1.5 * bump(distance - 0.9, 0.75) + 0.12 * plate * clouds(rng, 5)
    phase = phase - pick(rng, 0.75, 1.15) * striae - 1.1 * slit + 0.8 * nodule * plate
    body = Body(phase, 0.05 * plate + 0.10 * bump(distance - 0.7, 0.8))
    if not alive:
        return body
    lobes = bump(reach - pick(rng, 0.55, 0.75), 0.3) * soft(np.abs(x) - pick(rng, 0, 4), 1.5)
    fill = contents(rng, distance, lobes * soft(pick(rng, 0.75, 0.9) - np.abs(t), 0.1))
    return Body(0.8 * body.phase + fill.phase, body.pigment + fill.pigment)


def lens(t: Float64Array, power: float, ends: float | Float64Array) -> Float64Array:
    """Return a half outline of height 1: power 2 is lanceolate, 8 is nearly straight; `ends` rounds the poles."""
    return np.clip(1 - np.abs(t) ** power, 0, 1) ** ends


def navicula(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    half, width = pick(rng, 42, 56), pick(rng, 8.0, 11.5)
    power, ends = pick(rng, 1.6, 2.2), pick(rng, 0.7, 0.95)
    lean, side = rng.normal(0, 0.025), rng.normal(0, 0.025)
    beak = max(0.0, rng.normal(0.05, 0.12))  # drawn-out poles

    def outline(t: Float64Array) -> Float64Array:
        return width * lens(t, power, ends) * (1 + lean * t) * (1 - beak * bump(np.abs(t) - 0.83, 0.1))

    valve = Valve(half, lambda t: outline(t) * (1 + side), lambda t: -outline(t) * (1 - side),
                  lambda t: 0 * t, pick(rng, 2.9, 3.7), pick(rng, 0.15, 0.4), pick(rng, 0.6, 1.3),
                  pick(rng, 2.0, 4.0), pick(rng, 0.2, 0.7))  # fmt: skip
    return draw_valve(rng, x, y, valve, alive)


def gomphonema(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    half, width = pick(rng, 35, 50), pick(rng, 10, 14.5)
    power, ends = pick(rng, 1.8, 2.8), pick(rng, 0.6, 0.85)
    lean, head = pick(rng, 0.28, 0.65), pick(rng, 0.04, 0.3)

    def outline(t: Float64Array) -> Float64Array:
        waist = 1 - head * bump(t - 0.68, 0.13) - 0.6 * head * bump(t + 0.6, 0.2)
        return width * lens(t, power, ends - 0.25 * lean * t) * (1 + lean * t) / (1 + 0.3 * lean) * waist

    valve = Valve(half, outline, lambda t: -outline(t), lambda t: 0 * t, pick(rng, 3.7, 4.9), pick(rng, 0.1, 0.3),
                  pick(rng, 0.7, 1.4), pick(rng, 1.8, 3.6), pick(rng, 0.3, 0.8))  # fmt: skip
    return draw_valve(rng, x, y, valve, alive)


def cymbella(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    half, width = pick(rng, 36, 50), pick(rng, 25, 36)
    power, ends = pick(rng, 1.8, 2.6), pick(rng, 0.6, 0.9)
    bend = pick(rng, 0.22, 0.46)  # 0 would be symmetric, 0.5 a flat belly
    belly = pick(rng, 0.0, 0.1)

    def back(t: Float64Array) -> Float64Array:
        return width * (0.5 + bend) * lens(t, power, ends) - 0.5 * bend * width

    def front(t: Float64Array) -> Float64Array:
        return -width * ((0.5 - bend) * lens(t, power, ends) + belly * bump(t, 0.25)) - 0.5 * bend * width

    valve = Valve(half, back, front, lambda t: 0.42 * back(t) + 0.58 * front(t), pick(rng, 3.4, 4.6),
                  pick(rng, 0.15, 0.35), pick(rng, 0.7, 1.3), pick(rng, 1.6, 3.2), pick(rng, 0.3, 0.8))  # fmt: skip
    return draw_valve(rng, x, y, valve, alive)


def pinnularia(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    half, width = pick(rng, 42, 57), pick(rng, 8.5, 13.5)
    power, ends, waist = pick(rng, 4, 9), pick(rng, 0.45, 0.65), rng.normal(0.03, 0.05)

    def outline(t: Float64Array) -> Float64Array:
        return width * lens(t, power, ends) * (1 + waist * bump(t, 0.3))

    valve = Valve(half, outline, lambda t: -outline(t), lambda t: 0 * t, pick(rng, 4.2, 5.8), pick(rng, 0.2, 0.5),
                  pick(rng, 1.2, 2.6), pick(rng, 2.5, 5.5), pick(rng, 0.0, 0.15))  # fmt: skip
    return draw_valve(rng, x, y, valve, alive)


def disc(rng: Rng, x: Float64Array, y: Float64Array, alive: bool, fine: bool) -> Body:
    """Draw a centric diatom: with `fine`, dots in sectors up to the centre; otherwise striae only along the margin."""
    radius = pick(rng, 31, 49) if fine else pick(rng, 26, 43)
    y = y / np.cos(pick(rng, 0, 0.5))
    r, angle = np.hypot(x, y) + 0.25 * clouds(rng, 14), np.arctan2(y, x)
    distance = radius - r
    plate = soft(distance, 0.4)
    phase = 0.5 * plate + 1.6 * bump(distance - 1.1, 0.9) + 0.12 * plate * clouds(rng, 5)
    if fine:
        step = 2 * np.pi / int(rng.integers(11, 22))
        off = angle - np.round(angle / step) * step
        p = pick(rng, 2.9, 4.0)
        u, v = r * np.cos(off), r * np.sin(off)
        dots = (0.5 + 0.5 * np.cos(2 * np.pi * u / p)) * (0.5 + 0.5 * np.cos(2 * np.pi * v / p))
        phase -= pick(rng, 1.0, 1.6) * dots * soft(distance - 2.2, 0.6)
        phase += pick(rng, 0.3, 0.9) * np.sin(pick(rng, 1.5, 2.5) * r / radius + 1) * plate
        spines = bump((np.abs(off) - step / 2) * radius, 0.7) * bump(distance + 1.2, 1.3)
        phase += pick(rng, 0.0, 1.6) * spines
    else:
        border = radius * (pick(rng, 0.45, 0.68) + 0.025 * clouds(rng, 6))
        count = round(2 * np.pi * radius / pick(rng, 3.2, 4.8))
        striae = (0.5 + 0.5 * np.sin(count * angle)) * soft(r - border, 1.0) * soft(distance - 2.0, 0.6)
        phase -= pick(rng, 0.8, 1.3) * striae
        middle = soft(border - r, 1.5)
        turn = pick(rng, 0, 6.3)
        phase += middle * pick(rng, 0.2, 1.1) * np.sin(np.pi * (x * np.cos(turn) + y * np.sin(turn)) / border * 0.9)
        phase -= middle * pick(rng, 0.1, 0.5) * soft(clouds(rng, pick(rng, 1.6, 2.6)) - 0.6, 0.4)
    body = Body(phase, 0.05 * plate + 0.10 * bump(distance - 0.9, 0.9))
    if not alive:
        return body
    fill = contents(rng, distance, soft(clouds(rng, pick(rng, 5, 8)) - 0.4, 0.4))
    return Body(0.8 * body.phase + fill.phase, body.pigment + 0.65 * fill.pigment)


def cyclotella(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    return disc(rng, x, y, alive, fine=False)


def stephanodiscus(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    return disc(rng, x, y, alive, fine=True)


def along_thread(
    rng: Rng, x: Float64Array, y: Float64Array, bend: float, sway: float
) -> tuple[Float64Array, Float64Array]:
    """Return the coordinates along and across a bent thread through the middle of the image."""
    y = y - sway * np.sin(x / pick(rng, 12, 20) + pick(rng, 0, 6))
    curve = pick(rng, 0.3, 1) * bend * rng.choice([-1, 1])
    across = (np.hypot(x, y - 1 / curve) - abs(1 / curve)) * -np.sign(curve)
    along = np.arctan2(x, np.abs(y - 1 / curve)) / abs(curve)
    return along, across


def aulacoseira(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    s, n = along_thread(rng, x, y, 0.006, pick(rng, 0, 0.6))
    half = pick(rng, 6.5, 12.0)
    length = 2 * half * pick(rng, 1.1, 2.3)
    cells = int(rng.integers(3, 8))
    s = s + pick(rng, -0.3, 0.3) * length
    cell = np.clip(np.round(s / length), -(cells // 2), cells - cells // 2 - 1)
    local = s - cell * length
    ends = length / 2 - np.abs(local)
    wall = half - np.abs(n) - 0.9 * bump(ends, 1.0) + 0.3 * clouds(rng, 20)
    distance = np.minimum(wall, ends)
    inside = soft(distance, 0.4)
    around = np.arcsin(np.clip(n / half, -1, 1)) * half  # the dots are on the surface of a cylinder
    p, slant = pick(rng, 2.7, 3.8), pick(rng, -0.25, 0.25)
    dots = (0.5 + 0.5 * np.cos(2 * np.pi * (local + slant * around) / p)) * (0.5 + 0.5 * np.cos(2 * np.pi * around / p))
    dots = dots * soft(np.abs(local) - length * pick(rng, 0.03, 0.2), 0.7) * soft(ends - 2.4, 0.5)
    phase = inside * 0.5 + 1.3 * bump(wall - 0.8, 0.8) * soft(ends, 0.5) + 1.3 * bump(ends - 0.8, 0.7) * soft(wall, 0.5)
    phase += 0.6 * bump(ends - pick(rng, 2.6, 3.6), 0.5) * inside - pick(rng, 0.6, 1.4) * dots * inside
    teeth = (0.5 + 0.5 * np.cos(2 * np.pi * around / 2.6)) * bump(ends + 1.0, 0.9) * soft(wall - 1, 0.5)
    phase += pick(rng, 0, 1.2) * teeth
    body = Body(phase, 0.06 * inside + 0.12 * bump(distance - 0.6, 0.7))
    if not alive:
        return body
    fill = contents(rng, distance, soft(clouds(rng, pick(rng, 4, 6)) - 0.3, 0.4))
    return Body(0.8 * body.phase + fill.phase, body.pigment + fill.pigment)


def anabaena(rng: Rng, x: Float64Array, y: Float64Array, alive: bool) -> Body:
    s, n = along_thread(rng, x, y, pick(rng, 0.004, 0.022), pick(rng, 0, 2.0))
    half, stretch = pick(rng, 5.0, 9.0), pick(rng, 0.85, 1.4)
    phase, pigment = np.zeros_like(x), np.zeros_like(x)
    grain = clouds(rng, pick(rng, 1.4, 2.4))
    special = int(rng.integers(-3, 4)) if rng.random() < 0.75 else 99
    count = int(rng.integers(6, 14))
    position = 0.0
    for k in range(-count, count):
        size = half * pick(rng, 0.9, 1.1) * (1.25 if k == special else 1)
        long = size * stretch * pick(rng, 0.85, 1.2)
        position = -2.0 * half * stretch * count if k == -count else position + 1.86 * long
        shape = 1 - ((s - position) / long) ** 2 - (n / size) ** 2
        thick = np.sqrt(np.clip(shape, 0, None))
        rim = bump(shape - 0.12, 0.12)
        if k == special:  # a heterocyst: clear, with a thick wall and a knob at each pole
            knobs = bump(np.hypot(np.abs(s - position) - 0.85 * long, n), 1.1)
            phase = np.maximum(phase, 0.7 * thick + 1.5 * rim + 1.6 * knobs)
            pigment = np.maximum(pigment, 0.25 * thick)
        else:
            phase = np.maximum(phase, thick * (1.9 + 0.35 * grain) + 0.5 * rim)
            pigment = np.maximum(pigment, thick * (0.55 + 0.12 * grain))
    strength = pick(rng, 0.5, 1.0) if alive else pick(rng, 0.15, 0.4)
    return Body(phase, (strength * pigment))


SPECIMENS: dict[str, Callable[[Rng, Float64Array, Float64Array, bool], Body]] = {
    "Anabaena": anabaena, "Aulacoseira": aulacoseira, "Cyclotella": cyclotella, "Cymbella": cymbella,
    "Gomphonema": gomphonema, "Navicula": navicula, "Pinnularia": pinnularia, "Stephanodiscus": stephanodiscus,
}  # fmt: skip
