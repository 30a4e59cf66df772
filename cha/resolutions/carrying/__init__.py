"""Carrying a remedy out over a connector: attempts, doubt, settling. The connectors themselves know no rows."""
