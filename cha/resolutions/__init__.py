"""Resolutions: policies, authority and approvals, offers, remedies, guides, complaints and what is refused."""
