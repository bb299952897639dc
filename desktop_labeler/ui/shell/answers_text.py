"""What each person has said of an image, as lines for the right panel."""

from desktop_labeler.data.project.answer_rows import disputed, said_of
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import state_names, translator

_tr = translator("SidePanel")


def answers_of(project: Project, image: int) -> list[tuple[str, str]]:
    """Return the name of each person and what that person says of an image; nothing if it is only one person.

    The last line says whether they disagree or whether that was settled, with an empty name.
    """
    said = said_of(project, image)
    now = said.of(~said.settles).standing()
    settled = said.of(said.settles).standing()
    if len(now.images) + len(settled.images) < 2:
        return []
    names = {label.id: label.name for label in project.classes(deleted=True)}
    rows = zip(now.people.tolist(), now.classes.tolist(), now.states.tolist(), now.accepted.tolist(), strict=True)
    found = []
    for person, label, state, accepted in rows:
        text = names.get(label, state_names()[State(state)])
        found.append((visible(now.names[person]), f"{text} ({_tr('accepted suggestion')})" if accepted else text))
    if len(settled.images):
        found.append(("", _tr("settled by {name}").format(name=visible(settled.names[int(settled.people[-1])]))))
    elif len(disputed(said)):
        found.append(("", _tr("people disagree")))
    return found
