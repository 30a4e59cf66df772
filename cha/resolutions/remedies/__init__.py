"""Remedies: what is decided, done, taken back and given again; vouchers; what was given in all."""
