"""What was given, why, and whether it helped: read from rows once, counted purely."""
