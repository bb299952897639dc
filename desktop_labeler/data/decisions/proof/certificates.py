"""Certificates: the accepts of many suggestions at once whose random sample bounds how many of them are right.

A certificate is part of the history: the decision that accepts holds the sample, its errors and the bound. Whether it
is in force is derived: undoing the accept, giving one of its images another class, moving, resizing or deleting the box
of one, or finding out that an image of the sample was not right after all makes it void, and undoing that change brings
it back. A person who confirms one of its labels leaves it in force.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom, read_drawn_from
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message

KEY = "certificate"  # in the stored text of a decision
_CERTIFIED = f"kind = 'accept' AND reverts IS NULL AND instr(what, '\"{KEY}\"')"
# Images whose box was moved, resized or deleted after a certificate by a decision that stands, but for one of them.
_MOVED = """
SELECT moved.image_id FROM decision AS later JOIN change AS moved ON moved.decision_id = later.id WHERE later.id > ?1
AND later.kind = 'box' AND later.undone = 0 AND later.reverts IS NULL AND later.id != ?2
"""
# Images of a sample that were right, the class that each had when the certificate was made, and the class it has now.
# Those that were accepted with it are covered: they count there.
_SAMPLED = """
SELECT image.id AS image_id, image.class_id AS now, (SELECT after_class_id FROM change WHERE change.image_id = image.id
AND decision_id <= ?1 ORDER BY decision_id DESC LIMIT 1) AS then_ FROM json_each(?2) AS sampled JOIN image
ON image.id = sampled.value WHERE NOT EXISTS (SELECT 1 FROM change WHERE decision_id = ?1 AND image_id = image.id)
"""


@dataclass(frozen=True)
class Proof:
    """What the random sample of an accept showed.

    Attributes:
        sample: ids of the images that were checked, in the order they were drawn.
        wrong: ids of those whose suggestion was wrong; they were not accepted.
        seed: the sample was drawn with.
        population: how many images it was drawn from; nobody had seen them before.
        bound: the least fraction of those accepted unseen that is right, in [0, 1].
        confidence: of the bound, in (0, 1).
        target: the fraction that was to be shown; None where the person decided after seeing the bound.
        drawn_from: which suggestions; None in older projects.
    """

    sample: list[int]
    wrong: list[int]
    seed: int
    population: int
    bound: float
    confidence: float
    target: float | None = None
    drawn_from: DrawnFrom | None = None

    def stored(self) -> dict[str, object]:
        """Return it as the decision holds it."""
        return asdict(self)


@dataclass(frozen=True)
class Certificate:
    """One certified accept.

    Attributes:
        id: number of the decision, and of the certificate.
        when: ISO 8601, UTC.
        who: the person who accepted.
        round: whose suggestions were accepted, None if the decision names none.
        images: how many labels it covers.
        proof: what its random sample showed.
        undone: whether the accept is undone.
        changed: how many of its images have another class by now, or none, or are boxes that are elsewhere or deleted.
        classes: ids of the classes it gave, rising.
        doubted: how many images of its sample, right when it was made, have another class by now, or none.
    """

    id: int
    when: str
    who: str
    round: int | None
    images: int
    proof: Proof
    undone: bool
    changed: int
    classes: tuple[int, ...] = field(default=())
    doubted: int = 0

    @property
    def void(self) -> bool:
        """Whether it no longer says anything about the labels as they are."""
        return self.undone or self.changed > 0 or self.doubted > 0


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which certificate covers each label as it is now.

    Attributes:
        numbers: (M,) number of the certificate at the place of the image's id, 0 for none.
        classes: (M,) the class that it gave.
        void: numbers of those that are void.
    """

    numbers: IntArray
    classes: IntArray
    void: frozenset[int]

    def of(self, image: int, class_id: int | None) -> int:
        """Return the number of the certificate of an image's label; 0 if none covers it."""
        if class_id is None or image >= len(self.numbers) or self.classes[image] != class_id:
            return 0
        return int(self.numbers[image])

    def words(self, image: int, class_id: int | None) -> str:
        """Return it as exports name it: "12", or nothing where none covers the label or it is void."""
        number = self.of(image, class_id)
        return "" if not number or number in self.void else str(number)


