"""Events to browsers: `hub.publish(topics, html)` here and now, the ledger's pieces through `feed`, tokens for topics."""
