"""The letters of offers: values in, subject, preview, text and HTML out; and what gathers the values from rows."""
