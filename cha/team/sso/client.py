"""OpenID Connect, as far as signing in needs it: discovery, the way there, and what the answer proves.

OpenID Connect Core 1.0 (3.1, code flow), Discovery 1.0, PKCE (RFC 7636), issuer in the answer (RFC 9207).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import jwt
from django.core.cache import cache

from cha.core.errors import ChaError, Refused, Unavailable
from cha.core.outbound import fetch
from cha.team.sso.provider import Provider

# Signatures with a key pair only: with a shared secret whoever knows it could be anybody.
ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
# Seconds that a step of asking it may take, and all of it: somebody waits, and so do others for the same thread.
STEP: Final = 5.0
WHOLE: Final = 10.0
# Seconds that their clock and ours may differ by.
LEEWAY: Final = 60
DISCOVERY_LASTS: Final = 3600
KEYS_LAST: Final = 600
AWAY_LASTS: Final = 20


@dataclass(frozen=True, slots=True)
class Start:
    """Where to send a browser, and what its session keeps until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


def start(provider: Provider, callback: str) -> Start:
    """Begin. Raises Unavailable when the provider cannot be asked, Refused for one that is not itself."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": provider.client,
        "redirect_uri": callback,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = _endpoint(provider, "authorization_endpoint")
    return Start(f"{address}{'&' if '?' in address else '?'}{urlencode(question)}", state, nonce, verifier)


def finish(provider: Provider, callback: str, code: str, *, nonce: str, verifier: str) -> dict[str, Any]:
    """What the provider says of who came back with `code`: the claims, proved. Raises Refused, Unavailable."""
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback, "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    ways = _about(provider).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if provider.secret and "client_secret_basic" in ways:
        pair = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    else:
        body |= {"client_id": provider.client} | ({"client_secret": provider.secret} if provider.secret else {})
    tokens = _ask(provider, _endpoint(provider, "token_endpoint"), body=urlencode(body).encode(), headers=headers)
    claims = proved(provider, str(tokens.get("id_token", "")), nonce=nonce)
    if "email" not in claims and "userinfo_endpoint" in _about(provider):
        proof = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        more = _ask(provider, _endpoint(provider, "userinfo_endpoint"), headers=proof)
        if more.get("sub") != claims["sub"]:
            raise Refused("Your sign-in spoke of two different people. Nobody came in.", code="sso_subject")
        claims = more | claims
    return claims


def proved(provider: Provider, token: str, *, nonce: str) -> dict[str, Any]:
    """The claims of an id_token that is signed, for us, from there, fresh, and an answer to our question.

    Raises Refused for every other one, Unavailable.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(provider, str(jwt.get_unverified_header(token).get("kid", ""))),
            algorithms=ALGORITHMS,
            audience=provider.client,
            issuer=str(_about(provider)["issuer"]),
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise Refused(f"What your sign-in said does not hold ({type(error).__name__}).", code="sso_token") from error
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client:
        raise Refused("What your sign-in said was meant for somebody else.", code="sso_token")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Refused("What your sign-in said was no answer to this question.", code="sso_nonce")
    return claims


def _about(provider: Provider) -> Mapping[str, Any]:
    key = f"sso:about:{provider.issuer}"
    kept: Mapping[str, Any] | None = cache.get(key)
    if kept is None:
        away = f"sso:away:{provider.issuer}"
        if said := cache.get(away):
            raise Unavailable(said, code="sso_unavailable")
        try:
            kept = _ask(provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        except Unavailable as error:
            # One who stalls is not waited for by everybody who comes: pages have few threads.
            cache.set(away, error.sentence, AWAY_LASTS)
            raise
        if str(kept.get("issuer", "")).rstrip("/") != provider.issuer.rstrip("/"):
            raise Refused("The address of your sign-in says that it is another one.", code="sso_issuer")
        cache.set(key, kept, DISCOVERY_LASTS)
    return kept


def _endpoint(provider: Provider, name: str) -> str:
    address = str(_about(provider).get(name, ""))
    if not address.startswith(("https://", "http://") if provider.private else ("https://",)):
        raise Refused(f"Your sign-in names no safe address for its {name.replace('_', ' ')}.", code="sso_address")
    return address


def _key(provider: Provider, kid: str) -> jwt.PyJWK:
    """The key a token names. One that is not known is looked for again, at most once in ten seconds."""
    key = f"sso:keys:{provider.issuer}"
    kept: list[dict[str, Any]] | None = cache.get(key)
    found = _named(kept or [], kid)
    if found is None and (kept is None or cache.add(f"{key}:again", value=True, timeout=10)):
        kept = _ask(provider, _endpoint(provider, "jwks_uri")).get("keys", [])
        cache.set(key, kept, KEYS_LAST)
        found = _named(kept or [], kid)
    if found is None:
        raise Refused("What your sign-in said is signed with a key that it does not show.", code="sso_key")
    return jwt.PyJWK(found)


def _named(keys: list[dict[str, Any]], kid: str) -> dict[str, Any] | None:
    fits = [key for key in keys if key.get("use", "sig") == "sig" and (key.get("kid", "") == kid or not kid)]
    return fits[0] if len(fits) == 1 or (fits and kid) else None


def _ask(provider: Provider, url: str, **more: Any) -> dict[str, Any]:
    body = more.pop("body", None)
    headers = {"Accept": "application/json"} | more.pop("headers", {})
    method = "POST" if body is not None else "GET"
    try:
        answer = fetch(
            url, method=method, body=body, headers=headers, timeout=STEP, whole=WHOLE, allow_private=provider.private
        )
    except ChaError as error:
        raise Unavailable(f"Your sign-in could not be asked: {error.sentence}", code="sso_unavailable") from error
    if answer.status != 200:
        raise Refused(f"Your sign-in answered with {answer.status}. Please begin again.", code="sso_answer")
    try:
        said = json.loads(answer.body)
    except ValueError as error:
        raise Refused("Your sign-in answered with what nobody can read.", code="sso_answer") from error
    if not isinstance(said, dict):
        raise Refused("Your sign-in answered with what nobody can read.", code="sso_answer")
    return said
