"""The content of a methods report as blocks, which are written as HTML or PDF: headings, texts, tables, pictures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_labeler.data.project.project_file import State
from desktop_labeler.jobs.report_facts import ReportFacts
from desktop_labeler.jobs.report_methods import between, methods, references
from desktop_labeler.jobs.report_rules import rules
from desktop_labeler.jobs.report_wording import LANGUAGES, Wording
from desktop_labeler.messages import Message, visible
from desktop_labeler.rater_agreement import Coefficient
from desktop_labeler.rounding import outward
from desktop_labeler.statistics import MeasuredFraction

Picture = tuple[bytes, int, int]  # JPEG, width, height
_MOST_PICTURED = 60  # classes whose examples are shown
_MOST_REASONS = 20


@dataclass(frozen=True)
class Heading:
    """A heading; the first one is the title."""

    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; one that is to be copied stands in a frame."""

    text: str
    to_copy: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first column is text, the others are aligned with their content."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Pictures:
    """Example images of a class beside its name."""

    caption: str
    pictures: Sequence[Picture]


Block = Heading | Text | Table | Pictures


def pictured(facts: ReportFacts) -> list[int]:
    """Return the ids of the images whose pictures the report shows."""
    return [image for each in facts.classes[:_MOST_PICTURED] for image in each.examples]


def blocks(
    facts: ReportFacts, pictures: Mapping[int, Picture], say: Wording, *, names: bool, made: str
) -> Iterator[Block]:
    """Yield the report.

    Args:
        facts: what it says.
        pictures: of the examples, by the id of the image; those without one are left out.
        say: its language.
        names: whether the project and people may be named.
        made: when the report is written, ISO 8601, UTC.
    """
    title = say("How these labels were made", "Wie diese Labels entstanden sind")
    yield Heading(f"{title}: {visible(facts.name)}" if names else title)
    yield Text(
        say(
            f"Written by Desktop Labeler {facts.versions['Desktop Labeler']} on {made[:10]}, from the project's "
            "history up to "
            f"decision {facts.decisions}.",
            f"Geschrieben von Desktop Labeler {facts.versions['Desktop Labeler']} am {made[:10]} aus dem Verlauf des "
            "Projekts "
            f"bis Entscheidung {facts.decisions}.",
        )
    )
    yield from _methods(facts, say)
    yield from _images(facts, say)
    yield from _classes(facts, pictures, say)
    yield from _people(facts, say, names=names)
    yield from _rounds(facts, say)
    yield from _audits(facts, say)
    yield from _certificates(facts, say)
    yield from _agreement(facts, say, names=names)
    yield from _repeat(facts, say)


