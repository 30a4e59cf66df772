"""Simulated businesses, where it is known whether a time that was told held. The forecast's own estimator, no rows."""
