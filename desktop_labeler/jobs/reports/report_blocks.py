"""The content of a methods report as blocks, which are written as HTML or PDF: headings, texts, tables, pictures."""

from collections.abc import Iterator, Mapping

from desktop_labeler.data.project.project_file import State
from desktop_labeler.jobs.audits.measure_agreement import PairAgreement
from desktop_labeler.jobs.reports.report_facts import PROGRAM, AuditFact, ReportFacts
from desktop_labeler.jobs.reports.report_metadata import metadata
from desktop_labeler.jobs.reports.report_methods import between, disagreed, methods
from desktop_labeler.jobs.reports.report_parts import Block, Heading, Picture, Pictures, Table, Text
from desktop_labeler.jobs.reports.report_references import references, says_fleiss
from desktop_labeler.jobs.reports.report_rules import history, rules, settings
from desktop_labeler.jobs.reports.report_wording import LANGUAGES, Language, Wording
from desktop_labeler.messages import Message, visible
from desktop_labeler.rater_agreement import Coefficient
from desktop_labeler.rounding import outward
from desktop_labeler.statistics import MeasuredFraction

_MOST_PICTURED = 60  # classes whose examples are shown
_MOST_REASONS = 20


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
            f"Written by Desktop Labeler {facts.versions[PROGRAM]} on {say.date(made)}, from the project's history up "
            f"to decision {facts.decisions}. Days are those of UTC.",
            f"Geschrieben von Desktop Labeler {facts.versions[PROGRAM]} am {say.date(made)} aus dem Verlauf des "
            f"Projekts bis Entscheidung {facts.decisions}. Tage gelten in UTC.",
        )
    )
    yield from _methods(facts, say)
    yield from _images(facts, say)
    yield from metadata(facts, say, names=names)
    yield from _classes(facts, pictures, say)
    yield from _people(facts, say, names=names)
    yield from _rounds(facts, say)
    yield from _audits(facts, say)
    yield from _certificates(facts, say)
    yield from _agreement(facts, say, names=names)
    yield from _repeat(facts, say)


