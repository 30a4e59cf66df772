"""The tablet page at the counter: find somebody in one field, write down what they need, promise, hand it over."""
