"""S/MIME and OpenPGP over bytes: what a signature says, what was sealed for us, and the same on the way out.

Pure: keys, certificates and the moment come in, values and bytes go out. Nothing here raises on what a mail holds.
`opening.py` looks at a whole mail, `making.py` makes one, `keyfiles.py` reads files with keys, `values.py` has the
words.
The libraries are the extra `cha[sealed]`; they are imported where they are used.
"""
