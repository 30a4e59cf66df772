"""What every other app stands on: ids, clock, errors, the ledger, wiring, durable tasks and timers, files, hours."""
