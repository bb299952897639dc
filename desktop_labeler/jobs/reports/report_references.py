"""The works that a methods report cites, and their numbers."""

from desktop_labeler.jobs.reports.report_facts import ReportFacts
from desktop_labeler.rater_agreement import Coefficient

MODEL = (
    "Bai H, Cao M, Huang P, Shan J. Self-supervised semi-supervised learning for data labeling and quality evaluation. "
    "arXiv:2111.10932, 2021.",
    "Zolfaghari Bengar J, van de Weijer J, Twardowski B, Raducanu B. Reducing label effort: self-supervised meets "
    "active learning. arXiv:2108.11458, 2021.",
    "Zhou D, Bousquet O, Lal TN, Weston J, Schölkopf B. Learning with local and global consistency. Advances in Neural "
    "Information Processing Systems 16, 2003.",
    "Northcutt CG, Jiang L, Chuang IL. Confident learning: estimating uncertainty in dataset labels. Journal of "
    "Artificial Intelligence Research 70, 2021.",
)
WILSON = (
    "Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of the American "
    "Statistical Association 22, 1927.",
)
EXACT = (
    "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. "
    "Biometrika 26, 1934.",
)
ANYTIME = (
    "Waudby-Smith I, Ramdas A. Confidence sequences for sampling without replacement. Advances in Neural Information "
    "Processing Systems 33, 2020.",
)
STRATA = ("Cochran WG. Sampling techniques, 3rd edition. Wiley, 1977.",)
DOUBT = (
    "Hansen MH, Hurwitz WN. On the theory of sampling from finite populations. Annals of Mathematical Statistics 14, "
    "1943.",
    "Waudby-Smith I, Ramdas A. Estimating means of bounded random variables by betting. Journal of the Royal "
    "Statistical Society B 86, 2024.",
)
ALPHA = ("Krippendorff K. Content analysis: an introduction to its methodology. Sage, 2004.",)
KAPPA = (
    "Cohen J. A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 1960.",
    "Fleiss JL, Cohen J, Everitt BS. Large sample standard errors of kappa and weighted kappa. Psychological Bulletin "
    "72, 1969.",
)
FLEISS = (
    "Fleiss JL. Measuring nominal scale agreement among many raters. Psychological Bulletin 76, 1971.",
    "Gwet KL. Large-sample variance of Fleiss generalized kappa. Educational and Psychological Measurement 81, 2021.",
)


def references(facts: ReportFacts) -> tuple[str, ...]:
    """Return the works that the paragraph and the rules cite, in the order of their numbers."""
    designs = {one.design for one in facts.audits}
    cited: tuple[str, ...] = MODEL if uses_model(facts) else ()
    cited += WILSON if uses_model(facts) or facts.calibration.bands else ()
    cited += EXACT if facts.trials or designs - {"doubt"} else ()
    cited += ANYTIME if designs - {"doubt"} else ()
    cited += STRATA if "strata" in designs else ()
    cited += DOUBT if "doubt" in designs else ()
    if facts.agreement is not None:
        cited += (*KAPPA, *(FLEISS if says_fleiss(facts) else ()), *(ALPHA if alpha_of(facts) is not None else ()))
    return cited


def cite(facts: ReportFacts, works: tuple[str, ...]) -> str:
    """Return the numbers of works in the list of references, "[1, 2]"."""
    numbers = [references(facts).index(work) + 1 for work in works]
    return f"[{', '.join(map(str, numbers))}]"


def uses_model(facts: ReportFacts) -> bool:
    """Whether any round has learnt from labels."""
    return facts.backbone is not None and any(line.labels for line in facts.rounds)


def says_fleiss(facts: ReportFacts) -> bool:
    """Whether there is a kappa of more than two people."""
    found = facts.agreement
    return found is not None and len(found.people) > 2 and found.fleiss.value is not None


def alpha_of(facts: ReportFacts) -> Coefficient | None:
    """Return the agreement of all people; None where it says nothing."""
    found = facts.agreement
    if found is None or not found.pairs or found.alpha.value is None or found.alpha.low is None:
        return None
    return found.alpha
