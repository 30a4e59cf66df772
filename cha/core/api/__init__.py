"""What every app's part of the API is written with. Needs pydantic: import it from a module of the API only.

types.py      values as they come and go: ids, words, moments; the base of what is sent to us
cursors.py    where a list goes on
answering.py  an answer, and the one shape of errors
"""
