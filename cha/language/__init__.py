"""Which language, which direction, search words, and times as people say them. Pure: values in, values out."""
