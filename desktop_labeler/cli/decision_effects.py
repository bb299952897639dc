"""What a decision of a command brought about beyond its labels, as lines and as JSON."""

from pathlib import Path

import numpy as np

from desktop_labeler.data.decisions.proof.consequences import Consequences, consequences
from desktop_labeler.data.project.project_file import Project


def effects(project: Path, decision: int | None) -> tuple[dict[str, object], list[str]]:
    """Return what follows from a decision that was just stored, for --json and in sentences; None decided nothing."""
    if decision is None:
        return effects_json(Consequences(np.empty(0, np.int64))), []
    with Project(project, "read") as opened:
        found = consequences(opened, decision)
    return effects_json(found), list(map(str, found.texts))


def effects_json(found: Consequences) -> dict[str, object]:
    """Return what follows from a decision in the form that is printed as JSON."""
    return {
        "answers_beside": len(found.kept),
        "certificates_voided": list(found.voided),
        "certificates_restored": list(found.restored),
    }
