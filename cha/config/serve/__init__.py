"""How `cha serve` runs: a front process (one event loop, page threads) and worker processes."""
