"""The filter language: what one looks for, as words, as chips and as a saved view.

    parse('from:huda is:waiting "blue tulips" before:june')     a Filter
    said(filter)                                                 the words again
    filter.to_data(), Filter.from_data(data)                     as JSON, for a saved view
    condition(filter, by=member, at=now, known=know(…))          the conversations it means

Fields are in `fields.py`. Everything but `knowing.py` is pure.
"""

from cha.conversations.filters.conditions import condition
from cha.conversations.filters.fields import FIELDS
from cha.conversations.filters.knowing import Known, know
from cha.conversations.filters.narrowing import narrowed
from cha.conversations.filters.parsing import clause_said, parse, said
from cha.conversations.filters.values import Clause, Doubt, Filter

__all__ = [
    "FIELDS", "Clause", "Doubt", "Filter", "Known", "clause_said", "condition", "know", "narrowed", "parse", "said",
]  # fmt: skip
