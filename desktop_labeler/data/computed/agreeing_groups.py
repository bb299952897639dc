"""Whether the suggestions of a project agree over the images of a group; the person decides that for each project."""

from desktop_labeler.data.project.project_file import Project

_SETTING = "agree_over_groups"


def wants_agreement(project: Project) -> bool:
    """Return whether suggestions agree over groups; not unless somebody has asked for it."""
    return project.setting(_SETTING) is True


def want_agreement(project: Project, on: bool) -> None:
    """Let suggestions agree over groups from the next round on, or not.

    Raises:
        ProjectError: the project cannot be written.
    """
    project.save_setting(_SETTING, on)
