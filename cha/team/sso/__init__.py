"""Single sign-on by OpenID Connect: the business's own sign-in says who somebody is.

`client` speaks the protocol (code flow with PKCE, state and nonce), `coming_in` says which member it is, `views` are
the two steps of a browser. Everything goes out through `cha.core.outbound`. Why not allauth's: docs/decisions.
"""
