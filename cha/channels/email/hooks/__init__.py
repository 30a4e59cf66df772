"""What a mail provider posts to us (webhooks), read and proved by django-anymail: mail that came in, and news of ours.

`providers` says which there are and reads a post, `news` marks a delivery, `views` is the address they post to.
"""
