"""The paragraph "Methods" of a report, ready to paste into a paper, and the references that it cites."""

from desktop_labeler.jobs.report_facts import AuditFact, ReportFacts
from desktop_labeler.jobs.report_wording import Wording

REFERENCES = (
    "Bai H, Cao M, Huang P, Shan J. Self-supervised semi-supervised learning for data labeling and quality evaluation. "
    "arXiv:2111.10932, 2021.",
    "Zolfaghari Bengar J, van de Weijer J, Twardowski B, Raducanu B. Reducing label effort: self-supervised meets "
    "active "
    "learning. arXiv:2108.11458, 2021.",
    "Zhou D, Bousquet O, Lal TN, Weston J, Schölkopf B. Learning with local and global consistency. Advances in Neural "
    "Information Processing Systems 16, 2003.",
    "Northcutt CG, Jiang L, Chuang IL. Confident learning: estimating uncertainty in dataset labels. Journal of "
    "Artificial Intelligence Research 70, 2021.",
    "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. "
    "Biometrika 26, 1934.",
    "Cochran WG. Sampling techniques, 3rd edition. Wiley, 1977.",
    "Krippendorff K. Content analysis: an introduction to its methodology. Sage, 2004.",
)


def methods(facts: ReportFacts, say: Wording) -> str:
    """Return the paragraph; it says only what the project's history shows."""
    sentences = [_images(facts, say), _work(facts, say), _model(facts, say), *_audits(facts, say)]
    sentences += [*_certificates(facts, say), *_agreement(facts, say), _digest(facts, say)]
    return " ".join(sentence for sentence in sentences if sentence)


def _images(facts: ReportFacts, say: Wording) -> str:
    version = facts.versions["Desktop Labeler"]
    images, classes = say.count(facts.images), say.count(len(facts.classes))
    return say(
        f"We labelled {images} images with {classes} classes using Desktop Labeler {version}; "
        f"{say.count(facts.labels)} "
        "images have a label.",
        f"Mit Desktop Labeler {version} wurden {images} Bilder {classes} Klassen zugeordnet; {say.count(facts.labels)} "
        "Bilder haben ein Label.",
    )


def _work(facts: ReportFacts, say: Wording) -> str:
    confirmed = say.count(sum(each.confirmed for each in facts.classes))
    accepted = say.count(sum(each.accepted for each in facts.classes))
    imported = say.count(sum(each.imported for each in facts.classes))
    people, minutes = len(facts.people), say.count(round(sum(person.seconds for person in facts.people) / 60))
    decisions = sum(person.decisions for person in facts.people)
    made = say(
        "one decision" if decisions == 1 else f"{say.count(decisions)} decisions",
        "eine Entscheidung" if decisions == 1 else f"{say.count(decisions)} Entscheidungen",
    )
    if not people:
        return say(f"{imported} labels were imported.", f"{imported} Labels wurden importiert.")
    return say(
        f"{'One person' if people == 1 else f'{people} people'} made {made} in {minutes} minutes of "
        "work "
        f"between {say.day(facts.first)} and {say.day(facts.last)}: {confirmed} labels were decided or confirmed by "
        "a person, "
        f"{accepted} were accepted suggestions, and {imported} were imported.",
        f"{'Eine Person traf' if people == 1 else f'{people} Personen trafen'} zwischen {say.day(facts.first)} und "
        f"{say.day(facts.last)} in {minutes} Minuten Arbeit {made}: {confirmed} Labels wurden "
        "von einer "
        f"Person vergeben oder bestätigt, {accepted} sind angenommene Vorschläge, und {imported} wurden importiert.",
    )


