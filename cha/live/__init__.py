"""Events to browsers: what `hub` is told here and now, the ledger's pieces through `feed`, `tokens` for topics."""
