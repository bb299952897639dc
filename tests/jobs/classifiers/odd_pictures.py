"""Pictures of every kind that an exported script reads as the program does, and of kinds that it refuses."""

import struct
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image, ImageCms

from desktop_labeler.array_types import UInt8Array
from tests.data.decoding.test_colour_profiles import ADOBE, GREY, PROPHOTO, SRGB, make_profile
from tests.jobs.classifiers.classifying import CLASSES

DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
SIZE = (280, 150)


def ink_profile() -> bytes:
    """Return an ICC profile, version 2, of CMYK: a table (`mft1`) of the Lab of each pair of no ink and full ink."""
    inks = np.array(np.meshgrid(*[[0, 1]] * 4, indexing="ij")).reshape(4, -1).T
    light = 1 - inks[:, :3] * 0.9
    dark = light * (1 - 0.95 * inks[:, 3:])
    lab = np.stack(
        [
            255 * (dark @ (0.2, 0.7, 0.1)),
            128 + 70 * (dark[:, 0] - dark[:, 1]),
            128 + 70 * (dark[:, 1] - dark[:, 2]),
        ],
        axis=1,
    )
    curve = bytes(range(256))
    table = (
        b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + struct.pack(">9i", *(65536 * (place % 4 == 0) for place in range(9)))
    )
    table += curve * 4 + lab.clip(0, 255).astype(np.uint8).tobytes() + curve * 3
    text = b"inks"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + bytes(80),
        b"cprt": b"text" + bytes(4) + b"none" + bytes(4),
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061),
        b"A2B0": table,
    }
    listed, body, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        listed += name + struct.pack(">II", start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">II4s4s4s4s", start + len(body), 0, bytes([2, 0x40, 0, 0]), b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + listed + body


INKS = ink_profile()
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
PROFILES = {
    "none": None,
    "srgb": SRGB,
    "p3": make_profile(b"RGB ", 2.2, DISPLAY_P3),
    "adobe": make_profile(b"RGB ", 2.2, ADOBE),
    "prophoto": make_profile(b"RGB ", 1.8, PROPHOTO),
    "grey": GREY,
    "inks": INKS,
    "lab": LAB,  # fits no image
    "damaged": SRGB[:-40],
}


def picture(name: str, size: tuple[int, int] = SIZE) -> UInt8Array:
    """Return an image of one of the classes with a large structure, so that a wrong turn is seen."""
    chance = np.random.default_rng(size[0])
    across, down = np.linspace(0, 1, size[0])[None, :, None], np.linspace(0, 1, size[1])[:, None, None]
    found = np.array(CLASSES[name]) * (0.4 + 0.6 * across) + 60 * down + chance.normal(0, 20, (size[1], size[0], 3))
    return found.clip(0, 255).astype(np.uint8)


def _turn(turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turn
    return exif


def write_pictures(folder: Path) -> Path:
    """Write pictures of every kind that the exported script reads."""
    folder.mkdir(parents=True)
    names = list(CLASSES)
    for number, (said, profile) in enumerate(PROFILES.items()):
        _write_modes(folder, said, Image.fromarray(picture(names[number % 3])), profile)
    large, small = (Image.fromarray(picture("red", size)) for size in ((1300, 700), (700, 40)))
    for said in ("none", "p3"):
        for suffix in ("jpg", "png", "webp", "tif"):
            large.save(folder / f"large {said}.{suffix}", icc_profile=PROFILES[said])
        small.save(folder / f"long {said}.png", icc_profile=PROFILES[said])
        large.convert("CMYK").save(folder / f"large inks {said}.jpg", icc_profile=INKS)
        large.convert("L").save(folder / f"large grey {said}.jpg", icc_profile=GREY)
    for turn in (*range(1, 9), 77):
        for suffix in ("jpg", "png", "webp", "tif"):
            large.resize((300, 170)).save(
                folder / f"turned {turn}.{suffix}", exif=_turn(turn), icc_profile=PROFILES["p3" if turn % 2 else "none"]
            )
    write_deep(folder)
    return folder


def _write_modes(folder: Path, said: str, image: Image.Image, profile: bytes | None) -> None:
    alpha = Image.linear_gradient("L").resize(image.size)
    clear, grey = image.copy(), image.convert("L")
    clear.putalpha(alpha)
    grey_clear = Image.merge("LA", (grey, alpha))
    palette = image.quantize(16)
    holes = image.quantize(16)
    for mode, one, suffixes in (
        ("rgb", image, "jpg png webp tif bmp ppm tga jp2 avif qoi pcx gif"),
        ("grey", grey, "jpg png tif bmp pgm gif"),
        ("clear", clear, "png webp tif tga"),
        ("grey clear", grey_clear, "png tif"),
        ("palette", palette, "png tif gif bmp"),
        ("inks", image.convert("CMYK"), "jpg tif"),
        ("bits", image.convert("1"), "png tif bmp"),
    ):
        for suffix in suffixes.split()[: 99 if said in ("none", "p3", "grey", "inks") else 2]:
            file = folder / f"{mode} {said}.{suffix}"
            if suffix in ("jpg", "png", "webp", "tif", "avif"):
                one.save(file, icc_profile=profile)
            elif said == "none":
                one.save(file)
    holes.save(folder / f"holes {said}.png", transparency=3, icc_profile=profile)
    holes.save(folder / f"half {said}.png", transparency=bytes(range(0, 256, 16)), icc_profile=profile)
    image.save(folder / f"one colour clear {said}.png", transparency=image.getpixel((5, 5)), icc_profile=profile)
    image.save(folder / f"lossless {said}.webp", lossless=True, icc_profile=profile)
    for packed in ("tiff_lzw", "jpeg", "tiff_adobe_deflate"):
        image.save(folder / f"{packed} {said}.tif", compression=packed, icc_profile=profile)


def write_deep(folder: Path) -> Path:
    """Write pictures with more than 8 bits that the exported script reads, and other odd ones."""
    folder.mkdir(parents=True, exist_ok=True)
    deep = (picture("green")[..., 0].astype(np.uint16) * 11 + 900).astype(np.uint16)
    for said in ("none", "grey", "p3"):
        Image.fromarray(deep).save(folder / f"deep {said}.png", icc_profile=PROFILES[said])
        tifffile.imwrite(folder / f"deep {said}.tif", deep, iccprofile=PROFILES[said])
    tifffile.imwrite(folder / "deep other order.tif", deep, byteorder=">")
    Image.fromarray(np.full((40, 60), 700, np.uint16)).save(folder / "deep flat.png")
    spots = np.full((90, 90), 5, np.uint16)
    spots[3, 4] = 60_000
    Image.fromarray(spots).save(folder / "deep spot.png")
    fractions = (deep / 4000).astype(np.float32)
    fractions[:3] = np.nan
    tifffile.imwrite(folder / "fractions.tif", fractions)
    tifffile.imwrite(folder / "white is zero.tif", picture("blue")[..., 0], photometric="miniswhite")
    Image.fromarray(picture("red")).save(folder / "a photo named otherwise.png", "JPEG")
    Image.fromarray(picture("red")).convert("RGBA").save(folder / "idle alpha.tga")
    return folder


def write_refused(folder: Path) -> Path:
    """Write pictures of kinds that the program reads, and the exported script names as not read."""
    folder.mkdir(parents=True)
    colours = picture("blue")
    deep = colours.astype(np.uint16) * 257
    (folder / "deep colours.png").write_bytes(imagecodecs.png_encode(deep))
    tifffile.imwrite(folder / "deep colours.tif", deep, photometric="rgb")
    tifffile.imwrite(folder / "pages.tif", np.stack([colours, colours[::-1]]), photometric="rgb")
    clear = np.concatenate([colours, colours[..., :1]], axis=2)
    tifffile.imwrite(folder / "premultiplied.tif", clear, photometric="rgb", extrasamples=["assocalpha"])
    tifffile.imwrite(folder / "signed.tif", deep[..., 0].astype(np.int16))
    tifffile.imwrite(folder / "wide.tif", deep[..., 0].astype(np.uint32))
    tifffile.imwrite(folder / "channels.tif", np.concatenate([colours] * 2, axis=2), photometric="minisblack")
    np.save(folder / "array.npy", colours)
    return folder
