"""All accepts of a project that rest on a sample keep their promise together: those of the window and of `certify`."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.audit_intervals import rest_lower_bound, smallest_sample
from desktop_labeler.jobs.audits.certify import count_trial, next_trial
from tests.making import make_project


def test_the_chances_to_err_sum_to_no_more_than_one_in_twenty(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        left = 0.05
        for number in range(1, 60):
            assert next_trial(project)[0] == number
            left -= 1 - next_trial(project)[1]
            assert left > 0
            count_trial(project, number)
        project.save_setting("certify/trials", "many")  # a file that somebody changed
        assert next_trial(project) == (1, 0.975)


@given(st.integers(100, 5_000), st.integers(1, 12), st.sampled_from([0.95, 0.98, 0.99]))
def test_what_is_offered_shows_what_it_says(population: int, number: int, share: float) -> None:
    sure = 1 - 0.05 / (number * (number + 1))
    count = smallest_sample(share, population, 0, sure)
    assert count == population or rest_lower_bound(0, count, population, sure) >= share


def test_fewer_than_one_project_in_twenty_breaks_a_promise() -> None:
    """Ten piles a project, each as good as just not promised; the person takes whatever the sample shows."""
    random, broken, projects, piles, population = np.random.default_rng(3), 0, 2_000, 10, 600
    known: dict[tuple[int, int, int], float] = {}
    for _ in range(projects):
        fine = True
        for number in range(1, piles + 1):
            sure = 1 - 0.05 / (number * (number + 1))
            count = int(random.choice([60, 150, 300]))
            wrong = int(random.integers(0, 40))  # in the whole pile
            found = int(random.hypergeometric(wrong, population - wrong, count))
            place = (number, count, found)
            if place not in known:
                known[place] = rest_lower_bound(found, count, population, sure)
            fine &= known[place] <= 1 - (wrong - found) / (population - count)
        broken += not fine
    assert broken <= 0.05 * projects
