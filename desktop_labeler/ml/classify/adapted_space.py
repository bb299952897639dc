"""A space in which images that are suggested alike lie closer together, for a second opinion.

Images of one class differ by light, size or the hand that holds the sign; what the classes have in common is learnt
from the suggestions themselves. In the sign digits' folder suggestions gain 2 to 3 points where 50 to 200 images are
labelled (.github/measurements/suggestions.md).
"""

import numpy as np
import numpy.typing as npt
import torch

from desktop_labeler.array_types import Float32Array, VectorArray
from desktop_labeler.ml.hardware.linear_algebra import eigenvectors, product

MOST_IMAGES = 5000  # with 4,000, a graph of their own takes 0.6 s of one core, and a round without it 0.2 s
FEWEST_LABELS = 20  # with 10, two of six folders lose 0.6 points and none gains more than 0.2
RIDGE = 8.0  # with 2 clothing loses up to 3 points, and sign digits gain up to 1.7 more


def adapted_vectors(vectors: VectorArray, probabilities: Float32Array) -> npt.NDArray[np.float16]:
    """Shorten the directions in which images of one class differ.

    Source: Hatch, Kajarekar, Stolcke, "Within-class covariance normalization for SVM-based speaker recognition",
    Interspeech 2006: vectors are multiplied by the root of the inverse of the mean covariance within the classes.
    Deviations: an image counts for every class as much as it is suggested, so that unlabelled images take part
    (labelled ones by what classifiers say that have not seen them), and the covariance gets a ridge.

    Args:
        vectors: (N, D) embeddings; a row may be zero or not finite.
        probabilities: (N, C) suggested shares of each class; a row of zeros does not take part.

    Returns:
        (N, D) float16 of unit length; 0 where the vector is unusable.
    """
    rows = vectors.astype(np.float32)
    usable = np.asarray(np.isfinite(rows).all(axis=1))
    rows[~usable] = 0
    turn = _within(rows, probabilities * usable[:, None])
    adapted = product(rows, turn)
    length = np.sqrt(np.einsum("ij,ij->i", adapted, adapted))[:, None]
    return (adapted / np.where(length > 0, length, 1)).astype(np.float16)


def _within(rows: Float32Array, shares: Float32Array) -> Float32Array:
    """(D, D) root of the inverse of the mean covariance within the classes, in units of its mean variance."""
    total = shares.sum(axis=1)
    used = total > 0
    own, sure = torch.from_numpy(rows[used]), torch.from_numpy(shares[used] / total[used, None])
    mass = sure.sum(dim=0)
    means = (sure.T @ own) / mass.clamp(min=1e-6)[:, None]
    spread = (own.T @ own - (means * mass[:, None]).T @ means).numpy().astype(np.float64)
    values, axes = eigenvectors((spread + spread.T) / 2)
    values = np.maximum(values, 0)
    scale = (values / max(values.mean(), 1e-12) + RIDGE) ** -0.5
    found: Float32Array = product(axes * scale, axes.T).astype(np.float32)
    return found
