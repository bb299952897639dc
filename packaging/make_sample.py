"""Makes the sample dataset: micrographs of eight genera of algae, drawn and imaged by a simulated microscope.

`python packaging/make_sample.py --out DIR` writes images/<given label>/<name>.jpg, truth.csv, groups.csv and
README.md. Everything is derived from SEED; the same versions of numpy, scipy and Pillow give the same pixels.
"""

import argparse
import csv
import io
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from sample_algae import SPECIMENS
from sample_drawing import FINE, GRID, Body, Rng, bump, clouds, pick, soft
from sample_microscope import Slide, intensity, photograph

from desktop_labeler.array_types import Float64Array

SEED = 20240611
COUNTS = {
    "Anabaena": 74, "Aulacoseira": 88, "Cyclotella": 98, "Cymbella": 92,
    "Gomphonema": 84, "Navicula": 112, "Pinnularia": 78, "Stephanodiscus": 78,
}  # fmt: skip
LOOKALIKES = {
    "Anabaena": ["Aulacoseira"], "Aulacoseira": ["Anabaena"], "Cyclotella": ["Stephanodiscus"],
    "Stephanodiscus": ["Cyclotella"], "Cymbella": ["Navicula", "Gomphonema"],
    "Gomphonema": ["Navicula", "Cymbella"], "Navicula": ["Gomphonema", "Cymbella", "Pinnularia"],
    "Pinnularia": ["Navicula"],
}  # fmt: skip
WRONG = 36
SPREAD = 0.30  # variation of the direction of a body, in radians
PAIRS = 8
CONFLICTS = 2  # number of near-duplicate pairs whose given labels differ
AMBER = np.array([0.10, 0.32, 1.00])  # absorption of red, green, blue by the pigments of diatoms
GREEN = np.array([0.80, 0.25, 0.55])  # absorption by the pigments of blue-green algae
DULL = np.array([0.55, 0.70, 0.95])  # absorption by detritus


@dataclass(frozen=True)
class Plan:
    """The plan of one image.

    Attributes:
        number: its index in the dataset, which also seeds its random numbers.
        slide: the number of its slide.
        truth: the true class, or "" if the image belongs to no class.
        given: the label under which it is filed.
        note: what is special about it; "" for most images.
        kind: the kind of foreign object that it shows; "" for a specimen.
        copy_of: the number of the image of which this is a second photograph; −1 for none.
    """

    number: int
    slide: int
    truth: str
    given: str
    note: str = ""
    kind: str = ""
    copy_of: int = -1

    @property
    def rel_path(self) -> str:
        """The path within the images folder; the file name reveals only the slide."""
        return f"{self.given}/s{self.slide + 1:02d}_{self.number:04d}.jpg"


def make_slides() -> list[Slide]:
    """Return the slides: three preparations (cleaned, live, fixed with iodine), each with its own lamp."""
    rng = np.random.default_rng([SEED, 1])
    tints = [(0.78, 0.78, 0.76), (0.80, 0.77, 0.70), (0.72, 0.77, 0.71), (0.70, 0.75, 0.78), (0.82, 0.76, 0.62)]
    tint_of = [0, 1, 2, 0, 4, 3, 1, 2, 0, 4, 1, 3]
    alive_of = [0.0, 0.75, 0.3, 0.05, 0.8, 0.0, 0.5, 0.85, 0.0, 0.6, 0.1, 0.25]
    slides: list[Slide] = []
    for tint, alive in zip(tint_of, alive_of, strict=True):
        gain = pick(rng, 0.82, 1.06)
        turn, oblique = pick(rng, 0, 6.3), 0.34 if len(slides) in (3, 5, 8) else pick(rng, 0, 0.12)
        slides.append(
            Slide(
                light=(tints[tint][0] * gain, tints[tint][1] * gain, tints[tint][2] * gain),
                oblique=(oblique * float(np.cos(turn)), oblique * float(np.sin(turn))),
                aperture=pick(rng, 0.33, 0.42),
                alive=alive,
                dirt=pick(rng, 2, 9),
                noise=pick(rng, 1.2, 2.6),
                browned=1.0 if tint == 4 else pick(rng, 0, 0.4),
            )
        )
    return slides


