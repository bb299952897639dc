"""The rules by which the numbers of a methods report were made, in words: what somebody needs to make them again."""

from collections.abc import Iterator

from desktop_labeler.jobs.report_facts import ReportFacts
from desktop_labeler.jobs.report_wording import Wording

Rule = tuple[str, str]  # what it is about, and the rule


def rules(facts: ReportFacts, say: Wording) -> Iterator[Rule]:
    """Yield those that the report makes use of."""
    yield say("Label in force", "Geltendes Label"), _label(facts, say)
    if facts.rounds:
        yield from _model(say)
    if facts.audits:
        yield from _audits(facts, say)
    if facts.trials:
        yield say("Certificates", "Zertifikate"), _certificates(facts, say)
    if facts.agreement is not None:
        yield say("Agreement", "Übereinstimmung"), _agreement(facts, say)


def _label(facts: ReportFacts, say: Wording) -> str:
    return {
        "latest": say("of several people's answers, the latest counts", "von mehreren Antworten gilt die letzte"),
        "first": say(
            "of several people's answers, that of the person who answered first counts",
            "von mehreren Antworten gilt die der Person, die zuerst geantwortet hat",
        ),
        "majority": say(
            "of several people's answers, that of most counts, in a tie the first",
            "von mehreren Antworten gilt die häufigste, bei Gleichstand die erste",
        ),
        "adjudicated": say(
            "of several people's answers, the first counts until somebody settles the dispute",
            "von mehreren Antworten gilt die erste, bis jemand entscheidet",
        ),
    }[facts.rule]


def _model(say: Wording) -> Iterator[Rule]:
    yield (
        say("Labels predicted right", "Richtig vorhergesagte Labels"),
        say(
            "each label is predicted by a model that has not seen it (cross-validation; images of one group are never "
            "split); the interval is Wilson's, of as many images as the groups are worth",
            "jedes Label sagt ein Modell vorher, das es nicht gesehen hat (Kreuzvalidierung; Bilder einer Gruppe "
            "bleiben "
            "zusammen); Bereich nach Wilson, für so viele Bilder, wie die Gruppen wert sind",
        ),
    )
    yield (
        say("Random numbers of the model", "Zufallszahlen des Modells"),
        say(
            "fixed seeds: the same labels on the same versions and device give the same round",
            "feste Startwerte: gleiche Labels ergeben mit gleichen Versionen auf gleichem Gerät die gleiche Runde",
        ),
    )


def _audits(facts: ReportFacts, say: Wording) -> Iterator[Rule]:
    yield (
        say("Answers in audits", "Antworten in Stichproben"),
        say(
            "given without seeing label or suggestion; excluded images count as wrong, unsure ones do not count",
            "ohne Sicht auf Label oder Vorschlag; ausgeschlossene Bilder zählen als falsch, unsichere nicht",
        ),
    )
    yield (
        say("Intervals of audits", "Bereiche von Stichproben"),
        say(
            "95 %, two-sided, rounded outwards. Simple samples: exact, from the hypergeometric distribution; those of "
            "planned looks hold together, and at other times the interval holds whenever somebody looks (Waudby-Smith "
            "and Ramdas 2020).",
            "95 %, zweiseitig, nach außen gerundet. Einfache Stichproben: exakt, aus der hypergeometrischen "
            "Verteilung; "
            "die von geplanten Zwischenblicken gelten zusammen, zu anderen Zeiten gilt ein Bereich, wann immer jemand "
            "hinsieht (Waudby-Smith und Ramdas 2020).",
        ),
    )
    designs = {one.design for one in facts.audits}
    if "strata" in designs:
        yield (
            say("In proportion to classes", "Nach Klassen anteilig"),
            say(
                "classes are weighed by their size, those with fewer than two sampled images merged; the interval is "
                "that of a simple sample which is worth at most as much",
                "Klassen zählen nach ihrer Größe, solche mit weniger als zwei gezogenen Bildern zusammen; Bereich "
                "einer "
                "einfachen Stichprobe, die höchstens so viel wert ist",
            ),
        )
    if "doubt" in designs:
        yield (
            say("By doubt, weighted", "Nach Zweifel, gewichtet"),
            say(
                "drawn with replacement, half evenly and half by the square of the model's doubt, and weighed by 1 / "
                "probability (Hansen and Hurwitz 1943); the interval is that of betting (Waudby-Smith and Ramdas 2024)",
                "mit Zurücklegen, zur Hälfte gleichmäßig, zur Hälfte nach dem Quadrat des Zweifels gezogen und mit 1 / "
                "Wahrscheinlichkeit gewichtet (Hansen und Hurwitz 1943); Bereich durch Wetten (Waudby-Smith und Ramdas "
                "2024)",
            ),
        )


def _certificates(facts: ReportFacts, say: Wording) -> str:
    begun = say.things(facts.trials, ("was begun", "were begun"), ("wurde begonnen", "wurden begonnen"))
    return say(
        f"{begun}; all are simple samples answered as in audits, unsure counts as wrong, and what passes is accepted. "
        "The "
        "k-th of a project may err with (1 − confidence) / (k (k + 1)), so that all hold together; the bound is exact "
        "and one-sided, for those accepted without the sample. A certificate is void once a label that it covers, "
        "or one that was right in its sample, is changed.",
        f"{begun}; alle sind einfache Stichproben, beantwortet wie oben, unsicher zählt als falsch, und was besteht, "
        "wird "
        "angenommen. Das k-te eines Projekts darf mit (1 − Sicherheit) / (k (k + 1)) irren, so dass alle zusammen "
        "gelten; "
        "die Schranke ist exakt und einseitig, für die Angenommenen ohne Stichprobe. Ein Zertifikat wird ungültig, "
        "sobald ein Label darunter oder ein richtiges seiner Stichprobe geändert wird.",
    )


def _agreement(facts: ReportFacts, say: Wording) -> str:
    left_out = facts.agreement.accepted if facts.agreement is not None else 0
    taken = say.things(
        left_out,
        ("answer that took a suggestion over is left out", "answers that took a suggestion over are left out"),
        ("übernommener Vorschlag ist ausgelassen", "übernommene Vorschläge sind ausgelassen"),
    )
    return say(
        f"each person's last answer per image; “none of the classes” is a class, unsure is left out, {taken}; a line "
        "with "
        "one person twice compares later blind answers with earlier ones. Intervals: 95 %, delta method. “Blind” "
        "counts "
        "images whose later answer was given without seeing a label.",
        "die letzte Antwort jeder Person zu jedem Bild; „keine der Klassen“ ist eine Klasse, unsicher zählt nicht, "
        f"{taken}; "
        "eine Zeile mit derselben Person vergleicht spätere blinde Antworten mit früheren. Bereiche: 95 %, "
        "Delta-Methode. „Blind“ zählt Bilder, deren spätere Antwort ohne Sicht auf ein Label gegeben wurde.",
    )
