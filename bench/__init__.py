"""The budgets of the design, measured. `make bench`, or `python -m bench --help`."""