def make_plan() -> list[Plan]:
    """Return the plans of all images by number, with wrong labels, near-duplicates and foreign objects."""
    rng = np.random.default_rng([SEED, 2])
    slides = len(make_slides())
    truths = [name for name, count in COUNTS.items() for _ in range(count)]
    kinds = [*STRANGERS, "bubble", "blur"]
    total = len(truths) + PAIRS + len(kinds)
    numbers = rng.permutation(total) + 1
    names = list(COUNTS)
    plans = [Plan(int(numbers[k]), int(rng.integers(slides)), truth, truth) for k, truth in enumerate(truths)]
    for k in rng.choice(len(plans), WRONG - CONFLICTS, replace=False):
        plans[k] = mislabel(plans[k], rng, names)
    pure = [plan for plan in plans if plan.truth == plan.given]
    for k, j in enumerate(rng.choice(len(pure), PAIRS, replace=False)):
        twin = replace(pure[j], number=int(numbers[len(plans)]), copy_of=pure[j].number)
        twin = mislabel(twin, rng, names) if k < CONFLICTS else twin
        plans.append(replace(twin, note="; ".join(filter(None, [f"near-duplicate of {pure[j].rel_path}", twin.note]))))
    for kind in kinds:
        plans.append(
            Plan(int(numbers[len(plans)]), int(rng.integers(slides)), "", str(rng.choice(names)),
                 f"does not belong: {kind}", kind)
        )  # fmt: skip
    return sorted(plans, key=lambda plan: plan.number)


def mislabel(plan: Plan, rng: Rng, names: Sequence[str]) -> Plan:
    """Return the plan with a wrong given label, which in four of five cases is a similar-looking genus."""
    near = LOOKALIKES[plan.truth]
    others = near if rng.random() < 0.8 else [name for name in names if name != plan.truth and name not in near]
    return replace(plan, given=str(rng.choice(others)), note="wrong label")


def place(rng: Rng, x: float, y: float, scale: float) -> tuple[Float64Array, Float64Array]:
    """Return the coordinates of a body whose centre is (x, y) pixels from the middle of the image.

    Long bodies lie roughly along the rows, in either direction, as in images from programs that crop particles.
    """
    axis = ((np.arange(GRID, dtype=np.float64) + 0.5) / GRID - 0.5) * (GRID / FINE)
    turn = rng.normal(0, SPREAD) + np.pi * rng.integers(2)
    c, s = np.cos(turn) / scale, np.sin(turn) / scale
    dx, dy = axis[None, :] - x, axis[:, None] - y
    flip = rng.choice([-1, 1])
    return (c * dx + s * dy), (flip * (c * dy - s * dx))


def particle(rng: Rng, reach: float = 70) -> Body:
    """Draw a small irregular grain somewhere in the field."""
    x, y = place(rng, pick(rng, -reach, reach), pick(rng, -reach, reach), 1)
    radius = float(np.exp(rng.normal(0.1, 0.5)))
    near = np.nonzero(np.maximum(np.abs(x), np.abs(y)) < 3 * radius + 3)  # the rest of the field is empty
    x, y, body = x[near], y[near], np.zeros((GRID, GRID))
    angle = np.arctan2(y, x)
    edge = radius * (1 + 0.3 * np.sin(2 * angle + 1) + 0.15 * np.sin(5 * angle))
    body[near] = soft(edge - np.hypot(x, y), 0.5)
    return Body(pick(rng, 0.3, 1.6) * body, max(0.0, rng.normal(0.25, 0.4)) * body)


def floc(rng: Rng) -> Body:
    """Draw a loose clump of detritus."""
    x, y = place(rng, pick(rng, -60, 60), pick(rng, -60, 60), pick(rng, 0.8, 1.6))
    envelope = np.exp(-((x / 18) ** 2) - (y / 11) ** 2)
    texture = 0.7 * clouds(rng, pick(rng, 3, 7)) + 0.5 * clouds(rng, 1.6)
    crumbs = soft(texture + 2.4 * envelope - pick(rng, 1.6, 2.4), pick(rng, 0.5, 1.0)) * envelope
    return Body((1.3 * crumbs), (pick(rng, 0.3, 1.0) * crumbs))


