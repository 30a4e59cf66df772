"""Options, settings, routes, wiring and the commands that run it all."""
