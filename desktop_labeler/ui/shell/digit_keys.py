"""A one-time notice in older projects in which a digit key does not give the class of that name."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_labeler.data.decisions.class_keys import digits_by_name
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.open_project import OpenProject

_TOLD = "digit_keys_told"  # a setting of the project: the notice was shown


def tell_of_digits(project: OpenProject, jobs: JobQueue) -> None:
    """Offer to give each digit to the class of that name; nothing changes unless the person agrees."""
    if project.project.read_only or project.project.setting(_TOLD) or not digits_by_name(project.classes):
        return
    wrong = next(one for one in digits_by_name(project.classes) if one.key == one.name)
    now = next((one.key for one in project.classes if one.id == wrong.id), None)
    translate = QCoreApplication.translate
    text = translate("DigitKeys", "The class “{name}” is not on the key {name}, but on {key}.")
    none = translate("DigitKeys", "no key")
    give = translate("DigitKeys", "Give each digit to the class of that name")
    jobs.announce(
        Notice(
            text.format(name=wrong.name, key=now or none),
            give,
            partial(_give, project),
            "care",
            declined=partial(_note, project),
        )
    )


def _give(project: OpenProject) -> None:
    project.change_classes(digits_by_name(project.classes), DecisionText("digit_keys"))
    _note(project)


def _note(project: OpenProject) -> None:
    project.project.save_setting(_TOLD, True)
