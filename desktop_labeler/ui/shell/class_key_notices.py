"""Notices about the keys of classes at the opening of a project: what contradicts a name or means an action now."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_labeler.data.decisions.class_keys import KEYS, digits_by_name
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.keys import key_map, shown_key
from desktop_labeler.ui.core.open_project import OpenProject

_TOLD = "digit_keys_told"  # a setting of the project: the notice was shown


def tell_of_keys(project: OpenProject, jobs: JobQueue) -> None:
    """Say which keys of the project's classes do not do what one expects."""
    _tell_of_taken(project, jobs)
    _tell_of_digits(project, jobs)


def _tell_of_taken(project: OpenProject, jobs: JobQueue) -> None:
    """Tell of a class whose key is that of an action now: the keys of actions are set for all projects of a person."""
    taken = next(((one, what) for one in project.classes if (what := key_map().action_of(one.key or ""))), None)
    if taken is None:
        return
    label, action = taken
    translate = QCoreApplication.translate
    text = translate(
        "ClassKeys", "The key {key} of the class “{name}” now means “{action}”. The class has no key here."
    )
    give = translate("ClassKeys", "Give the class another key")
    key = shown_key(label.key)
    does = None if project.project.read_only else partial(_give_free, project, jobs, label)
    said = text.format(key=key, name=label.name, action=action)
    holds = partial(_has_key, project, label)
    jobs.announce(Notice(said, give if does is not None else "", does, "care", holds=holds))


def _has_key(project: OpenProject, label: LabelClass) -> bool:
    now = project.class_of(label.id)
    return now is not None and (now.key, now.name) == (label.key, label.name)


def _give_free(project: OpenProject, jobs: JobQueue, label: LabelClass) -> None:
    free = next((key for key in KEYS if key not in {one.key for one in project.classes}), None)
    project.change_classes([replace(label, key=free)], DecisionText("key_class", name=label.name))
    _tell_of_taken(project, jobs)  # there may be another one


def _tell_of_digits(project: OpenProject, jobs: JobQueue) -> None:
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
            text.format(name=wrong.name, key=shown_key(now) or none),
            give,
            partial(_give, project),
            "care",
            declined=partial(_note, project),
            holds=lambda: any(one.id == wrong.id for one in digits_by_name(project.classes)),
        )
    )


def _give(project: OpenProject) -> None:
    project.change_classes(digits_by_name(project.classes), DecisionText("digit_keys"))
    _note(project)


def _note(project: OpenProject) -> None:
    project.project.save_setting(_TOLD, True)
