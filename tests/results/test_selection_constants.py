from __future__ import annotations

import pytest

from results.selection_constants import kim_nelson


def test_kim_and_nelsons_constants_meet_the_reference_on_common_tickets():
    assert kim_nelson(10, 20, 0.05) == pytest.approx((0.3029338036, 11.51148454), abs=1e-8)


def test_kim_and_nelsons_constants_meet_the_reference_on_tickets_of_their_own():
    found = kim_nelson(10, 20, 0.05, paired=False)
    assert found == pytest.approx((0.3010184534, 11.43870123), abs=1e-8)
