"""Filters as JSON, and the named ones that a project keeps."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, get_args

from desktop_labeler.data.images.query.image_query import Filter, Sort, SortKey
from desktop_labeler.data.metadata.conditions import Condition
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.json_text import parse_json

LONGEST_NAME = 80  # characters


def as_json(wanted: Filter, sort: Sort) -> dict[str, object]:
    """Return a filter and an order as JSON values."""
    return {"filter": asdict(wanted), "sort": asdict(sort)}


def from_json(stored: object) -> tuple[Filter, Sort]:
    """Return what `as_json` was given; what this version does not know is left out.

    Classes stay that have been deleted since: without them the filter would show more images than it was made for, and
    an undo brings them back.

    Args:
        stored: any JSON value.
    """
    given = stored if isinstance(stored, dict) else {}
    order = given.get("sort")
    return _filter(given.get("filter")), _sort(order if isinstance(order, dict) else {})


def _filter(given: object) -> Filter:
    if not isinstance(given, dict):
        return Filter()
    values: dict[str, Any] = {
        name: value for name, value in given.items() if name in _TYPES and isinstance(value, _TYPES[name])
    }
    values["states"] = tuple(State(number) for number in _list(given, "states") if number in set(State))
    values["classes"] = tuple(number for number in _list(given, "classes") if type(number) is int)
    values["columns"] = tuple(map(_condition, filter(_is_condition, _list(given, "columns"))))
    return Filter(**values)


_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("folder", "text", "answered_by", "not_by"), (str,)),
    "group": (str, type(None)),
    **dict.fromkeys(("since", "until"), (int, float, type(None))),
    **dict.fromkeys(("second", "missing", "disputed"), (bool,)),
}


def _list(given: Mapping[str, object], name: str) -> list[Any]:
    found = given.get(name)
    return list(found) if isinstance(found, (list, tuple)) else []


def _is_condition(given: object) -> bool:
    return isinstance(given, dict) and isinstance(given.get("column"), str)


def _condition(given: object) -> Condition:
    known = given if isinstance(given, dict) else {}
    kinds = {field.name: type(getattr(_PLAIN, field.name)) for field in fields(Condition)}
    values: dict[str, Any] = {
        name: value for name, value in known.items() if name in kinds and isinstance(value, kinds[name])
    }
    values["values"] = tuple(str(value) for value in _list(known, "values"))
    return Condition(**values)


_PLAIN = Condition("")


def _sort(given: Mapping[str, object]) -> Sort:
    keys: tuple[SortKey, ...] = get_args(SortKey)
    key: SortKey = next((known for known in keys if known == given.get("key")), "path")
    return Sort(key, bool(given.get("descending")), str(given.get("column") or ""))


def saved_filters(project: Project) -> dict[str, tuple[Filter, Sort] | None]:
    """Return the named filters of a project, sorted by name; None for one that cannot be read as a whole.

    Something else has changed that one, or a newer version made it. With a part of it, it would show more images than
    it was made for.
    """
    rows = project.rows("SELECT name, query FROM saved_filter ORDER BY name")
    return {str(name): _read(str(query)) for name, query in rows}


def unreadable(name: str) -> LabelerError:
    """Return the error for a filter that `saved_filters` cannot read."""
    return LabelerError(
        "The filter “{name}” cannot be read: something else changed it, or a newer version made it. Nothing was "
        "changed, and it shows no images. Keep a filter under this name again, which replaces it.",
        name=name,
    )


def _read(query: str) -> tuple[Filter, Sort] | None:
    try:
        stored = parse_json(query)
        found = from_json(stored)
        made = parse_json(json.dumps(as_json(*found)))
    except (ValueError, TypeError):
        return None
    return found if isinstance(stored, dict) and "filter" in stored and _holds(made, stored) else None


def _holds(made: object, given: object) -> bool:
    """Whether what was made of a JSON value says all that the value does; it may say more, as a newer version does."""
    if isinstance(given, dict):
        return isinstance(made, dict) and all(
            name in made and _holds(made[name], value) for name, value in given.items()
        )
    if isinstance(given, list):
        return isinstance(made, list) and len(made) == len(given) and all(map(_holds, made, given))
    return type(made) is type(given) and made == given


def save_filter(project: Project, name: str, wanted: Filter, sort: Sort) -> str:
    """Keep a filter under a name, in the place of one that has it; return the name as it is kept.

    Raises:
        LabelerError: the name is empty.
        ProjectError: the project cannot be written.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise LabelerError("The filter has no name. Nothing was changed. Give it one.")
    with project.transaction() as db:
        db.execute("INSERT OR REPLACE INTO saved_filter VALUES (?, ?)", (name, json.dumps(as_json(wanted, sort))))
    return name


def remove_filter(project: Project, name: str) -> None:
    """Remove a named filter.

    Raises:
        LabelerError: there is none of that name.
        ProjectError: the project cannot be written.
    """
    with project.transaction() as db:
        if not db.execute("DELETE FROM saved_filter WHERE name = ?", (name,)).rowcount:
            raise LabelerError("There is no filter {name}. Nothing was changed.", name=name)