def read_certificates(project: Project) -> list[Certificate]:
    """Return every certified accept, the oldest first: 0.5 s for a million images covered, so not on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    rows = project.rows(
        f"SELECT id, time, who, round, images, undone, what FROM decision WHERE {_CERTIFIED} ORDER BY id"
    )
    found = []
    for number, when, who, round_number, images, undone, what in rows:
        proof = _proof(what)
        if proof is not None:
            changed, doubted = (0, 0) if undone else count_changed(project, number, proof)
            classes = _classes(project, number)
            found.append(
                Certificate(number, when, who, round_number, images, proof, bool(undone), changed, classes, doubted)
            )
    return found


def read_proofs(project: Project, after: int = 0) -> dict[int, Proof]:
    """Return what the samples of all certificates showed, by number, those that are undone too.

    Args:
        project: any open project.
        after: only those of decisions after this one.
    """
    rows = project.rows(f"SELECT id, what FROM decision WHERE id > ? AND {_CERTIFIED}", (after,))
    proofs = ((number, _proof(what)) for number, what in rows)
    return {number: proof for number, proof in proofs if proof is not None}


def certificate_of(project: Project, image: int) -> Certificate | None:
    """Return the certificate that covers the label of an image, in force or void; None if there is none."""
    rows = project.rows(
        "SELECT max(decision.id) FROM image JOIN change ON change.image_id = image.id "
        "JOIN decision ON decision.id = change.decision_id WHERE image.id = ? AND decision.kind = 'accept' "
        "AND decision.reverts IS NULL AND decision.undone = 0 AND change.after_class_id IS image.class_id "
        f"AND instr(decision.what, '\"{KEY}\"')",
        (image,),
    )
    if not rows or rows[0][0] is None:
        return None
    ((number, when, who, round_number, images, what),) = project.rows(
        "SELECT id, time, who, round, images, what FROM decision WHERE id = ?", (rows[0][0],)
    )
    proof = _proof(what)
    if proof is None:
        return None
    changed, doubted = count_changed(project, number, proof)
    return Certificate(number, when, who, round_number, images, proof, False, changed, doubted=doubted)


def void_reason(certificate: Certificate) -> Message | None:
    """Return why a certificate is void, in a few words; None while it is in force."""
    if certificate.undone:
        return Message("undone")
    if certificate.changed:
        return Message("{n:# label|# labels} changed", n=certificate.changed)
    if certificate.doubted:
        return Message("{n:# image|# images} of its sample changed", n=certificate.doubted)
    return None


def coverage(project: Project, certificates: Sequence[Certificate]) -> Coverage:
    """Return which certificate covers each image; of several, the latest that is not undone."""
    numbers, classes = np.zeros((2, project.number("SELECT max(id) FROM image") + 1), np.int64)
    for certificate in certificates:
        if not certificate.undone:
            images, given = project.integers(
                "SELECT group_concat(image_id), group_concat(after_class_id) FROM change "
                "WHERE decision_id = ? AND after_class_id IS NOT NULL",
                (certificate.id,),
            )
            numbers[images], classes[images] = certificate.id, given
    return Coverage(numbers, classes, frozenset(one.id for one in certificates if one.void))


def as_json(certificate: Certificate, names: Mapping[int, str]) -> dict[str, object]:
    """Return a certificate for a file or for a script; classes by name."""
    proof = certificate.proof
    return {
        "id": certificate.id,
        "when": certificate.when,
        "who": certificate.who,
        "round": certificate.round,
        "classes": [names[number] for number in certificate.classes if number in names],
        "images": certificate.images,
        "drawn_from": None if proof.drawn_from is None else proof.drawn_from.as_json(names),
        "population": proof.population,
        "n": len(proof.sample),
        "wrong": len(proof.wrong),
        "bound": proof.bound,
        "confidence": proof.confidence,
        "target": proof.target,
        "seed": proof.seed,
        "sample": proof.sample,
        "wrong_ids": proof.wrong,
        "void": certificate.void,
        "undone": certificate.undone,
        "changed": certificate.changed,
        "doubted": certificate.doubted,
    }


def count_changed(project: Project, number: int, proof: Proof) -> tuple[int, int]:
    """Return how many labels of a certificate, and how many right ones of its sample, are another class by now."""
    covered = project.number(
        "SELECT count(*) FROM change JOIN image ON image.id = change.image_id WHERE change.decision_id = ?1 "
        f"AND (image.class_id IS NOT change.after_class_id OR image.id IN ({_MOVED}))",
        (number, 0),
    )
    sampled = f"SELECT count(*) FROM ({_SAMPLED}) WHERE then_ IS NOT NULL AND now IS NOT then_"
    return covered, project.number(sampled, (number, _right(proof)))


def count_exchanged(project: Project, decision: int, number: int, proof: Proof) -> tuple[int, int]:
    """Return how many labels a decision took from a certificate or from its sample, and how many it gave back.

    Args:
        project: any open project.
        decision: a later one.
        number: of the certificate.
        proof: of the certificate.
    """
    ((kind, box, undone),) = project.rows(
        "SELECT coalesce(acted.kind, decision.kind), coalesce(acted.id, decision.id), coalesce(acted.undone, 0) "
        "FROM decision LEFT JOIN decision AS acted ON acted.id = decision.reverts WHERE decision.id = ?",
        (decision,),
    )
    if kind == "box":
        moved = _count_moved(project, box, number)
        return (0, moved) if undone else (moved, 0)
    lost = won = 0
    for before, after, then in project.rows(
        "SELECT mine.before_class_id, mine.after_class_id, its.after_class_id FROM change AS mine CROSS JOIN change "
        "AS its ON its.image_id = mine.image_id AND its.decision_id = ?1 WHERE mine.decision_id = ?3 "
        "AND mine.before_class_id IS NOT mine.after_class_id UNION ALL "
        f"SELECT mine.before_class_id, mine.after_class_id, then_ FROM ({_SAMPLED}) AS sampled CROSS JOIN change "
        "AS mine ON mine.image_id = sampled.image_id AND mine.decision_id = ?3 "
        "WHERE then_ IS NOT NULL AND mine.before_class_id IS NOT mine.after_class_id",
        (number, _right(proof), decision),
    ):
        lost += before == then
        won += after == then
    return lost, won


def _count_moved(project: Project, box: int, number: int) -> int:
    """Return how many labels of a certificate only this decision about a box takes from it."""
    return project.number(
        "SELECT count(*) FROM change JOIN image ON image.id = change.image_id WHERE change.decision_id = ?1 "
        "AND image.class_id IS change.after_class_id AND image.id IN (SELECT image_id FROM change WHERE decision_id = "
        f"?2) AND image.id NOT IN ({_MOVED})",
        (number, box),
    )


def _right(proof: Proof) -> str:
    """Return the ids of the images of a sample that were right, as JSON."""
    return json.dumps([int(image) for image in sorted({*proof.sample} - {*proof.wrong})])


def _classes(project: Project, decision: int) -> tuple[int, ...]:
    sql = "SELECT DISTINCT after_class_id FROM change WHERE decision_id = ? AND after_class_id IS NOT NULL ORDER BY 1"
    return tuple(project.read(int, sql, (decision,)))


def _proof(what: str) -> Proof | None:
    """Return the proof in a stored text; None where it is not one, as in a text that somebody wrote."""
    try:
        found = parse_json(what)
        stored: dict[str, Any] = found[KEY]
        known = {each.name for each in fields(Proof)}
        values = {name: value for name, value in stored.items() if name in known}
        proof = Proof(**{**values, "drawn_from": read_drawn_from(values.get("drawn_from"))})
        numbers = all(isinstance(image, int) for image in (*proof.sample, *proof.wrong))
        return proof if numbers else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
