"""A comparison of two embeddings, with the result that a test wants."""

from desktop_labeler.jobs.embedding.compare_embeddings import Comparison, SpaceQuality, Verdict
from desktop_labeler.statistics import MeasuredFraction


def comparison(verdict: Verdict, corrections: int = 0) -> Comparison:
    """Return a comparison of “starter” with “p-0102”."""
    old = SpaceQuality(
        "starter", "k1", 384, MeasuredFraction(714, 1000, 0.68, 0.74), MeasuredFraction(842, 1000, 0.82, 0.86), 61
    )
    new = SpaceQuality(
        "p-0102", "k2", 512, MeasuredFraction(830, 1000, 0.80, 0.85), MeasuredFraction(800, 1000, 0.77, 0.82), 82
    )
    return Comparison(1000, 12, old, new, corrections, 200 if corrections else 0, verdict)
