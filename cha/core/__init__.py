"""What every other app stands on: ids, the clock, errors, the ledger, wiring, durable tasks and timers, files, hours."""
