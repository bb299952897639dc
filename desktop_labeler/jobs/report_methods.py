"""The paragraph "Methods" of a report, ready to paste into a paper, and the references that it cites."""

from desktop_labeler.jobs.report_facts import AuditFact, ReportFacts
from desktop_labeler.jobs.report_wording import Wording
from desktop_labeler.rater_agreement import Coefficient
from desktop_labeler.rounding import outward

_MODEL = (
    "Bai H, Cao M, Huang P, Shan J. Self-supervised semi-supervised learning for data labeling and quality evaluation. "
    "arXiv:2111.10932, 2021.",
    "Zolfaghari Bengar J, van de Weijer J, Twardowski B, Raducanu B. Reducing label effort: self-supervised meets "
    "active "
    "learning. arXiv:2108.11458, 2021.",
    "Zhou D, Bousquet O, Lal TN, Weston J, Schölkopf B. Learning with local and global consistency. Advances in Neural "
    "Information Processing Systems 16, 2003.",
    "Northcutt CG, Jiang L, Chuang IL. Confident learning: estimating uncertainty in dataset labels. Journal of "
    "Artificial Intelligence Research 70, 2021.",
)
_AUDITS = (
    "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. "
    "Biometrika 26, 1934.",
    "Cochran WG. Sampling techniques, 3rd edition. Wiley, 1977.",
)
_AGREEMENT = ("Krippendorff K. Content analysis: an introduction to its methodology. Sage, 2004.",)


def methods(facts: ReportFacts, say: Wording) -> str:
    """Return the paragraph; it says only what the project's history shows."""
    sentences = [_images(facts, say), _work(facts, say), _model(facts, say), *_audits(facts, say)]
    sentences += [*_certificates(facts, say), *_agreement(facts, say), _digest(facts, say)]
    return " ".join(sentence for sentence in sentences if sentence)


def references(facts: ReportFacts) -> tuple[str, ...]:
    """Return the works that the paragraph cites, in the order of their numbers."""
    cited: tuple[str, ...] = _MODEL if _uses_model(facts) else ()
    cited += _AUDITS if facts.audits else ()
    return cited + (_AGREEMENT if _alpha(facts) is not None else ())


def _cite(facts: ReportFacts, works: tuple[str, ...]) -> str:
    numbers = [references(facts).index(work) + 1 for work in works]
    return f"[{', '.join(map(str, numbers))}]"


def _uses_model(facts: ReportFacts) -> bool:
    return facts.backbone is not None and bool(facts.rounds)


def _images(facts: ReportFacts, say: Wording) -> str:
    version = facts.versions["Desktop Labeler"]
    images = say.things(facts.images, ("image", "images"), ("Bild", "Bilder"))
    classes = say.things(len(facts.classes), ("class", "classes"), ("Klasse", "Klassen"))
    labels = say.things(facts.labels, ("image has a label", "images have a label"), ("Bild hat", "Bilder haben"))
    return say(
        f"The data set has {images} and {classes}, labelled with Desktop Labeler {version}; {labels}.",
        f"Der Datensatz hat {images} und {classes}, mit Labels versehen in Desktop Labeler {version}; {labels} ein "
        "Label.",
    )


def _work(facts: ReportFacts, say: Wording) -> str:
    confirmed, accepted, imported = (
        sum(getattr(each, pile) for each in facts.classes) for pile in ("confirmed", "accepted", "imported")
    )
    came = say.things(
        imported, ("label was imported", "labels were imported"), ("Label wurde importiert", "Labels wurden importiert")
    )
    decisions = sum(person.decisions for person in facts.people)
    if not decisions:
        return f"{came}."
    decided = say.things(
        confirmed,
        ("label was decided or confirmed by a person", "labels were decided or confirmed by a person"),
        (
            "Label wurde von einer Person vergeben oder bestätigt",
            "Labels wurden von einer Person vergeben oder bestätigt",
        ),
    )
    taken = say.things(
        accepted,
        ("is an accepted suggestion", "are accepted suggestions"),
        ("ist ein angenommener Vorschlag", "sind angenommene Vorschläge"),
    )
    people = say.things(len(facts.people), ("person", "people"), ("Person", "Personen"))
    made = say.things(decisions, ("decision", "decisions"), ("Entscheidung", "Entscheidungen"))
    spent = round(sum(person.seconds or 0.0 for person in facts.people) / 60)
    minutes = say.things(spent, ("minute of work", "minutes of work"), ("Minute Arbeit", "Minuten Arbeit"))
    if any(person.seconds is None for person in facts.people):
        minutes += say(
            ", not counting that of people whose answers came in packages,",
            ", ohne die der Personen, deren Antworten in Paketen kamen,",
        )
    return say(
        f"{people} made {made} in {minutes} {between(facts, say)}: {decided}, {taken}, and {came}.",
        f"{people} {'traf' if len(facts.people) == 1 else 'trafen'} {between(facts, say)} in {minutes} {made}: "
        f"{decided}, {taken}, und {came}.",
    )


