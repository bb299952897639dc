"""The paragraph "Methods" of a report, ready to paste into a paper."""

from collections.abc import Iterator, Sequence

from desktop_labeler.data.decisions.proof.certificates import Certificate
from desktop_labeler.data.project.project_file import State
from desktop_labeler.jobs.reports.report_facts import AuditFact, ReportFacts
from desktop_labeler.jobs.reports.report_references import (
    ALPHA,
    ANYTIME,
    DOUBT,
    EXACT,
    MODEL,
    STRATA,
    alpha_of,
    cite,
    uses_model,
)
from desktop_labeler.jobs.reports.report_wording import Wording
from desktop_labeler.rounding import outward

_HOURS = 120  # minutes from which work is said in hours


def methods(facts: ReportFacts, say: Wording) -> str:
    """Return the paragraph; it says only what the project's history shows."""
    sentences = [_images(facts, say), _left_out(facts, say), *_work(facts, say), _model(facts, say)]
    sentences += [*_audits(facts, say), *_certificates(facts, say), *_agreement(facts, say), _digest(facts, say)]
    return " ".join(sentence for sentence in sentences if sentence)


def _images(facts: ReportFacts, say: Wording) -> str:
    version = facts.versions["Desktop Labeler"]
    images = say.things(facts.images, ("image", "images"), ("Bild", "Bilder"))
    classes = say.things(len(facts.classes), ("class", "classes"), ("Klasse", "Klassen"))
    labels = say.things(facts.labels, ("image has a label", "images have a label"), ("Bild hat", "Bilder haben"))
    boxes = ""
    if facts.boxes:
        every = facts.boxes == facts.images
        boxes = say(
            f" ({'all' if every else say.count(facts.boxes)} of them boxes in larger images, shown with a margin of "
            f"{say.percent(facts.margin, 0)})",
            f" ({'alle' if every else f'{say.count(facts.boxes)} davon'} Rahmen in größeren Bildern, gezeigt mit einem "
            f"Rand von {say.percent(facts.margin, 0)})",
        )
    return say(
        f"The data set has {images}{boxes} and {classes}, labelled with Desktop Labeler {version}; {labels}.",
        f"Der Datensatz umfasst {images}{boxes} und {classes} und wurde mit Desktop Labeler {version} mit Labels "
        f"versehen; {labels} ein Label.",
    )


def _left_out(facts: ReportFacts, say: Wording) -> str:
    excluded, unsure = facts.states[State.EXCLUDED], facts.states[State.UNSURE]
    files = sum(facts.reasons.values())
    parts = []
    if excluded:
        parts.append(
            say.things(
                excluded,
                ("image was excluded as none of the classes", "images were excluded as none of the classes"),
                (
                    "Bild wurde als keiner der Klassen zugehörig ausgeschlossen",
                    "Bilder wurden als keiner der Klassen zugehörig ausgeschlossen",
                ),
            )
        )
    if unsure:
        parts.append(
            say.things(
                unsure,
                ("image could not be told", "images could not be told"),
                ("Bild konnte nicht bestimmt werden", "Bilder konnten nicht bestimmt werden"),
            )
        )
    if files:
        parts.append(
            say.things(
                files,
                ("file could not be used", "files could not be used"),
                ("Datei war nicht verwendbar", "Dateien waren nicht verwendbar"),
            )
        )
    return f"{say.listed(parts)}." if parts else ""


def _work(facts: ReportFacts, say: Wording) -> Iterator[str]:
    if facts.people:
        yield _answers(facts, say)
    folders, files = facts.imported
    origin = say.listed(
        [say("from the names of folders", "aus Ordnernamen")] * folders
        + [say("from tables or other files", "aus Tabellen oder anderen Dateien")] * files
    )
    piles = {
        "confirmed": (
            ("was decided or confirmed by a person", "were decided or confirmed by a person"),
            ("von einer Person vergeben oder bestätigt", "von Personen vergeben oder bestätigt"),
        ),
        "accepted": (
            ("is an accepted suggestion", "are accepted suggestions"),
            ("als Vorschlag angenommen", "als Vorschläge angenommen"),
        ),
        "imported": (
            (f"was imported {origin}".rstrip(), f"were imported {origin}".rstrip()),
            (f"{origin} importiert".lstrip(),) * 2,
        ),
    }
    counts = {pile: sum(getattr(each, pile) for each in facts.classes) for pile in piles}
    parts = [say.things(count, *piles[pile]) for pile, count in counts.items() if count]
    if parts:
        first = next(count for count in counts.values() if count)
        yield say(
            f"Of the labels, {say.listed(parts)}.",
            f"Von den Labels {'wurde' if first == 1 else 'wurden'} {say.listed(parts)}.",
        )


