"""The names of models that suggest classes, as people read them."""

from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import translator

_tr = translator("Models")


def model_name(model: str) -> str:
    """Return the name of a model: the one that it was imported with, or what stands for the one trained here."""
    return _tr("Classifier trained here") if model == TRAINED_HERE else visible(model)
