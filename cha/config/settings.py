"""Django's settings, all from `cha.config.options`. To change one, change an option, not this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from cha.channels.email.consent.houses import houses
from cha.config import databases, logs, options, secret
from cha.team.sso.provider import Provider

# Fields and forms may be written with their types, as in BigIntegerField[int, int].
django_stubs_ext.monkeypatch()

OPTIONS = options.current()
CHA_DATA = OPTIONS.data
CHA_PUBLIC_URL = OPTIONS.public_url
CHA_RELAY = OPTIONS.relay
CHA_MAIL_TRUSTED = OPTIONS.mail_trusted
CHA_MAIL_CHECK = OPTIONS.mail_check
CHA_RELAY_PER_MINUTE = OPTIONS.relay_per_minute
CHA_MAIL_SERVER = f"smtp://{OPTIONS.mail_host}:{OPTIONS.mail_port}"
CHA_MAX_UPLOAD = OPTIONS.max_upload_mb * 1024 * 1024
CHA_MAIL_FILES = OPTIONS.mail_files_mb * 1_000_000
CHA_MAX_MAIL = OPTIONS.max_mail_mb * 1_000_000
CHA_WEBHOOK_PRIVATE = OPTIONS.webhook_private
CHA_API_PER_MINUTE = OPTIONS.api_per_minute
CHA_DEMO = OPTIONS.demo
CHA_PUSH_PRIVATE = OPTIONS.push_private
CHA_RECORDS_PRIVATE = OPTIONS.records_private
CHA_CONNECTORS_PRIVATE = OPTIONS.connectors_private
CHA_MORE_CONNECTORS = ("cha.demo.payments:Payments",) if OPTIONS.demo else ()
CHA_PROMISE_SHARE = OPTIONS.promise_share
CHA_WIRING = "cha.config.wiring"
CHA_RELAY = OPTIONS.relay
CHA_LIVE_RENDERER = "cha.config.live.render_since"

DEBUG = OPTIONS.debug
SECRET_KEY = OPTIONS.secret_key or secret.kept(CHA_DATA / "keys" / "secret")
HTTPS = CHA_PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "cha.core",
    "cha.ui",
    "cha.live",
    "cha.language",
    "cha.team",
    "cha.people",
    "cha.conversations",
    "cha.channels",
    "cha.promises",
    "cha.resolutions",
    "cha.notifications",
    "cha.workspace",
    "cha.api",
    "cha.portal",
    "cha.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cha.team.ending.LastSeen",
    "cha.ui.typed.PlainInput",
    "cha.ui.errors.ErrorPages",
]

ROOT_URLCONF = "cha.config.urls"
WSGI_APPLICATION = "cha.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "cha.ui.jinja.environment", "context_processors": ["cha.ui.look.look"]},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cha.ui.look.look",
            ],
        },
    },
]

DATABASES = {"default": databases.database(OPTIONS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Transactions are opened by verbs only: a page that reads must not take SQLite's write lock.
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "team.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    # scrypt is in Python itself and costs an attacker memory, not only time.
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "cha.team.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "cha.team.forms.SignIn",
    "request_login_code": "cha.team.forms.AskForCode",
    "reset_password": "cha.team.forms.AskForNewPassword",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever types an address here must not make us write to a stranger.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# The member says whether this is their own machine.
ACCOUNT_SESSION_REMEMBER = None
CHA_MAIL_HOUSES = houses(
    (OPTIONS.google_client, OPTIONS.google_secret),
    (OPTIONS.microsoft_client, OPTIONS.microsoft_secret),
    tenant=OPTIONS.microsoft_tenant,
    login=OPTIONS.microsoft_login,
)
CHA_SSO = (
    Provider(
        issuer=OPTIONS.oidc_issuer,
        client=OPTIONS.oidc_client,
        secret=OPTIONS.oidc_secret,
        name=OPTIONS.oidc_name,
        join="" if OPTIONS.oidc_join == "nobody" else OPTIONS.oidc_join,
        only=OPTIONS.oidc_only,
        private=OPTIONS.oidc_private,
    )
    if OPTIONS.oidc_issuer
    else None
)
MFA_ADAPTER = "cha.team.second_step.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "cha.team.forms.AddPasskey",
    "login_webauthn": "cha.team.forms.ComeInByPasskey",
    "authenticate_webauthn": "cha.team.forms.SecondByPasskey",
    "reauthenticate_webauthn": "cha.team.forms.AgainByPasskey",
}
# A passkey stands in for the password and the second step: its machine must have seen its owner.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A page that shows them again would be worth stealing a session for.
MFA_RECOVERY_CODES_SHOW_ONCE = True
# `LastSeen` does it, once in a while: theirs writes at every request.
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "cha.team.sessions"
SESSION_COOKIE_NAME = "cha_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "cha_csrf"
CSRF_FAILURE_VIEW = "cha.ui.errors.csrf_failure"
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [CHA_PUBLIC_URL]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

HOST = urlsplit(CHA_PUBLIC_URL).hostname or "localhost"
LOCAL = ["localhost", "127.0.0.1", "[::1]"]
# Listening for everybody without a known address: which names lead here cannot be told.
ALLOWED_HOSTS = [HOST, OPTIONS.host, *LOCAL] if OPTIONS.url or OPTIONS.host in {*LOCAL, "::1"} else ["*"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # The nonce is for the progress bar and the editor, which add one style element each.
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = CHA_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": CHA_DATA / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = CHA_MAX_UPLOAD
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

EMAIL_BACKEND = "cha.channels.email.django_backend.RelayBackend"
LOGGING = logs.logging(OPTIONS)
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
SILENCED_SYSTEM_CHECKS: list[str] = []
