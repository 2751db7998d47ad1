"""What happens: the words of a desk, the draws, the engine, and the outcome."""
