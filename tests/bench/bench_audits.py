"""Audits by simulation: how often intervals hold the truth, how wide they are, how often certificates break."""

import time
from collections.abc import Iterator
from itertools import product

from desktop_labeler.audit_intervals import exact_interval
from tests.bench import simulated_audits as audits
from tests.bench.rows import Row

OPT_IN = True  # some minutes
_AUDITS = 10_000
_SIZES = (20, 59, 149, 299, 1_000)
_ACCURACIES = (0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
_POPULATIONS = (200, 2_000, 20_000, 1_000_000)
_HELD = ">= 94.0"


def run() -> Iterator[Row]:
    """Yield the worst setting of each kind of audit, and the costs."""
    settings = [*product(_SIZES, _ACCURACIES, _POPULATIONS)]
    simple = {f"n {n}, {p:.0%}, of {size:,}": audits.simple(n, p, size, _AUDITS) for n, p, size in settings}
    yield from _worst("simple sample, one look", simple, "<= 1.15")
    for looks in (2, 3, 5):
        found = {f"n {n}, {p:.0%}, of {size:,}": audits.planned(n, p, size, looks, _AUDITS) for n, p, size in settings}
        yield from _worst(f"{looks} planned looks, all of them", found, "<= 1.3")
    some = [*product((59, 299, 1_000), _ACCURACIES, (200, 20_000, 1_000_000), (0.9, 0.95))]
    unplanned = {
        f"n {n}, {p:.0%}, of {size:,}, until {target:.0%}": audits.unplanned(n, p, size, target, _AUDITS)
        for n, p, size, target in some
    }
    yield from _worst("ended at the 1st of 10 looks that reaches a target", unplanned, "")
    strata = {
        f"n {n}, {p:.0%}, of {size:,}, {parts} strata": audits.stratified(n, p, size, parts, _AUDITS // 5)
        for n, p, size, parts in product(
            (20, 149, 1_000), (0.6, 0.9, 0.98, 1.0), (200, 20_000, 1_000_000), (1, 10, 100)
        )
    }
    yield from _worst("stratified by a confidence that says too much", strata, "")
    weighted = {
        f"n {n}, {p:.0%}, of 20,000": audits.weighted(n, p, 20_000, 1_000)
        for n, p in product((20, 149, 299), (0.6, 0.95, 0.99, 1.0))
    }
    yield from _worst("drawn where the model doubts", weighted, "")
    yield from _promises()
    times = []
    for right in range(941, 961):  # numbers that nothing above has asked for: intervals are kept in memory
        began = time.perf_counter()
        exact_interval(right, 997, 1_000_000)
        times.append(time.perf_counter() - began)
    yield Row("one estimate on 1,000,000 images, slowest", 1000 * max(times), "ms", len(times), "<= 100")


def _worst(name: str, found: dict[str, audits.Simulated], width: str) -> Iterator[Row]:
    """Yield the worst settings; the width of 200 images apart, whose intervals are a few whole images."""
    least = min(found, key=lambda setting: found[setting].held)
    yield Row(f"{name}: holds ({least})", 100 * found[least].held, "%", len(found), _HELD)
    few = {setting: one for setting, one in found.items() if "of 200" in setting}
    many = {setting: one for setting, one in found.items() if setting not in few}
    for some, asked in ((many, width), (few, "")):
        if some:
            widest = max(some, key=lambda setting: some[setting].width)
            yield Row(f"{name}: width ({widest})", some[widest].width, "x exact", len(some), asked)


def _promises() -> Iterator[Row]:
    found = {
        f"{target:.0%} of {population:,}, {lines} lines": audits.broken_promises(
            target, 0.002, population, lines, _AUDITS
        )
        for target, population, lines in product((0.9, 0.95, 0.98), (200, 20_000, 1_000_000), (1, 4, 10))
    }
    worst = max(found, key=lambda setting: found[setting])
    yield Row(f"projects with a broken certificate ({worst})", 100 * found[worst], "%", len(found), "<= 5")