def _answers(facts: ReportFacts, say: Wording) -> str:
    """Return who gave how many answers, by which way, and in what time."""
    people, total = facts.people, sum(person.answers for person in facts.people)
    who = say.few(len(people), ("One", "Eine"))
    who = f"{who[0].upper()}{who[1:]} {say('person', 'Person') if len(people) == 1 else say('people', 'Personen')}"
    gave = say("gave", "gab") if len(people) == 1 else say("gave", "gaben")
    answers = say.things(total, ("answer", "answers"), ("Antwort", "Antworten"))
    ways = [
        (sum(one.by_hand for one in people), say(f"by hand{_time(facts, say)}", f"von Hand{_time(facts, say)}")),
        (sum(one.accepted for one in people), say("by accepting suggestions", "durch Annehmen von Vorschlägen")),
        (sum(one.files for one in people), say("read from tables or other files", "aus Tabellen oder anderen Dateien")),
        (sum(one.packages for one in people), say("in packages decided elsewhere", "in anderswo bearbeiteten Paketen")),
    ]
    some = [(count, way) for count, way in ways if count]
    every = say("all ", "alle ") if total > 1 else ""
    how = every + some[0][1] if len(some) == 1 else say.listed([f"{say.count(count)} {way}" for count, way in some])
    return f"{who} {gave} {answers} {between(facts, say)}: {how}."


def _time(facts: ReportFacts, say: Wording) -> str:
    """Return how long people were at work here, "" where nobody was."""
    minutes = sum(person.seconds or 0.0 for person in facts.people) / 60
    if not minutes:
        return ""
    if minutes < 1:
        return say(" in less than a minute of work", " in weniger als einer Minute Arbeit")
    if minutes < _HOURS:
        spent = say.things(round(minutes), ("minute of work", "minutes of work"), ("Minute Arbeit", "Minuten Arbeit"))
        return f" in {spent}"
    return say(f" in {say.decimal(minutes / 60)} hours of work", f" in {say.decimal(minutes / 60)} Stunden Arbeit")


def between(facts: ReportFacts, say: Wording) -> str:
    """Return the days of the work: one, or from the first to the last."""
    first, last = say.date(facts.first), say.date(facts.last)
    if first == last:
        return say(f"on {first}", f"am {first}")
    return say(f"between {first} and {last}", f"zwischen dem {first} und dem {last}")


def _model(facts: ReportFacts, say: Wording) -> str:
    if facts.backbone is None or not uses_model(facts):
        return ""
    name, key = facts.backbone
    many, works = sum(line.labels > 0 for line in facts.rounds), cite(facts, MODEL)
    rounds = say.few(many, ("one", "einer"))
    return say(
        "Suggestions, and labels to check again, came from a neighbour graph and classifiers on embeddings "
        f"({say.count(facts.numbers)} numbers per image) of the backbone {name} (key {key[:12]}) in {rounds} "
        f"{'round' if many == 1 else 'rounds'}, each with the labels at that time (after {works}); the model changed "
        "no label.",
        "Vorschläge und erneut zu prüfende Labels stammen aus einem Nachbarschaftsgraphen und Klassifikatoren auf "
        f"Einbettungen ({say.count(facts.numbers)} Zahlen je Bild) des Netzes {name} (Schlüssel {key[:12]}) in "
        f"{rounds} {'Runde' if many == 1 else 'Runden'} mit den jeweils vorhandenen Labels (nach {works}); das Modell "
        "hat kein Label geändert.",
    )


