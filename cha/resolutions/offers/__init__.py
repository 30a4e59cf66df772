"""Offers: two to four ways, put to a person, and what they choose."""
