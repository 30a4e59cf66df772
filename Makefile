# What to type. Everything sets itself up first; the second time that takes no time.

.PHONY: help run test check bench setup lock

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: setup ## try Cha: pages, mail and the people of a flower shop
	@.venv/bin/cha serve --demo

test: setup ## everything: check, tests on SQLite and PostgreSQL, browser journeys
	@bin/test

check: setup ## style, types, import order, migrations
	@bin/check

bench: setup ## the budgets, measured
	@.venv/bin/python -m bench

setup:
	@bin/setup

lock: setup ## write the lock files anew from pyproject.toml
	@bin/lock
