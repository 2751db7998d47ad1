from __future__ import annotations

import pytest

from sim.presets import PRESETS
from sim.vocabulary import METRICS, OnPriorityChange, OnReopen


def pausing(flags: tuple[bool, ...]) -> set[str]:
    return {metric for metric, stands in zip(METRICS, flags, strict=True) if stands}


RESOLUTION = {"requester_wait", "first_resolution", "full_resolution"}


@pytest.mark.parametrize(
    ("preset", "change", "reopen"),
    [
        ("zendesk", OnPriorityChange.RETARGET_KEEP_ELAPSED, OnReopen.RESUME),
        ("jsm", OnPriorityChange.RETARGET_KEEP_ELAPSED, OnReopen.NEW_CYCLE),
        ("servicenow", OnPriorityChange.RESTART, OnReopen.RESUME),
        ("servicenow_retro", OnPriorityChange.RESTART_RETROACTIVE, OnReopen.RESUME),
        ("freshdesk", OnPriorityChange.RETARGET_KEEP_ELAPSED, OnReopen.RESUME),
        ("zammad", OnPriorityChange.RESTART_RETROACTIVE, OnReopen.IGNORE),
        ("znuny", OnPriorityChange.RESTART_RETROACTIVE, OnReopen.IGNORE),
        ("glpi", OnPriorityChange.RESTART_RETROACTIVE, OnReopen.RESUME),
        ("osticket", OnPriorityChange.KEEP_ORIGINAL, OnReopen.RESTART),
        ("frappe", OnPriorityChange.RESTART_RETROACTIVE, OnReopen.EXTEND_BY_SOLVED_TIME),
    ],
)
def test_a_product_changes_priorities_and_reopens_by_its_own_rules(preset, change, reopen):
    rules = PRESETS[preset]
    assert (rules.preset, rules.on_priority_change, rules.on_reopen) == (preset, change, reopen)


@pytest.mark.parametrize(
    ("preset", "pending", "on_hold"),
    [
        ("zendesk", {"requester_wait"}, set()),
        ("servicenow", {"requester_wait"}, RESOLUTION),
        ("zammad", set(METRICS), set()),
        ("osticket", {"requester_wait"}, set()),
        ("freshdesk", RESOLUTION, RESOLUTION),
        ("jsm", RESOLUTION, set()),
    ],
)
def test_a_product_pauses_by_its_own_rules(preset, pending, on_hold):
    assert pausing(PRESETS[preset].pauses_pending) == pending
    assert pausing(PRESETS[preset].pauses_on_hold) == on_hold


def test_a_requesters_wait_never_counts_the_time_the_ball_is_with_them():
    assert all("requester_wait" in pausing(rules.pauses_pending) for rules in PRESETS.values())


def test_no_product_restarts_its_clocks_on_a_transfer():
    assert not any(rules.restart_on_transfer for rules in PRESETS.values())


def test_what_the_reference_could_not_verify_is_named():
    assumed = {preset: rules.assumed for preset, rules in PRESETS.items() if rules.assumed}
    assert assumed == {
        "zendesk": ("on_priority_change",),
        "jsm": ("on_priority_change",),
        "servicenow": ("on_reopen",),
        "servicenow_retro": ("on_reopen",),
        "freshdesk": ("on_reopen",),
        "glpi": ("on_reopen",),
    }
