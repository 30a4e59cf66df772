import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Limits on tries are kept in the cache, which tests of one process share."""
    cache.clear()