def _methods(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    yield Heading(say("Methods, ready to paste", "Methoden, zum Einfügen"))
    captions: dict[Language, str] = {"en": say("In English:", "Auf Englisch:"), "de": say("In German:", "Auf Deutsch:")}
    for language in sorted(LANGUAGES, key=lambda each: each != say.language):
        yield Text(captions[language])
        yield Text(methods(facts, Wording(language)), to_copy=True, language=language)
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
    if facts.kinds:
        yield Text(_kinds(facts, say))
    if facts.reasons:
        yield Text(
            say("Files that could not be used, with the reason:", "Dateien, die nicht verwendbar waren, mit Grund:")
        )
        reasons = list(facts.reasons.items())
        rows = [[say.message(Message.read(reason)), say.count(count)] for reason, count in reasons[:_MOST_REASONS]]
        rest = sum(count for _, count in reasons[_MOST_REASONS:])
        rows += [[say("other reasons", "andere Gründe"), say.count(rest)]] if rest else []
        yield Table([say("Reason", "Grund"), say("Files", "Dateien")], rows)


def _kinds(facts: ReportFacts, say: Wording) -> str:
    """Return in which formats and of which sizes the images are."""
    formats = say.listed([f"{say.count(count)} {kind}" for kind, count in facts.kinds.items()])
    text = say(f"Files by format: {formats}.", f"Dateien nach Format: {formats}.")
    if facts.sizes is None:
        return text
    narrow, wide, low, high = facts.sizes
    across = say.count(narrow) if narrow == wide else f"{say.count(narrow)}–{say.count(wide)}"
    down = say.count(low) if low == high else f"{say.count(low)}–{say.count(high)}"
    size = say(
        f"Width {across} pixels, height {down} pixels, as far as they were read.",
        f"Breite {across} Pixel, Höhe {down} Pixel, soweit gelesen.",
    )
    return f"{text} {size}"


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
    ways = {
        "by_hand": say("by hand", "von Hand"),
        "accepted": say("accepted suggestions", "angenommene Vorschläge"),
        "files": say("from files", "aus Dateien"),
        "packages": say("in packages", "in Paketen"),
    }
    used = [name for name in ways if any(getattr(person, name) for person in facts.people)]
    rows = [
        [
            person_name(facts, person.name, say, names=names),
            say.count(person.images),
            say.count(person.answers),
            *(say.count(getattr(person, name)) for name in used),
            say.count(person.decisions) if person.decisions else "–",
            _minutes(person.seconds, say),
        ]
        for person in facts.people
    ]
    columns = [say("Person", "Person"), say("Images", "Bilder"), say("Answers", "Antworten")]
    columns += [*(ways[name] for name in used), say("Decisions", "Entscheidungen")]
    yield Table([*columns, say("Minutes of work", "Minuten Arbeit")], rows)
    yield Text(
        say(
            f"Answered {between(facts, say)}. An answer says of one image what it is. A decision is one step in the "
            "history, and may give many answers. Work is counted while answers are given here by hand or by accepting; "
            "a pause of more than three minutes is no work. How long answers from files and packages took is not "
            "known.",
            f"Beantwortet {between(facts, say)}. Eine Antwort sagt von einem Bild, was es ist. Eine Entscheidung ist "
            "ein Schritt im Verlauf und kann viele Antworten geben. Als Arbeit zählt, wenn Antworten hier von Hand "
            "oder durch Annehmen gegeben werden; eine Pause von mehr als drei Minuten ist keine Arbeit. Wie lange "
            "Antworten aus Dateien und Paketen dauerten, ist nicht bekannt.",
        )
    )


def _minutes(seconds: float | None, say: Wording) -> str:
    if not seconds:
        return "–"
    return say.count(round(seconds / 60)) if seconds >= 60 else "< 1"


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
    numbers = say(f"{say.count(facts.numbers)} numbers per image", f"{say.count(facts.numbers)} Zahlen je Bild")
    yield Text(f"{say('Backbone', 'Netz')}: {visible(name)} ({say('key', 'Schlüssel')} {key}), {numbers}.")
    columns = [say("Round", "Runde"), say("When", "Wann"), say("Backbone", "Netz"), say("Labels", "Labels")]
    columns += [
        say("Classifiers", "Klassifikatoren"),
        say("Labels predicted right, held out", "Ausgelassene Labels richtig vorhergesagt"),
        say("Suggested", "Vorgeschlagen"),
    ]
    rows = [
        [
            str(line.round),
            say.day(line.when),
            line.backbone[:8] or "–",
            say.count(line.labels),
            _classifiers(line.method, say),
            say.interval(MeasuredFraction(line.right, line.checked, line.low, line.high, line.accuracy)),
            say.count(line.suggested),
        ]
        for line in facts.rounds
    ]
    if rows:
        yield Table(columns, rows)


def _classifiers(method: str, say: Wording) -> str:
    """Return the names of the classifiers of a round; those of models from elsewhere are names of their own."""
    known = {
        "head": say("linear, classes balanced", "linear, Klassen ausgeglichen"),
        "unbalanced head": say("linear", "linear"),
        "low-penalty head": say("linear, weakly regularised", "linear, schwach regularisiert"),
        "propagation": say("label propagation", "Label-Propagation"),
    }
    return "; ".join(known.get(each, visible(each)) for each in method.split(" + ") if each) or "–"


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
            f"{say.count(one.population)} {kinds[one.kind]}{_chosen(one, facts, say)}",
            designs.get(one.design, "–")
            + (f", {say.things(one.draws, ('draw', 'draws'), ('Ziehung', 'Ziehungen'))}" if one.draws else "")
            + (f", {say('for a certificate', 'für ein Zertifikat')}" if one.certified else ""),
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
        columns = [say("Confidence", "Sicherheit"), say("Checked", "Geprüft"), say("Right", "Richtig")]
        yield Table([*columns, say("Share (95 % interval)", "Anteil (95-%-Bereich)")], bands)


def _chosen(audit: AuditFact, facts: ReportFacts, say: Wording) -> str:
    """Return which suggestions were drawn from, where a person chose them."""
    if audit.drawn_from is not None:
        return f" ({visible(say.message(audit.drawn_from.words(facts.names)))})"
    return say(", of one class or of high rank", ", einer Klasse oder von hohem Rang") if audit.part else ""


def _certificates(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    if not facts.certificates:
        return
    yield Heading(say("Certificates", "Zertifikate"))
    columns = [
        say("Number", "Nummer"),
        say("When", "Wann"),
        say("Labels", "Labels"),
        say("Class", "Klasse"),
        say("Sample / drawn from", "Stichprobe / aus"),
    ]
    columns += [
        say("Wrong", "Falsch"),
        say("At least right (sure)", "Mindestens richtig (sicher)"),
        say("Seed", "Startwert"),
        say("State", "Stand"),
    ]
    rows = [
        [
            str(one.id),
            say.day(one.when),
            say.count(one.images),
            ", ".join(visible(facts.names[each]) for each in one.classes if each in facts.names) or "–",
            f"{say.count(len(one.proof.sample))} / {say.count(one.proof.population)}"
            + (f" ({visible(say.message(one.proof.drawn_from.words(facts.names)))})" if one.proof.drawn_from else ""),
            say.count(len(one.proof.wrong)),
            f"{say.at_least(one.proof.bound)} ({say.sure(one.proof.confidence)})",
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
            _both(facts, pair, say, names=names),
            say.count(pair.kappa.images),
            say.count(pair.same),
            say.count(pair.blind),
            _coefficient(pair.kappa, say) if pair.constant is None else "–",
        ]
        for pair in (*found.pairs, *found.again)
    ]
    columns = [say("People", "Personen"), say("Images", "Bilder"), say("Same", "Gleich"), say("Blind", "Blind")]
    yield Table([*columns, say("Cohen's kappa", "Cohens Kappa")], pairs)
    if any(row[-1] == "–" for row in pairs):
        yield Text(
            say(
                "Kappa is not given (–) where somebody gave one and the same class to all of these images: it would "
                "tell nothing.",
                "Kappa steht nicht da (–), wo jemand allen diesen Bildern ein und dieselbe Klasse gegeben hat: Es "
                "würde nichts aussagen.",
            )
        )
    if found.pairs:
        several = [(say("Krippendorff's alpha", "Krippendorffs Alpha"), found.alpha)]
        if says_fleiss(facts):
            several.insert(0, (say("Fleiss' kappa", "Fleiss' Kappa"), found.fleiss))
        columns = [say("Of all people", "Aller Personen"), say("Images", "Bilder"), say("Value", "Wert")]
        yield Table(columns, [[name, say.count(one.images), _coefficient(one, say)] for name, one in several])
    yield Text(disagreed(facts, say))


def _both(facts: ReportFacts, pair: PairAgreement, say: Wording, *, names: bool) -> str:
    first, second = (person_name(facts, name, say, names=names) for name in (pair.first, pair.second))
    return f"{first} – {second}" if pair.first != pair.second else f"{first}, {say('asked again', 'erneut gefragt')}"


def _coefficient(found: Coefficient, say: Wording) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "–"
    to = say("to", "bis")
    low, high = outward(found.low, found.high, 2)
    return f"{say.decimal(found.value, 2)} ({say.decimal(low, 2)} {to} {say.decimal(high, 2)})"


def _repeat(facts: ReportFacts, say: Wording) -> Iterator[Block]:
    yield Heading(say("To repeat it", "Zum Wiederholen"))
    yield Table([say("Number", "Zahl"), say("Rule", "Regel")], list(rules(facts, say)))
    yield Table([say("What", "Was"), say("Value", "Wert")], [*settings(facts, say), *history(facts, say)])
    yield Text(
        say(
            "The manifest.json of an export of the whole project has the same two digests. `desktop-labeler verify` "
            "says whether images and labels are still those.",
            "Die manifest.json eines Exports des ganzen Projekts hat dieselben zwei Prüfsummen. `desktop-labeler "
            "verify` sagt, ob Bilder und Labels noch diese sind.",
        )
    )
