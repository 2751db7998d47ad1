"""The cheapest desk that keeps the promises, with the odds."""
