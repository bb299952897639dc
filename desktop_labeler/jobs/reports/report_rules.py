"""The rules and settings by which the numbers of a methods report were made: what somebody needs to make them again."""

from collections.abc import Iterator

from desktop_labeler.jobs.images.set_display_range import channels_text, range_text
from desktop_labeler.jobs.reports.report_facts import SCHEMA, SYSTEM, ReportFacts
from desktop_labeler.jobs.reports.report_references import (
    ALPHA,
    ANYTIME,
    DOUBT,
    EXACT,
    FLEISS,
    KAPPA,
    STRATA,
    WILSON,
    alpha_of,
    cite,
    says_fleiss,
    uses_model,
)
from desktop_labeler.jobs.reports.report_wording import Wording

Rule = tuple[str, str]  # what it is about, and the rule


def rules(facts: ReportFacts, say: Wording) -> Iterator[Rule]:
    """Yield those that the report makes use of."""
    yield say("Label in force", "Geltendes Label"), _label(facts, say)
    if uses_model(facts):
        yield from _model(facts, say)
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


def _model(facts: ReportFacts, say: Wording) -> Iterator[Rule]:
    yield (
        say("Suggestions", "Vorschläge"),
        say(
            "each classifier of the table learns from the embeddings of the labelled images; their probabilities, "
            "calibrated by a temperature, are averaged with weights by how well each predicts labels that it has not "
            "seen. Up to 5,000 images, at least 20 of them with a label, are suggested a second time in a space "
            "adapted to the first suggestions (within-class covariance normalisation), and images without a label get "
            "the mean. The confidence is that probability after a slope and a bias, fitted to labels that were not "
            "seen. Every number that is not named here is fixed in this version of the program.",
            "jeder Klassifikator der Tabelle lernt aus den Einbettungen der Bilder mit Label; ihre mit einer "
            "Temperatur kalibrierten Wahrscheinlichkeiten werden gemittelt, gewichtet danach, wie gut jeder ihm "
            "unbekannte Labels vorhersagt. Bis zu 5.000 Bilder, von denen mindestens 20 ein Label haben, bekommen ein "
            "zweites Mal Vorschläge, in einem an die ersten Vorschläge angepassten Raum (Normierung der Kovarianz "
            "innerhalb der Klassen); für Bilder ohne Label gilt der Mittelwert. Die Sicherheit ist diese "
            "Wahrscheinlichkeit nach einer Steigung und einer Verschiebung, angepasst an nicht gesehene Labels. Alle "
            "hier nicht genannten Zahlen stehen in dieser Version des Programms fest.",
        ),
    )
    yield (
        say("Labels predicted right", "Richtig vorhergesagte Labels"),
        say(
            "each label is predicted by a model that has not seen it (cross-validation; images of one group are never "
            f"split); the interval is Wilson's {cite(facts, WILSON)}, of as many images as the groups are worth",
            "jedes Label sagt ein Modell vorher, das es nicht gesehen hat (Kreuzvalidierung; Bilder einer Gruppe "
            f"bleiben zusammen); Bereich nach Wilson {cite(facts, WILSON)}, für so viele Bilder, wie die Gruppen wert "
            "sind",
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
    if facts.calibration.bands:
        yield (
            say("By the confidence that was shown", "Nach gezeigter Sicherheit"),
            say(
                f"the suggestions of all audits together; 95 % intervals are Wilson's {cite(facts, WILSON)}, of as "
                "many suggestions as their weights are worth, and hold for each row alone",
                "die Vorschläge aller Stichproben zusammen; 95-%-Bereiche nach Wilson "
                f"{cite(facts, WILSON)}, für so viele Vorschläge, wie ihre Gewichte wert sind, jede Zeile für sich",
            ),
        )
    designs = {one.design for one in facts.audits}
    if designs - {"doubt"}:
        yield (
            say("Intervals of audits", "Bereiche von Stichproben"),
            say(
                "95 %, two-sided, rounded outwards. Simple samples: exact, as Clopper's and Pearson's "
                f"{cite(facts, EXACT)}, from the hypergeometric distribution; those of planned looks hold together, "
                f"and at other times the interval holds whenever somebody looks {cite(facts, ANYTIME)}; those of "
                "classes, origins and ranks hold when that of the whole does.",
                "95 %, zweiseitig, nach außen gerundet. Einfache Stichproben: exakt, wie der von Clopper und Pearson "
                f"{cite(facts, EXACT)}, aus der hypergeometrischen Verteilung; die Bereiche geplanter Zwischenblicke "
                "gelten zusammen, zu anderen Zeiten gilt ein Bereich, wann immer jemand hinsieht "
                f"{cite(facts, ANYTIME)}; die von Klassen, Herkunft und Rängen gelten wie der des Ganzen.",
            ),
        )
    if "strata" in designs:
        yield (
            say("In proportion to classes", "Nach Klassen anteilig"),
            say(
                "classes are weighed by their size, those with fewer than two sampled images merged; the interval is "
                f"that of a simple sample which is worth at most as much (after {cite(facts, STRATA)})",
                "Klassen zählen nach ihrer Größe, solche mit weniger als zwei gezogenen Bildern zusammen; Bereich "
                f"einer einfachen Stichprobe, die höchstens so viel wert ist (nach {cite(facts, STRATA)})",
            ),
        )
    if "doubt" in designs:
        yield (
            say("By doubt, weighted", "Nach Zweifel, gewichtet"),
            say(
                "drawn with replacement, half evenly and half by the square of the model's doubt, and weighed by 1 / "
                f"probability; the interval (95 %, two-sided) is that of betting {cite(facts, DOUBT)}",
                "mit Zurücklegen, zur Hälfte gleichmäßig, zur Hälfte nach dem Quadrat des Zweifels gezogen und mit 1 / "
                "Wahrscheinlichkeit gewichtet; der Bereich (95 %, zweiseitig) entsteht durch Wetten "
                f"{cite(facts, DOUBT)}",
            ),
        )


def _certificates(facts: ReportFacts, say: Wording) -> str:
    begun = say.things(
        facts.trials,
        ("certified accept was begun", "certified accepts were begun"),
        ("Annahme mit Zertifikat wurde begonnen", "Annahmen mit Zertifikat wurden begonnen"),
    )
    return say(
        f"{begun}; all samples are simple, answered as in audits, unsure counts as wrong, and what passes is accepted. "
        "The k-th of a project may err with (1 − confidence) / (k (k + 1)), so that all hold together; the bound is "
        f"exact {cite(facts, EXACT)} and one-sided, for those accepted without the sample. A certificate is void once "
        "a label that it covers, or one that was right in its sample, is changed.",
        f"{begun}; alle Stichproben sind einfach, beantwortet wie sonst Stichproben, unsicher zählt als falsch, und "
        "was besteht, wird angenommen. Die k-te eines Projekts darf mit (1 − Sicherheit) / (k (k + 1)) irren, so dass "
        f"alle zusammen gelten; die Schranke ist exakt {cite(facts, EXACT)} und einseitig, für die Angenommenen ohne "
        "Stichprobe. Ein Zertifikat wird ungültig, sobald ein Label darunter oder ein richtiges seiner Stichprobe "
        "geändert wird.",
    )


def _agreement(facts: ReportFacts, say: Wording) -> str:
    found = facts.agreement
    left_out = found.accepted if found is not None else 0
    out = [
        say("unsure answers", "unsichere Antworten"),
        say("those that settle a dispute", "Entscheidungen über Uneinigkeiten"),
    ]
    if left_out:
        taken = ("answer that took a suggestion over", "answers that took a suggestion over")
        german = ("Antwort durch Annehmen eines Vorschlags", "Antworten durch Annehmen von Vorschlägen")
        out.append(say.things(left_out, taken, german))
    again = ""
    if found is not None and found.again:
        again = say(
            "; a person who is asked again is compared with their own earlier answers, and the later ones are blind",
            "; wer erneut gefragt wird, wird mit den eigenen früheren Antworten verglichen, und die späteren sind "
            "blind",
        )
    works = cite(
        facts,
        (*KAPPA, *(FLEISS if says_fleiss(facts) else ()), *(ALPHA if alpha_of(facts) is not None else ())),
    )
    return say(
        "each person's last answer per image; “none of the classes” is a class; "
        f"{say.listed(out)} are left out{again}. Coefficients and 95 % intervals (delta method): {works}. “Blind” "
        "counts images on which neither could see what the other had said.",
        "die letzte Antwort jeder Person zu jedem Bild; „keine der Klassen“ ist eine Klasse; "
        f"{say.listed(out)} zählen nicht{again}. Koeffizienten und 95-%-Bereiche (Delta-Methode): {works}. „Blind“ "
        "zählt Bilder, bei denen keiner sehen konnte, was der andere gesagt hatte.",
    )


def settings(facts: ReportFacts, say: Wording) -> Iterator[Rule]:
    """Yield the versions and settings on which the numbers depend; none of them names an image or a person."""
    words = {SCHEMA: say("version of the project file", "Version der Projektdatei"), SYSTEM: say("system", "System")}
    for name, value in facts.versions.items():
        yield words.get(name, name), value
    alike = {
        "none": say("none", "keine"),
        "mirror": say("mirrored ones count as alike", "gespiegelte gelten als gleich"),
        "any": say("mirrored and turned ones count as alike", "gespiegelte und gedrehte gelten als gleich"),
    }
    if facts.flips in alike:
        yield say("flips of images", "Spiegelungen von Bildern"), alike[facts.flips]
    yield say("images with more than 8 bits", "Bilder mit mehr als 8 Bit"), say.message(range_text(facts.display))
    if facts.display.channels:
        yield say("channels", "Kanäle"), say.message(channels_text(facts.display.channels))
    if facts.boxes:
        yield say("margin around boxes", "Rand um Rahmen"), say.percent(facts.margin, 0)


def history(facts: ReportFacts, say: Wording) -> Iterator[Rule]:
    """Yield the counts of the history, and the digests."""
    yield say("decisions in the history", "Entscheidungen im Verlauf"), say.count(facts.decisions)
    yield say("of these taken back", "davon zurückgenommen"), say.count(facts.undone)
    if facts.groups:
        yield say("groups of images", "Gruppen von Bildern"), say.count(facts.groups)
    yield say("packages merged", "zusammengeführte Pakete"), say.count(facts.merges)
    yield say("SHA-256 of all labels", "SHA-256 aller Labels"), facts.labels_sha256
    yield say("SHA-256 of all images", "SHA-256 aller Bilder"), facts.images_sha256