def _methods(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    yield Heading(say("Methods, ready to paste", "Methoden, zum Einfügen"))
    for language in LANGUAGES:
        yield Text(methods(facts, Wording(language)), to_copy=True)
    works = references(facts)
    if works:
        yield Text(
            say("References", "Literatur") + ": " + " ".join(f"[{at}] {each}" for at, each in enumerate(works, 1))
        )


def _images(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    yield Heading(say("Images, and what was left out", "Bilder, und was ausgelassen wurde"))
    words = {
        State.UNLABELLED: say("without a label", "ohne Label"),
        State.LABELLED: say(
            "labelled: imported, or accepted together", "mit Label: importiert oder gemeinsam angenommen"
        ),
        State.CONFIRMED: say("decided or confirmed by a person", "von einer Person vergeben oder bestätigt"),
        State.UNSURE: say("unsure: a person could not tell", "unsicher: eine Person konnte es nicht sagen"),
        State.EXCLUDED: say("excluded: none of the classes", "ausgeschlossen: keine der Klassen"),
    }
    rows = [[words[state], say.count(facts.states[state])] for state in State if facts.states[state]]
    yield Table(
        [say("State", "Stand"), say("Images", "Bilder")], [*rows, [say("all", "alle"), say.count(facts.images)]]
    )
    if facts.reasons:
        yield Text(
            say("Files that could not be used, with the reason:", "Dateien, die nicht verwendbar waren, mit Grund:")
        )
        reasons = list(facts.reasons.items())
        rows = [[str(Message.read(reason)), say.count(count)] for reason, count in reasons[:_MOST_REASONS]]
        rest = sum(count for _, count in reasons[_MOST_REASONS:])
        rows += [[say("other reasons", "andere Gründe"), say.count(rest)]] if rest else []
        yield Table([say("Reason", "Grund"), say("Files", "Dateien")], rows)


def _classes(facts: ReportFacts, pictures: Mapping[int, Picture], say: Wording) -> Iterator[Block]:
    yield Heading(say("Classes", "Klassen"))
    columns = [
        say("Class", "Klasse"),
        say("Labels", "Labels"),
        say("by a person", "von einer Person"),
        say("accepted", "angenommen"),
        say("imported", "importiert"),
    ]
    rows = [
        [visible(each.name), *map(say.count, (each.labels, each.confirmed, each.accepted, each.imported))]
        for each in facts.classes
    ]
    yield Table(columns, rows)
    for each in facts.classes[:_MOST_PICTURED]:
        some = [pictures[image] for image in each.examples if image in pictures]
        if some:
            yield Pictures(visible(each.name), some)


def _people(facts: ReportFacts, say: Wording, *, names: bool) -> Iterator[Block]:
    yield Heading(say("Who decided, when, and for how long", "Wer entschieden hat, wann und wie lange"))
    if not facts.people:
        yield Text(say("Nobody has decided anything by hand.", "Niemand hat etwas von Hand entschieden."))
        return
    rows = [
        [
            person_name(facts, person.name, say, names=names),
            say.count(person.decisions),
            say.count(person.images),
            "–" if person.seconds is None else say.count(round(person.seconds / 60)),
        ]
        for person in facts.people
    ]
    columns = [say("Person", "Person"), say("Decisions", "Entscheidungen"), say("Images", "Bilder")]
    yield Table([*columns, say("Minutes at work", "Minuten Arbeit")], rows)
    yield Text(
        say(
            f"Decided {between(facts, say)}. A pause of more than three minutes is no work. The time of answers that "
            "came in a package is not known.",
            f"Entschieden {between(facts, say)}. Eine Pause von mehr als drei Minuten ist keine Arbeit. Wie lange "
            "Antworten aus einem Paket dauerten, ist nicht bekannt.",
        )
    )


def person_name(facts: ReportFacts, name: str, say: Wording, *, names: bool) -> str:
    """Return a person's name, or "Person 1" for the busiest one."""
    if names:
        return visible(name)
    place = next((at for at, person in enumerate(facts.people, 1) if person.name == name), len(facts.people) + 1)
    return f"{say('Person', 'Person')} {place}"


def _rounds(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    yield Heading(say("Model and rounds", "Modell und Runden"))
    if facts.backbone is None:
        yield Text(say("The images were not analysed.", "Die Bilder wurden nicht analysiert."))
        return
    name, key = facts.backbone
    yield Text(f"{say('Backbone', 'Netz')}: {visible(name)} ({say('key', 'Schlüssel')} {key})")
    columns = [say("Round", "Runde"), say("When", "Wann"), say("Labels", "Labels"), say("Method", "Methode")]
    columns += [
        say("Labels predicted right, held out", "Ausgelassene Labels richtig vorhergesagt"),
        say("Suggested", "Vorgeschlagen"),
    ]
    rows = [
        [
            str(line.round),
            say.day(line.when),
            say.count(line.labels),
            visible(line.method),
            say.interval(MeasuredFraction(line.right, line.checked, line.low, line.high, line.accuracy)),
            say.count(line.suggested),
        ]
        for line in facts.rounds
    ]
    if rows:
        yield Table(columns, rows)


def _audits(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    yield Heading(say("Audits: how many are right", "Stichproben: wie viele richtig sind"))
    if not facts.audits:
        yield Text(say("No audit was made.", "Es wurde keine Stichprobe gemacht."))
        return
    kinds = {"labels": say("labels", "Labels"), "suggestions": say("suggestions", "Vorschläge")}
    designs = {
        "simple": say("simple", "einfach"),
        "strata": say("in proportion to classes", "nach Klassen anteilig"),
        "doubt": say("by doubt, weighted", "nach Zweifel, gewichtet"),
    }
    columns = [say("When", "Wann"), say("Of", "Aus"), say("Drawn", "Gezogen"), say("Seed", "Startwert")]
    columns += [
        say("Looks", "Blicke"),
        say("Target", "Ziel"),
        say("Checked", "Geprüft"),
        say("Wrong", "Falsch"),
        say("Unsure", "Unsicher"),
        say("Right (95 % interval)", "Richtig (95-%-Bereich)"),
    ]
    rows = [
        [
            say.day(one.began),
            f"{say.count(one.population)} {kinds[one.kind]}{say(', some only', ', nur manche') if one.part else ''}",
            designs.get(one.design, "–"),
            "–" if one.seed is None else str(one.seed),
            str(one.looks),
            "–" if one.target is None else say.percent(one.target, 0),
            say.count(one.measured.count) + (f" ({say('open', 'offen')}: {say.count(one.open)})" if one.open else ""),
            say.count(one.measured.count - one.measured.hits),
            say.count(one.unsure),
            say.interval(one.measured),
        ]
        for one in facts.audits
    ]
    yield Table(columns, rows)
    if facts.calibration.bands:
        yield Text(
            say(
                "Of audited suggestions, by the confidence that was shown:",
                "Geprüfte Vorschläge, nach gezeigter Sicherheit:",
            )
        )
        bands = [
            [
                f"{say.decimal(100 * band.low, 0)}–{say.percent(band.high, 0)}",
                say.count(band.right.count),
                say.count(band.right.hits),
                say.interval(band.right),
            ]
            for band in facts.calibration.bands
        ]
        yield Table(
            [say("Confidence", "Sicherheit"), say("Checked", "Geprüft"), say("Right", "Richtig"), "95 %"], bands
        )


def _certificates(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    if not facts.certificates:
        return
    yield Heading(say("Certificates", "Zertifikate"))
    columns = [say("Number", "Nummer"), say("When", "Wann"), say("Labels", "Labels"), say("Sample", "Umfang")]
    columns += [
        say("Wrong", "Falsch"),
        say("At least right", "Mindestens richtig"),
        say("Seed", "Startwert"),
        say("State", "Stand"),
    ]
    rows = [
        [
            str(one.id),
            say.day(one.when),
            say.count(one.images),
            f"{say.count(len(one.proof.sample))} / {say.count(one.proof.population)}",
            say.count(len(one.proof.wrong)),
            f"{say.at_least(one.proof.bound)} ({say.at_least(one.proof.confidence)})",
            str(one.proof.seed),
            say("void", "ungültig") if one.void else say("in force", "gültig"),
        ]
        for one in facts.certificates
    ]
    yield Table(columns, rows)


def _agreement(facts: ReportFacts, say: Wording, *, names: bool) -> Iterator[Block]:
    found = facts.agreement
    if found is None:
        return
    yield Heading(say("Agreement", "Übereinstimmung"))
    pairs = [
        [
            f"{person_name(facts, pair.first, say, names=names)} – {person_name(facts, pair.second, say, names=names)}",
            say.count(pair.kappa.images),
            say.count(pair.same),
            say.count(pair.blind),
            _coefficient(pair.kappa, say),
        ]
        for pair in (*found.pairs, *found.again)
    ]
    columns = [say("People", "Personen"), say("Images", "Bilder"), say("Same", "Gleich"), say("Blind", "Blind")]
    yield Table([*columns, say("Cohen's kappa", "Cohens Kappa")], pairs)
    yield Table(
        [say("Of all", "Aller"), say("Images", "Bilder"), say("Value", "Wert")],
        [
            ["Fleiss' kappa", say.count(found.fleiss.images), _coefficient(found.fleiss, say)],
            ["Krippendorff's alpha", say.count(found.alpha.images), _coefficient(found.alpha, say)],
        ],
    )


def _coefficient(found: Coefficient, say: Wording) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "–"
    to = say("to", "bis")
    low, high = outward(found.low, found.high, 2)
    return f"{say.decimal(found.value, 2)} ({say.decimal(low, 2)} {to} {say.decimal(high, 2)})"


def _undone(facts: ReportFacts, say: Wording) -> str:
    return f"{say.count(facts.decisions)}, {say.count(facts.undone)}"


def _repeat(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    yield Heading(say("To repeat it", "Zum Wiederholen"))
    yield Table([say("Number", "Zahl"), say("Rule", "Regel")], list(rules(facts, say)))
    rows = [[name, value] for name, value in (*facts.versions.items(), *facts.settings.items())]
    rows.append([say("decisions, of these undone", "Entscheidungen, davon zurückgenommen"), _undone(facts, say)])
    rows.append([say("packages merged", "Zusammengeführte Pakete"), say.count(facts.merges)])
    rows.append([say("SHA-256 of all labels", "SHA-256 aller Labels"), facts.labels_sha256])
    rows.append([say("SHA-256 of all images", "SHA-256 aller Bilder"), facts.images_sha256])
    yield Table([say("What", "Was"), say("Value", "Wert")], rows)
    yield Text(
        say(
            "An export as CSV has the same two digests in its manifest, and `desktop-labeler verify` compares them.",
            "Ein Export als CSV hat dieselben zwei Prüfsummen in seiner manifest.json; `desktop-labeler verify` "
            "vergleicht sie.",
        )
    )