def between(facts: ReportFacts, say: Wording) -> str:
    """Return the days of the work: one, or from the first to the last."""
    first, last = say.day(facts.first), say.day(facts.last)
    if first == last:
        return say(f"on {first}", f"am {first}")
    return say(f"between {first} and {last}", f"zwischen {first} und {last}")


def _model(facts: ReportFacts, say: Wording) -> str:
    if facts.backbone is None or not _uses_model(facts):
        return ""
    name, key = facts.backbone
    rounds, works = len(facts.rounds), _cite(facts, _MODEL)
    return say(
        "Suggestions, and labels to check again, came from a neighbour graph and classifiers on embeddings of the "
        "backbone "
        f"{name} (key {key[:12]}) in {rounds} {'round' if rounds == 1 else 'rounds'}, each with the labels so far "
        f"(after {works}); the model changed no label.",
        f"Vorschläge und erneut zu prüfende Labels stammen aus einem Nachbarschaftsgraphen und Klassifikatoren auf "
        f"Einbettungen des Netzes {name} (Schlüssel {key[:12]}) in {rounds} {'Runde' if rounds == 1 else 'Runden'} "
        "mit den "
        f"jeweils vorhandenen Labels (nach {works}); das Modell hat kein Label geändert.",
    )


def _audits(facts: ReportFacts, say: Wording) -> list[str]:
    if not facts.audits:
        return [
            say(
                "How many labels are right was not measured on a random sample.",
                "Wie viele Labels richtig sind, wurde nicht an einer Stichprobe gemessen.",
            )
        ]
    return [_audit(facts, one, say) for one in facts.audits[-2:]]


def _audit(facts: ReportFacts, one: AuditFact, say: Wording) -> str:
    how = {
        "simple": say("simple random", "einfachen"),
        "strata": say("stratified random", "geschichteten"),
        "doubt": say("probability-weighted random", "gewichteten"),
    }.get(one.design, say("random", "zufälligen"))
    right, wrong = say.count(one.measured.count), say.count(one.measured.count - one.measured.hits)
    population = say.count(one.population)
    claims = say(one.kind, "Labels" if one.kind == "labels" else "Vorschlägen")
    works = _cite(facts, _AUDITS)
    were = say("was", "war") if one.measured.count - one.measured.hits == 1 else say("were", "waren")
    return say(
        f"In a {how} sample of {right} of {population} {claims} ({say.day(one.began)}), labelled without seeing "
        "label or "
        f"suggestion, {wrong} {were} wrong: {say.interval(one.measured)} right, with its 95 % interval {works}.",
        f"In einer {how} Stichprobe von {right} aus {population} {claims} ({say.day(one.began)}), ohne Sicht auf Label "
        f"oder Vorschlag bestimmt, {were} {wrong} falsch: {say.interval(one.measured)} richtig, mit 95-%-Bereich "
        f"{works}.",
    )


def _certificates(facts: ReportFacts, say: Wording) -> list[str]:
    holding = [one for one in facts.certificates if not one.void]
    if not holding:
        return []
    images, least = sum(one.images for one in holding), say.at_least(min(one.proof.bound for one in holding))
    sure = say.at_least(min(one.proof.confidence for one in holding))
    many = len(holding)
    taken = say.things(images, ("suggestion was", "suggestions were"), ("Vorschlag wurde", "Vorschläge wurden"))
    return [
        say(
            f"{taken} accepted together under {many} "
            f"{'certificate' if many == 1 else 'certificates'}: by "
            f"random samples, at least {least} of each are right ({sure} sure, one-sided).",
            f"{taken} unter {many} {'Zertifikat' if many == 1 else 'Zertifikaten'} gemeinsam "
            "angenommen: Nach "
            f"Stichproben sind jeweils mindestens {least} richtig (zu {sure} sicher, einseitig).",
        )
    ]


def _agreement(facts: ReportFacts, say: Wording) -> list[str]:
    alpha = _alpha(facts)
    if alpha is None or alpha.value is None or alpha.low is None or alpha.high is None:
        return []
    value, low, high = (say.decimal(number, 2) for number in (alpha.value, *outward(alpha.low, alpha.high, 2)))
    images = say.things(alpha.images, ("image", "images"), ("Bild", "Bildern"))
    works = _cite(facts, _AGREEMENT)
    return [
        say(
            f"Agreement between people on {images}, Krippendorff's alpha: {value} ({low} to {high}) {works}.",
            f"Übereinstimmung zwischen Personen bei {images}, Krippendorffs Alpha: {value} ({low} bis {high}) {works}.",
        )
    ]


def _alpha(facts: ReportFacts) -> Coefficient | None:
    """Return the agreement of all people; None where it says nothing."""
    found = facts.agreement
    if found is None or not found.pairs or found.alpha.value is None or found.alpha.low is None:
        return None
    return found.alpha


def _digest(facts: ReportFacts, say: Wording) -> str:
    return say(
        f"The labels have the SHA-256 {facts.labels_sha256}.", f"Die Labels haben die SHA-256 {facts.labels_sha256}."
    )
