"""Channels: the configured ways in and out. One folder per medium behind one small seam (`base.py`)."""
