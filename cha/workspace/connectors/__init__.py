"""Where money goes out: the connectors of Settings, and remedies over them that failed or are in doubt."""
