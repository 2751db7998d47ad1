"""How ten help-desk products run their clocks, as rows of one table.

The practice reference, sections 1.2 and 7.3, is the source; `assumed` names the rules that it could not
verify. A requester's wait stands still while the ball is with them in every product: that is what it means.
"""

from __future__ import annotations

from sim.vocabulary import METRICS, OnPriorityChange, OnReopen, SlaRules

NONE: tuple[str, ...] = ()
RESOLUTION = ("requester_wait", "first_resolution", "full_resolution")


def _rules(
    preset: str,
    on_priority_change: OnPriorityChange,
    on_reopen: OnReopen,
    *,
    pending: tuple[str, ...] = NONE,
    on_hold: tuple[str, ...] = NONE,
    assumed: tuple[str, ...] = NONE,
) -> tuple[str, SlaRules]:
    """A row: the metrics that stand still while pending and on hold, given by name."""
    still = (*pending, "requester_wait")
    return preset, SlaRules(
        preset=preset,
        on_priority_change=on_priority_change,
        on_reopen=on_reopen,
        restart_on_transfer=False,
        pauses_pending=tuple(metric in still for metric in METRICS),
        pauses_on_hold=tuple(metric in on_hold for metric in METRICS),
        assumed=assumed,
    )


_KEEP = OnPriorityChange.RETARGET_KEEP_ELAPSED
_CANCEL = OnPriorityChange.RESTART
_RECOUNT = OnPriorityChange.RESTART_RETROACTIVE
_CHANGE, _REOPEN = "on_priority_change", "on_reopen"

PRESETS: dict[str, SlaRules] = dict(
    (
        _rules("zendesk", _KEEP, OnReopen.RESUME, assumed=(_CHANGE,)),
        _rules("jsm", _KEEP, OnReopen.NEW_CYCLE, pending=RESOLUTION, assumed=(_CHANGE,)),
        _rules("servicenow", _CANCEL, OnReopen.RESUME, on_hold=RESOLUTION, assumed=(_REOPEN,)),
        _rules("servicenow_retro", _RECOUNT, OnReopen.RESUME, on_hold=RESOLUTION, assumed=(_REOPEN,)),
        _rules(
            "freshdesk", _KEEP, OnReopen.RESUME, pending=RESOLUTION, on_hold=RESOLUTION, assumed=(_REOPEN,)
        ),
        _rules("zammad", _RECOUNT, OnReopen.IGNORE, pending=METRICS),
        _rules("znuny", _RECOUNT, OnReopen.IGNORE, pending=("next_reply",)),
        _rules("glpi", _RECOUNT, OnReopen.RESUME, pending=RESOLUTION, assumed=(_REOPEN,)),
        _rules("osticket", OnPriorityChange.KEEP_ORIGINAL, OnReopen.RESTART),
        _rules("frappe", _RECOUNT, OnReopen.EXTEND_BY_SOLVED_TIME, pending=RESOLUTION, on_hold=RESOLUTION),
    )
)
"""Preset → rules; `zendesk` is the default."""
