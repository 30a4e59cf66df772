"""What a shop system knows of a person: orders, subscriptions and invoices, pushed to us or asked for.

money.py      amounts as whole minor units, and as people read them
reading.py    one record as the other side writes it, read into values; a sentence for each wrong field
attaching.py  whose it is, by its address, account or number
keeping.py    the verbs: keep records, newest state wins; let them go
pushing.py    what a shop sends us by itself
asking.py     one question to a shop, and what is wrong with its answer, in words
adapters/     how each kind of shop is asked, and what its orders look like
pulling.py    the tasks: asked when a member opens a conversation, never while a page is made
showing.py    what is known of a person's orders, for pages
privacy.py    what is forgotten, and when
"""
