"""Customers of the better account type first."""

from __future__ import annotations

from dataclasses import dataclass

from strategies._values import ByValue


@dataclass(frozen=True, kw_only=True)
class AccountType(ByValue):
    """Customers of the better account type first."""

    name = "account_type"
    attribute = "account_type"
    first = "the account types in a given order"
    reads = "account_type"
    misleads = "it says nothing about what is due: small accounts wait while large ones keep coming"
