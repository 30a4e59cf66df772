"""What every test may use. The world of Juniper Lane and the assertions are in files named after what they hold."""

import pytest

from tests.shop import Shop, open_shop


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """A small shop: `tests/shop.py`."""
    return open_shop()
