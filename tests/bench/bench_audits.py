"""Audits by simulation: how often intervals hold the truth, how wide they are, how often certificates break."""

import time
from collections.abc import Callable, Iterator
from itertools import product

from desktop_labeler.audit_intervals import exact_interval
from desktop_labeler.audit_looks import anytime_interval, look_sizes, planned_interval
from tests.bench import simulated_audits as audits
from tests.bench import simulated_growth as growth
from tests.bench.rows import Row

OPT_IN = True  # nine minutes of processor time
_AUDITS = 10_000
_SIZES = (20, 59, 149, 299, 1_000)
_ACCURACIES = (0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
_POPULATIONS = (200, 2_000, 20_000, 1_000_000)
_OTHERS = ((35, 83, 210, 640), (0.7, 0.85, 0.93, 0.97, 0.995), (350, 7_000, 300_000))
_FIVE = tuple(look_sizes(997, 5))
_ERRORS = ("doubts", "sure", "even")  # where they are: a model that is too sure doubts them no more than others
_HELD = ">= 94.0"


def run() -> Iterator[Row]:
    """Yield the worst setting of each kind of audit, and the costs."""
    settings = [*product(_SIZES, _ACCURACIES, _POPULATIONS)]
    simple = {_simple(*setting): audits.simple(*setting, _AUDITS) for setting in settings}
    yield from _worst("simple sample, one look", simple, "<= 1.15")
    for looks in (2, 5):
        found = {_simple(*setting): audits.planned(*setting, looks, _AUDITS) for setting in settings}
        yield from _worst(f"{looks} planned looks, all of them", found, "<= 1.3")
    for looks in (3, 4, 5):
        found = {_simple(*setting): audits.planned(*setting, looks, _AUDITS) for setting in product(*_OTHERS)}
        yield from _worst(f"{looks} planned looks, other settings", found, "<= 1.3")
    unplanned = {
        f"{_simple(n, p, size)}, until {target:.0%}": audits.unplanned(n, p, size, target, _AUDITS)
        for n, p, size, target in product((59, 299, 1_000), _ACCURACIES, (200, 20_000, 1_000_000), (0.9, 0.95))
    }
    yield from _worst("ended at the 1st of 10 looks that reaches a target", unplanned, "")
    yield from _stratified()
    yield from _weighted()
    yield from _promises()
    yield from _costs()


def _simple(size: int, accuracy: float, population: int) -> str:
    return f"n {size:,}, {100 * accuracy:g} %, of {population:,}"


def _stratified() -> Iterator[Row]:
    strata = {
        f"{_simple(n, p, size)}, {parts} strata": audits.stratified(n, p, size, parts, _AUDITS)
        for n, p, size, parts in product(
            (20, 59, 149, 1_000), (0.6, 0.9, 0.98, 1.0), (200, 20_000, 1_000_000), (1, 10, 100)
        )
    }
    yield from _worst("stratified by a confidence that says too much", strata, "")
    some = [*product((20, 59, 149, 299), (0.6, 0.9, 0.98), (200, 1_000_000), (10, 100))]
    some += product((1_000,), (0.6, 0.98), (2_000, 1_000_000), (10, 100))
    looks = {
        f"{_simple(n, p, size)}, {parts} strata": growth.stratified_looks(n, p, size, parts, 5, None, _AUDITS)
        for n, p, size, parts in some
    }
    yield from _worst("strata, 5 planned looks, all of them", looks, "")
    ended = {
        f"{_simple(n, p, size)}, {parts} strata, until {p:.0%}": growth.stratified_looks(
            n, p, size, parts, 5, p, _AUDITS
        )
        for n, p, size, parts in some
    }
    yield from _worst("strata, ended at the 1st of 10 looks that reaches the accuracy", ended, "")


def _weighted() -> Iterator[Row]:
    every = product((20, 59, 149, 1_000), (0.6, 0.8, 0.9, 0.95, 0.99, 1.0), (200, 20_000, 1_000_000), _ERRORS)
    settings = {
        f"{_simple(n, p, size)}, errors {where}": (n, p, size, where) for n, p, size, where in every if n < size
    }
    for looks, name in (
        (1, "drawn by doubt"),
        (10, "by doubt, ended at the 1st of 10 looks that reaches the accuracy"),
    ):
        found = {
            setting: growth.weighted(n, p, size, _AUDITS, looks=looks, target=p, errors=where)
            for setting, (n, p, size, where) in settings.items()
        }
        yield from _worst(name, found, "")


def _costs() -> Iterator[Row]:
    """Time intervals that nothing above has asked for: they are kept in memory."""
    asks: dict[str, Callable[[int], object]] = {
        "one look": lambda right: exact_interval(right, _FIVE[-1], 1_000_000),
        "5 planned looks": lambda right: planned_interval(right, 4, _FIVE, 1_000_000),
        "any look": lambda right: anytime_interval(right, _FIVE[-1], 1_000_000),
    }
    for name, ask in asks.items():
        times = []
        for right in range(941, 961):
            began = time.perf_counter()
            ask(right)
            times.append(time.perf_counter() - began)
        yield Row(f"an estimate on 1,000,000 images, {name}, slowest", 1000 * max(times), "ms", len(times), "<= 100")


def _worst(name: str, found: dict[str, audits.Simulated], width: str) -> Iterator[Row]:
    """Yield the worst settings."""
    least = min(found, key=lambda setting: found[setting].held)
    yield Row(f"{name}: holds ({least})", 100 * found[least].held, "%", len(found), _HELD)
    widest = max(found, key=lambda setting: found[setting].width)
    yield Row(f"{name}: width ({widest})", found[widest].width, "x exact", len(found), width)


def _promises() -> Iterator[Row]:
    found = {
        f"{target:.0%} of {population:,}, {lines} lines": audits.broken_promises(
            target, 0.002, population, lines, _AUDITS
        )
        for target, population, lines in product((0.9, 0.95, 0.98), (200, 20_000, 1_000_000), (1, 4, 10))
    }
    worst = max(found, key=lambda setting: found[setting])
    yield Row(f"projects with a broken certificate ({worst})", 100 * found[worst], "%", len(found), "<= 5")
