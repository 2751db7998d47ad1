from __future__ import annotations

import pytest

from results.selection_constants import dudewicz_dalal, kim_nelson, rinott

DUDEWICZ_DALAL = {
    0.9: [
        *(1.895747077, 2.342272223, 2.583386919, 2.747092582, 2.87038408),
        *(2.968959312, 3.05090761, 3.120930743, 3.181996963),
    ],
    0.95: [
        *(2.452473253, 2.871620466, 3.101086662, 3.258011073, 3.376752803),
        *(3.472014317, 3.551415977, 3.619406308, 3.678803409),
    ],
}
RINOTT = {2: 2.452473253, 3: 2.937193327, 4: 3.203176556, 5: 3.385418732, 10: 3.875276636}


@pytest.mark.parametrize("confidence", DUDEWICZ_DALAL)
def test_dudewicz_and_dalals_constants_meet_the_reference(confidence):
    found = [dudewicz_dalal(candidates, 20, confidence) for candidates in range(2, 11)]
    assert found == pytest.approx(DUDEWICZ_DALAL[confidence], abs=1e-6)


@pytest.mark.parametrize("candidates", RINOTT)
def test_rinotts_constants_meet_the_reference(candidates):
    assert rinott(candidates, 20, 0.95) == pytest.approx(RINOTT[candidates], abs=1e-6)


def test_kim_and_nelsons_constants_meet_the_reference_on_common_tickets():
    assert kim_nelson(10, 20, 0.05) == pytest.approx((0.3029338036, 11.51148454), abs=1e-8)


def test_kim_and_nelsons_constants_meet_the_reference_on_tickets_of_their_own():
    found = kim_nelson(10, 20, 0.05, paired=False)
    assert found == pytest.approx((0.3010184534, 11.43870123), abs=1e-8)