def _audits(facts: ReportFacts, say: Wording) -> list[str]:
    """Return what the last audit of labels and the last one of suggestions found; certificates speak for themselves."""
    last = {one.kind: one for one in facts.audits if not one.certified}
    if "labels" in last:
        return [_audit(facts, one, say) for one in last.values()]
    unmeasured = say(
        "How many of the labels are right was not measured on a random sample of them.",
        "Wie viele der Labels richtig sind, wurde nicht an einer Zufallsstichprobe aus ihnen gemessen.",
    )
    return [*(_audit(facts, one, say) for one in last.values()), unmeasured]


def _audit(facts: ReportFacts, one: AuditFact, say: Wording) -> str:
    how = {
        "simple": say("simple random", "einfachen Zufallsstichprobe"),
        "strata": say("stratified random", "geschichteten Zufallsstichprobe"),
        "doubt": say("probability-weighted random", "gewichteten Zufallsstichprobe"),
    }.get(one.design, say("random", "Zufallsstichprobe"))
    wrong = one.measured.count - one.measured.hits
    many, population = say.count(one.measured.count), say.count(one.population)
    claims = say(one.kind, "Labels" if one.kind == "labels" else "Vorschlägen")
    was = say("none was", "war keines" if one.kind == "labels" else "war keiner")
    if wrong:
        was = f"{say.count(wrong)} were" if wrong > 1 else "1 was"
        was = say(
            was, f"waren {say.count(wrong)}" if wrong > 1 else f"war {'eines' if one.kind == 'labels' else 'einer'}"
        )
    notes = [say.date(one.began)]
    if one.unsure:
        notes.append(
            say(f"{say.count(one.unsure)} more could not be told", f"{say.count(one.unsure)} weitere nicht bestimmbar")
        )
    if one.draws:
        notes.append(
            say.things(
                one.draws,
                ("draw with replacement", "draws with replacement"),
                ("Ziehung mit Zurücklegen", "Ziehungen mit Zurücklegen"),
            )
        )
    if one.open and one.drawn:
        notes.append(_left_open(one, say))
    works = DOUBT if one.design == "doubt" else (*EXACT, *(STRATA if one.design == "strata" else ()))
    works += ANYTIME if one.open and one.design != "doubt" else ()
    return say(
        f"In a {how} sample of {many} of {population} {claims} ({'; '.join(notes)}), answered without seeing the label "
        f"or a suggestion, {was} wrong: {say.interval_after(one.measured)} are right {cite(facts, works)}.",
        f"In einer {how} von {many} aus {population} {claims} ({'; '.join(notes)}), beantwortet ohne Sicht "
        f"auf Label oder Vorschlag, {was} falsch: {say.interval_after(one.measured)} sind richtig "
        f"{cite(facts, works)}.",
    )


def _left_open(one: AuditFact, say: Wording) -> str:
    """Return how many images of a sample were not checked, and whether they still can be."""
    left, drawn = say.count(one.open), say.count(one.drawn or 0)
    if one.under_way:
        return say(f"still under way: {left} of {drawn} are open", f"noch nicht beendet: {left} von {drawn} sind offen")
    return say(
        f"ended before the other {left} of {drawn} were checked",
        f"beendet, bevor die übrigen {left} von {drawn} geprüft waren",
    )


def _certificates(facts: ReportFacts, say: Wording) -> list[str]:
    holding = [one for one in facts.certificates if not one.void]
    covered = sum(one.images for one in holding)
    unproven = sum(each.accepted for each in facts.classes) - covered
    found = [_certificate(holding, covered, say)] if holding else []
    if unproven > 0:
        found.append(
            say.things(
                unproven,
                (
                    "accepted suggestion is covered by no certificate.",
                    "accepted suggestions are covered by no certificate.",
                ),
                (
                    "angenommener Vorschlag ist durch kein Zertifikat gedeckt.",
                    "angenommene Vorschläge sind durch kein Zertifikat gedeckt.",
                ),
            )
        )
    return found


