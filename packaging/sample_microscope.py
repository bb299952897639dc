"""Simulates the image of a drawing in a bright-field microscope with a camera.

It follows E. Abbe's theory of the microscope with a partially coherent light source: the intensities of the images
under tilted plane waves add up. This gives halos, Becke lines, relief under oblique light and loss of detail out of
focus.
"""

from dataclasses import dataclass

import numpy as np
import scipy.fft
from sample_drawing import FINE, GRID, MARGIN, SIZE, Rng
from scipy import ndimage

from desktop_labeler.array_types import Float64Array

COARSE = 2 * GRID // FINE  # two samples per pixel, since the objective passes at most half a cycle per pixel
COLOURS = (1.12, 1.0, 0.90)  # wavelengths of red, green and blue, relative to the mean
CONDENSER = 0.6  # radius of the source, relative to the aperture of the objective


@dataclass(frozen=True)
class Slide:
    """How one slide was prepared and photographed."""

    light: tuple[float, float, float]  # brightness of the empty field in red, green, blue, 0 to 1
    oblique: tuple[float, float]  # shift of the source, in apertures; (0, 0) is central light
    aperture: float  # highest frequency that the objective passes, cycles per pixel
    alive: float  # fraction of specimens with contents
    dirt: float  # particles per image
    noise: float  # standard deviation, on the scale 0 to 255
    browned: float  # 0 to 1: green pigments turned brown by the fixative


def source_points(slide: Slide) -> list[tuple[float, float]]:
    """Return the directions of the plane waves, in apertures of the objective: one in the middle and a ring."""
    turns = np.arange(6) * np.pi / 3 + 0.3
    points = [(0.0, 0.0)] + [(float(np.cos(t)), float(np.sin(t))) for t in turns]
    dx, dy = slide.oblique
    return [(CONDENSER * a + dx, CONDENSER * b + dy) for a, b in points]


def intensity(phase: Float64Array, density: Float64Array, defocus: float, slide: Slide) -> Float64Array:
    """Return what the camera would see with an even lamp, where 1 is the empty field.

    Args:
        phase: (GRID, GRID) radians at the mean wavelength.
        density: (3, GRID, GRID) absorption of red, green and blue; the intensity falls as exp(−density).
        defocus: distance from the plane of focus, in squared pixels (wavelength × distance).
        slide: the slide, which defines the optics.

    Returns:
        (3, SIZE + 2 MARGIN, SIZE + 2 MARGIN).
    """
    f = np.fft.fftfreq(COARSE, 1 / 2).astype(np.float32)
    cut = slice((GRID - COARSE) // 2, (GRID + COARSE) // 2)
    planes = []
    for colour, wavelength in enumerate(COLOURS):
        wave = np.exp(-0.5 * density[colour] + 1j / wavelength * phase).astype(np.complex64)
        spectrum = scipy.fft.ifftshift(scipy.fft.fftshift(scipy.fft.fft2(wave))[cut, cut])
        blur = (defocus + 1.6 * (wavelength - 1)) * wavelength
        aperture = slide.aperture / wavelength
        total, empty = np.zeros((COARSE, COARSE), np.float32), 0.0
        for sx, sy in source_points(slide):
            fx, fy = f + np.float32(aperture * sx), f + np.float32(aperture * sy)
            bent = [np.exp(-1j * np.pi * blur * g**2).astype(np.complex64) for g in (fy, fx)]
            radius = np.sqrt(fy[:, None] ** 2 + fx[None, :] ** 2)
            pupil = np.clip((np.float32(aperture) - radius) / np.float32(0.03) + np.float32(0.5), 0, 1)
            image = scipy.fft.ifft2(spectrum * pupil * bent[0][:, None] * bent[1][None, :])
            total += image.real**2 + image.imag**2
            empty += float(pupil[0, 0]) ** 2
        planes.append(total * (COARSE / GRID) ** 4 / empty)
    seen = np.stack(planes)
    return np.asarray(seen.reshape(3, COARSE // 2, 2, COARSE // 2, 2).mean(axis=(2, 4)), np.float64)


def photograph(
    seen: Float64Array, slide: Slide, rng: Rng, shift: tuple[int, int] = (0, 0), exposure: float = 1.0
) -> Float64Array:
    """Illuminate, sharpen and expose the image of the microscope; each call is a new exposure with new noise.

    Args:
        seen: the result of `intensity`.
        slide: the slide, which defines lamp and noise.
        rng: the random generator for the noise and the exact lamp.
        shift: how far the stage moved, in pixels, each at most MARGIN.
        exposure: a factor on the brightness.

    Returns:
        (SIZE, SIZE, 3) on the scale 0 to 255, not yet clipped or rounded.
    """
    top, left = MARGIN + shift[0], MARGIN + shift[1]
    seen = seen[:, top : top + SIZE, left : left + SIZE]
    axis = np.linspace(-1, 1, SIZE)
    slope = rng.normal(0, 0.035, 2)
    lamp = 1 + slope[0] * axis[:, None] + slope[1] * axis[None, :]
    value = seen * lamp * (np.array(slide.light) * exposure)[:, None, None]
    value = np.where(value > 0.8, 0.8 + 0.2 * np.tanh((value - 0.8) / 0.2), value)  # roll-off of the highlights
    soft_copy = ndimage.gaussian_filter(value, (0, 1.1, 1.1))
    value = value + 0.35 * (value - soft_copy)  # the sharpening inside the camera
    value = 255 * np.clip(value, 0.0, 1.2) ** 0.9
    shot = rng.standard_normal(value.shape) * np.sqrt(np.clip(value, 20, None) / 200)
    grain = ndimage.gaussian_filter(shot, (0, 0.45, 0.45)) * slide.noise * 1.6
    return np.asarray(np.moveaxis(value + grain, 0, -1))
