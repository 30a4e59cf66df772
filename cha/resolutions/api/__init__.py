"""What programs do here over /api/v1, each list a router of its own, mounted by `cha.api.frame`."""