def _certificate(holding: Sequence[Certificate], covered: int, say: Wording) -> str:
    least, sure = (
        say.at_least(min(one.proof.bound for one in holding)),
        say.sure(min(one.proof.confidence for one in holding)),
    )
    many = say.few(len(holding), ("one", "einem"))
    checked, wrong = sum(len(one.proof.sample) for one in holding), sum(len(one.proof.wrong) for one in holding)
    samples = say(
        f"of {say.count(checked)} images drawn at random and answered without seeing the suggestion, "
        f"{say.count(wrong) if wrong else 'none'} {'was' if wrong < 2 else 'were'} wrong",
        f"von {say.count(checked)} zufällig gezogenen, ohne Sicht auf den Vorschlag beantworteten Bildern "
        f"{'waren' if wrong > 1 else 'war'} {say.count(wrong) if wrong else 'keines'} falsch",
    )
    if len(holding) == 1:
        return say(
            f"Under one certificate, {say.count(covered)} suggestions were accepted together: {samples}, so that at "
            f"least {least} of those accepted are right ({sure} sure, one-sided).",
            f"Unter einem Zertifikat wurden {say.count(covered)} Vorschläge gemeinsam angenommen: {samples}, so dass "
            f"mindestens {least} der angenommenen richtig sind (zu {sure} sicher, einseitig).",
        )
    return say(
        f"Under {many} certificates, {say.count(covered)} suggestions were accepted together: {samples}, so that at "
        f"least {least} of those accepted under each are right ({sure} sure, one-sided).",
        f"Unter {many} Zertifikaten wurden {say.count(covered)} Vorschläge gemeinsam angenommen: {samples}, so dass "
        f"unter jedem mindestens {least} der angenommenen richtig sind (zu {sure} sicher, einseitig).",
    )


def _agreement(facts: ReportFacts, say: Wording) -> list[str]:
    alpha, found = alpha_of(facts), facts.agreement
    if found is None or alpha is None or alpha.value is None or alpha.low is None or alpha.high is None:
        return []
    value, low, high = (say.decimal(number, 2) for number in (alpha.value, *outward(alpha.low, alpha.high, 2)))
    images = say.things(alpha.images, ("image", "images"), ("Bild", "Bildern"))
    pairs = sum(pair.kappa.images for pair in found.pairs)
    seen = pairs - sum(pair.blind for pair in found.pairs)
    aware = ""
    if seen:
        aware = say(
            f"; in {say.count(seen)} of the {say.count(pairs)} comparisons of two answers, the later one was given "
            "with a label in view",
            f"; bei {say.count(seen)} der {say.count(pairs)} Vergleiche zweier Antworten war bei der späteren ein "
            "Label zu sehen",
        )
    works = cite(facts, ALPHA)
    return [
        say(
            f"On {images} with answers of several people, Krippendorff's alpha is {value} (95 % interval {low} to "
            f"{high}) {works}{aware}.",
            f"Bei {images} mit Antworten mehrerer Personen beträgt Krippendorffs Alpha {value} (95-%-Bereich {low} bis "
            f"{high}) {works}{aware}.",
        ),
        disagreed(facts, say),
    ]


def disagreed(facts: ReportFacts, say: Wording) -> str:
    """Return on how many images people disagree, and how many of these were settled."""
    count, settled = facts.disagreed
    if not count:
        return say("People disagree on no image.", "Bei keinem Bild weichen die Antworten voneinander ab.")
    images = say.things(count, ("image", "images"), ("Bild", "Bildern"))
    number = say.count(settled) if settled else say("none", "keines")
    be, wurde = ("were", "wurden") if settled > 1 else ("was", "wurde")
    return say(
        f"People disagree on {images}, of which {number} {be} settled by a further decision.",
        f"Bei {images} weichen Antworten voneinander ab; davon {wurde} {number} durch eine weitere Entscheidung "
        "geklärt.",
    )


def _digest(facts: ReportFacts, say: Wording) -> str:
    return say(
        f"The SHA-256 of all labels is {facts.labels_sha256}, that of all images {facts.images_sha256}.",
        f"Die SHA-256-Prüfsumme aller Labels ist {facts.labels_sha256}, die aller Bilder {facts.images_sha256}.",
    )