def splinter(rng: Rng) -> Body:
    """Draw a broken needle of silica."""
    x, y = place(rng, pick(rng, -55, 55), pick(rng, -55, 55), 1)
    y = y - 0.002 * pick(rng, -1, 1) * x**2
    half, width = pick(rng, 8, 34), pick(rng, 0.7, 1.8)
    body = bump(y, width) * soft(half - np.abs(x), 1.0)
    return Body((1.3 * body * (0.85 + 0.15 * np.sin(x * 2.2))), 0.08 * body)


def background(rng: Rng, dirt: float) -> Body:
    """Draw the uneven mounting medium and the particles in it."""
    phase = 0.10 * clouds(rng, 22) + 0.05 * clouds(rng, 4) + 0.03 * clouds(rng, 1.5)
    pigment = 0.03 * np.clip(clouds(rng, 30), -1, 2) + 0.03
    parts = [particle] * int(rng.poisson(dirt)) + [floc] * int(rng.poisson(0.07 * dirt))
    for part in parts + [splinter] * int(rng.poisson(0.05 * dirt)):
        body = part(rng)
        phase, pigment = phase + body.phase, pigment + body.pigment
    return Body(phase, pigment)


def fibre(rng: Rng) -> Body:
    x, y = place(rng, 0, 0, 1)
    off = y - 14 * np.sin(x / 17) - 6 * np.sin(x / 7 + 2)
    inside = soft(3.2 - np.abs(off) / np.hypot(1, 0.9 * np.cos(x / 17)), 0.6)
    return Body(2.5 * inside * np.sqrt(np.clip(1 - (off / 6) ** 2, 0, 1)), 0.5 * inside)


def bubble(rng: Rng) -> Body:
    x, y = place(rng, pick(rng, -12, 12), pick(rng, -12, 12), 1)
    r = np.hypot(x, y) / pick(rng, 22, 44)
    return Body(-9 * np.sqrt(np.clip(1 - r**2, 0, 1)), 2.6 * bump(r - 0.93, 0.055) + 0.5 * bump(r - 0.8, 0.07))


def sand(rng: Rng) -> Body:
    x, y = place(rng, 0, 0, 1)
    inside = np.ones_like(x)
    height = np.full_like(x, 9)
    for turn in np.arange(7) * 0.9 + rng.normal(0, 0.25, 7):
        side = pick(rng, 20, 36) - (x * np.cos(turn) + y * np.sin(turn))
        inside, height = inside * soft(side, 0.4), np.minimum(height, np.clip(side, 0, None) * pick(rng, 0.3, 0.9))
    return Body((height * inside * 1.4), (0.25 * inside))


def scale_bar(rng: Rng) -> Body:
    x, y = place(rng, 0, pick(rng, -15, 15), 1)
    minor = soft(0.55 - np.abs(x - 8 * np.round(x / 8)), 0.25)
    major = np.abs(np.round(x / 8)) % 5 == 0
    ticks = minor * soft(np.where(major, 17, 10) - np.abs(y - 4), 0.3) * soft(y + 4, 0.3)
    return Body(0 * x, (2.2 * np.maximum(ticks, soft(0.6 - np.abs(y + 4), 0.25))))


def crumb(rng: Rng) -> Body:
    x, y = place(rng, 0, 0, 1)
    r = np.hypot(x, 1.3 * y) + 9 * clouds(rng, 12)
    inside = soft(pick(rng, 20, 30) - r, 1.5)
    return Body((inside * (2 + clouds(rng, 4))), (0.8 * inside * soft(clouds(rng, 6) + 1)))


def nothing(rng: Rng) -> Body:
    x, _ = place(rng, 0, 0, 1)
    return Body(0 * x, 0 * x)


STRANGERS: dict[str, Callable[[Rng], Body]] = {
    "blank field": nothing, "fibre": fibre, "bubble": bubble, "sand": sand, "scale bar": scale_bar, "blur": crumb,
}  # fmt: skip


