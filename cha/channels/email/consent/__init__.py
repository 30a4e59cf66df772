"""Leave to fetch and send mail of an account at Google or Microsoft, given there on their own page (OAuth 2.0).

`houses` says where each of them asks, `asking` speaks the protocol (code flow with PKCE, renewing, giving back),
`sign_in` is the two steps of a browser, `renewing` has an access token that is good now, `account` sends through it.
"""
