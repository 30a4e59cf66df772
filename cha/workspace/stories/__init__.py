"""One story: which conversations may belong together, why and why not, and how they would read as one."""
