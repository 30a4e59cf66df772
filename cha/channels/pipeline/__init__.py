"""What every inbound payload goes through: receive, read, record; and every delivery: deliver, note the outcome."""
