"""The world of Juniper Lane Flowers, shared by demo, tests and docs."""