def draw(plan: Plan, slides: Sequence[Slide]) -> Float64Array:
    """Return what the microscope shows for a planned image, before the camera records it."""
    rng = np.random.default_rng([SEED, 3, plan.copy_of if plan.copy_of >= 0 else plan.number])
    slide = slides[plan.slide]
    ground = background(rng, 0.3 * slide.dirt if plan.kind == "blank field" else slide.dirt)
    phase, density = ground.phase, DULL[:, None, None] * ground.pigment
    shown = [plan.truth] if plan.truth else []
    if shown and rng.random() < 0.14:
        shown.append(str(rng.choice(list(COUNTS))))  # a neighbour reaches into the field
    for k, name in enumerate(shown):
        turn, away = pick(rng, 0, 6.3), pick(rng, 68, 84) if k else abs(rng.normal(0, 5))
        x, y = place(rng, away * np.cos(turn), away * np.sin(turn), pick(rng, 0.86, 1.12))
        body = SPECIMENS[name](rng, x, y, bool(rng.random() < slide.alive))
        colour = GREEN + slide.browned * 0.8 * (AMBER - GREEN) if name == "Anabaena" else AMBER
        phase = phase + body.phase
        density = density + colour[:, None, None] * body.pigment
    if plan.kind:
        body = STRANGERS[plan.kind](rng)
        phase, density = phase + body.phase, density + DULL[:, None, None] * body.pigment
    if rng.random() < 0.10:  # dirt on top of the specimen
        body = floc(rng)
        phase, density = phase + body.phase, density + DULL[:, None, None] * body.pigment
    defocus = float(rng.normal(0, 60)) if plan.kind == "blur" else float(1.2 * rng.standard_t(3))
    return intensity(phase, density, defocus if plan.kind == "blur" else np.clip(defocus, -8, 8), slide)


def render(plan: Plan, slides: Sequence[Slide]) -> bytes:
    """Return the JPEG file of a planned image."""
    rng = np.random.default_rng([SEED, 4, plan.number])
    shift, exposure, quality = (0, 0), pick(rng, 0.92, 1.08), 84
    if plan.copy_of >= 0:
        dy, dx = rng.integers(1, 4, 2) * rng.choice([-1, 1], 2)
        shift, exposure, quality = (int(dy), int(dx)), exposure * float(rng.choice([0.88, 1.12])), 70
    pixels = photograph(draw(plan, slides), slides[plan.slide], rng, shift, exposure)
    file = io.BytesIO()
    Image.fromarray(np.clip(np.round(pixels), 0, 255).astype(np.uint8)).save(
        file, "JPEG", quality=quality, optimize=True
    )
    return file.getvalue()


README = """# Sample: micrographs of algae

{images} images of {classes} genera on {slides} slides. They were made for this project: a seeded program draws the
specimens and simulates a bright-field microscope (`python packaging/make_sample.py --out DIR` makes them again). None
is a photograph; the shapes are a simplified version of what distinguishes the genera.
Licence: Apache-2.0, like the program.

- `images/<label>/<name>.jpg`: the folder is the label. {wrong} of these labels are wrong on purpose.
- `truth.csv`: the correct class of every image (`rel_path,truth,note`), empty for {strangers} images of no class. The
  note marks wrong labels and {pairs} near-duplicates, and says what the images of no class show.
- `groups.csv`: the slide of every image (`rel_path,slide`).
"""


def write_tables(out: Path, plans: Sequence[Plan]) -> None:
    rows = sorted(plans, key=lambda plan: plan.rel_path)
    with (out / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rel_path", "truth", "note"])
        writer.writerows([plan.rel_path, plan.truth, plan.note] for plan in rows)
    with (out / "groups.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rel_path", "slide"])
        writer.writerows([plan.rel_path, f"slide {plan.slide + 1:02d}"] for plan in rows)
    facts = {
        "images": len(plans),
        "classes": len(COUNTS),
        "slides": len({plan.slide for plan in plans}),
        "wrong": sum(bool(plan.truth) and plan.truth != plan.given for plan in plans),
        "strangers": sum(not plan.truth for plan in plans),
        "pairs": PAIRS,
    }
    (out / "README.md").write_text(README.format(**facts), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make the sample data set.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; its images folder is replaced")
    out = parser.parse_args(arguments).out
    plans, slides = make_plan(), make_slides()
    if (out / "images").exists():
        shutil.rmtree(out / "images")
    total = 0
    for done, plan in enumerate(plans, start=1):
        path = out / "images" / plan.rel_path
        path.parent.mkdir(parents=True, exist_ok=True)
        total += path.write_bytes(render(plan, slides))
        if done % 60 == 0 or done == len(plans):
            print(f"{done} of {len(plans)} images, {total / 1e6:.2f} MB", flush=True)
    write_tables(out, plans)
    return 0


if __name__ == "__main__":
    sys.exit(main())
