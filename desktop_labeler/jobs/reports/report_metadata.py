"""What a methods report says of metadata: where its columns came from, and how images were put into groups."""

from collections.abc import Iterator

from desktop_labeler.data.decoding.exif import TIME
from desktop_labeler.jobs.reports.report_facts import ReportFacts
from desktop_labeler.jobs.reports.report_parts import Block, Heading, Table, Text
from desktop_labeler.jobs.reports.report_wording import Wording
from desktop_labeler.messages import visible


def metadata(facts: ReportFacts, say: Wording, *, names: bool) -> Iterator[Block]:
    """Yield what the report says of both; nothing where there is neither.

    Args:
        facts: of the project.
        say: the language.
        names: whether columns of tables and of file names may be named; those of cameras always are.
    """
    columns, rows = _table(facts, say, names=names)
    if not rows and not facts.groups:
        return
    yield Heading(say("Metadata and groups", "Metadaten und Gruppen"))
    if rows:
        yield Text(
            say(
                "What came with the images and was kept beside them; nobody decided it.",
                "Was mit den Bildern kam und neben ihnen aufbewahrt wurde; niemand hat es entschieden.",
            )
        )
        yield Table(columns, rows)
    if facts.groups:
        ways = "; ".join(_grouping_lines(facts, say, names=names))
        ways = ways or say("by a file that was read in", "nach einer eingelesenen Datei")
        many = say.things(facts.groups, ("group", "groups"), ("Gruppe", "Gruppen"))
        yield Text(
            say(
                f"The images are in {many}, made in this order: {ways}. Images of one group are never divided between "
                "training and test, nor in cross-validation.",
                f"Die Bilder sind in {many}, gebildet in dieser Reihenfolge: {ways}. Bilder einer Gruppe werden nie "
                "auf Training und Test verteilt, auch nicht in der Kreuzvalidierung.",
            )
        )
        if facts.agreeing:
            yield Text(
                say(
                    "Suggestions agree over the images of a group: each is the mean of their probabilities on a scale "
                    "of logarithms.",
                    "Vorschläge stimmen über die Bilder einer Gruppe überein: Jeder ist das Mittel ihrer "
                    "Wahrscheinlichkeiten auf logarithmischer Skala.",
                )
            )


def _table(facts: ReportFacts, say: Wording, *, names: bool) -> tuple[list[str], list[list[str]]]:
    """Return the columns and rows of a table: one row for each source of metadata."""
    rows = []
    for origin in dict.fromkeys(column.origin for column, _ in facts.columns):
        mine = [(column.name, images) for column, images in facts.columns if column.origin == origin]
        named = names or origin in {"exif", "video"}
        which = ", ".join(visible(name) for name, _ in mine) if named else say.count(len(mine))
        rows.append([_origin(origin, say), which, say.count(max(images for _, images in mine))])
    return [say("From", "Aus"), say("Columns", "Spalten"), say("Images, at most", "Bilder, höchstens")], rows


def _origin(origin: str, say: Wording) -> str:
    known = {
        "exif": say("the files of the cameras (EXIF)", "den Dateien der Kameras (EXIF)"),
        "table": say("tables that were read in", "eingelesenen Tabellen"),
        "pattern": say("parts of file names", "Teilen der Dateinamen"),
        "video": say("the places of frames in videos", "den Stellen der Einzelbilder in Videos"),
    }
    return known.get(origin, origin)


def _grouping_lines(facts: ReportFacts, say: Wording, *, names: bool) -> Iterator[str]:
    """Yield how the groups came to be, in the order of the decisions; the same way is said once."""
    yield from dict.fromkeys(_grouping(kind, arguments, say, names=names) for kind, arguments in facts.groupings)


def _grouping(kind: str, arguments: dict[str, object], say: Wording, *, names: bool) -> str:
    column = visible(str(arguments.get("column", ""))) if names else say("of the metadata", "der Metadaten")
    gap = arguments.get("seconds", 0)
    seconds = say.decimal(float(gap), 0 if float(gap).is_integer() else 1) if isinstance(gap, int | float) else "–"
    lines = {
        "folder_groups": say("by a folder of their paths", "nach einem Ordner ihrer Pfade"),
        "group_patient": say("by patient (DICOM)", "nach Patient (DICOM)"),
        "group_study": say("by study (DICOM)", "nach Studie (DICOM)"),
        "group_column": say(f"by the column {column}", f"nach der Spalte {column}"),
        "group_bursts": say(
            f"as bursts: images of one site, each taken at most {seconds} s after the one before, by their time "
            f"({TIME}, where no other column was chosen)",
            f"als Serien: Bilder eines Orts, jedes höchstens {seconds} s nach dem vorigen aufgenommen, nach ihrer Zeit "
            f"({TIME}, wo keine andere Spalte gewählt wurde)",
        ),
        "set_group": say("some by hand", "einige von Hand"),
        "no_group": say("some taken out of their group by hand", "einige von Hand aus ihrer Gruppe genommen"),
    }
    return lines.get(kind, kind)