def _model(facts: ReportFacts, say: Wording) -> str:
    if facts.backbone is None or not facts.rounds:
        return ""
    name, key = facts.backbone
    rounds = len(facts.rounds)
    return say(
        "Suggestions, and labels to check again, came from a neighbour graph and classifiers on embeddings of the "
        "backbone "
        f"{name} (key {key[:12]}) in {rounds} {'round' if rounds == 1 else 'rounds'}, each with the labels so far "
        "(after Bai "
        "et al. 2021; Zolfaghari Bengar et al. 2021; Zhou et al. 2003; Northcutt et al. 2021); the model changed no "
        "label.",
        f"Vorschläge und erneut zu prüfende Labels stammen aus einem Nachbarschaftsgraphen und Klassifikatoren auf "
        f"Einbettungen des Netzes {name} (Schlüssel {key[:12]}) in {rounds} {'Runde' if rounds == 1 else 'Runden'} "
        "mit den "
        "jeweils vorhandenen Labels (nach Bai et al. 2021; Zolfaghari Bengar et al. 2021; Zhou et al. 2003; "
        "Northcutt et al. "
        "2021); das Modell hat kein Label geändert.",
    )


def _audits(facts: ReportFacts, say: Wording) -> list[str]:
    if not facts.audits:
        return [
            say(
                "How many labels are right was not measured on a random sample.",
                "Wie viele Labels richtig sind, wurde nicht an einer Stichprobe gemessen.",
            )
        ]
    return [_audit(one, say) for one in facts.audits[-2:]]


def _audit(one: AuditFact, say: Wording) -> str:
    how = {
        "simple": say("simple random", "einfachen"),
        "strata": say("stratified random", "geschichteten"),
        "doubt": say("probability-weighted random", "gewichteten"),
    }.get(one.design, say("random", "zufälligen"))
    right, wrong = say.count(one.measured.count), say.count(one.measured.count - one.measured.hits)
    population = say.count(one.population)
    claims = say(one.kind, "Labels" if one.kind == "labels" else "Vorschlägen")
    return say(
        f"In a {how} sample of {right} of {population} {claims} ({say.day(one.began)}), labelled without seeing "
        "label or "
        f"suggestion, {wrong} were wrong: {say.interval(one.measured)} right, with its 95 % interval (Clopper & "
        "Pearson "
        "1934; Cochran 1977).",
        f"In einer {how} Stichprobe von {right} aus {population} {claims} ({say.day(one.began)}), ohne Sicht auf Label "
        f"oder Vorschlag bestimmt, waren {wrong} falsch: {say.interval(one.measured)} richtig, mit 95-%-Bereich "
        "(Clopper "
        "& Pearson 1934; Cochran 1977).",
    )


def _certificates(facts: ReportFacts, say: Wording) -> list[str]:
    holding = [one for one in facts.certificates if not one.void]
    if not holding:
        return []
    images, least = say.count(sum(one.images for one in holding)), say.percent(min(one.proof.bound for one in holding))
    sure = say.percent(min(one.proof.confidence for one in holding))
    many = len(holding)
    return [
        say(
            f"{images} suggestions were accepted together under {many} "
            f"{'certificate' if many == 1 else 'certificates'}: by "
            f"random samples, at least {least} of each are right ({sure} sure, one-sided).",
            f"{images} Vorschläge wurden unter {many} {'Zertifikat' if many == 1 else 'Zertifikaten'} gemeinsam "
            "angenommen: Nach "
            f"Stichproben sind jeweils mindestens {least} richtig (zu {sure} sicher, einseitig).",
        )
    ]


def _agreement(facts: ReportFacts, say: Wording) -> list[str]:
    found = facts.agreement
    if found is None or not found.pairs:
        return []
    alpha = found.alpha
    if alpha.value is None or alpha.low is None or alpha.high is None:
        return []
    value, low, high = (say.decimal(number, 2) for number in (alpha.value, alpha.low, alpha.high))
    images = say.count(alpha.images)
    return [
        say(
            f"Agreement between people on {images} images, Krippendorff's alpha: {value} ({low} to {high}; "
            "Krippendorff 2004).",
            f"Übereinstimmung zwischen Personen bei {images} Bildern, Krippendorffs Alpha: {value} ({low} bis {high}; "
            "Krippendorff 2004).",
        )
    ]


def _digest(facts: ReportFacts, say: Wording) -> str:
    return say(
        f"The labels have the SHA-256 {facts.labels_sha256}.", f"Die Labels haben die SHA-256 {facts.labels_sha256}."
    )
