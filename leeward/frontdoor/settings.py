"""Django's settings, read from LEEWARD_… in the environment. Every name is described in docs/run/settings.md."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from leeward.foundation.vault.keyring_files import derived_secret


def _flag(name: str, default: str) -> bool:
    value = os.environ.get(name, default).lower()
    if value not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to on or off.")
    return value in {"1", "true", "yes", "on"}


def _number(name: str, default: str, least: int, most: int) -> int:
    value = os.environ.get(name, default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a whole number from {least} to {most}.")
    return int(value)


def _networks(name: str) -> list[str]:
    found = [network.strip() for network in os.environ.get(name, "").split(",") if network.strip()]
    for network in found:
        try:
            ip_network(network)
        except ValueError:
            raise ImproperlyConfigured(f"{name}: {network!r} is no network; write for example 10.1.2.0/24.") from None
    return found


LEEWARD_HOME = Path(os.environ.get("LEEWARD_HOME", "./var")).resolve()
LEEWARD_KEYS = Path(os.environ.get("LEEWARD_KEYS", str(LEEWARD_HOME / "keys"))).resolve()
_shredded = os.environ.get("LEEWARD_SHREDDED", "")
LEEWARD_SHREDDED = Path(_shredded).resolve() if _shredded else None
LEEWARD_DEMO = _flag("LEEWARD_DEMO", "off")
LEEWARD_WEB = os.environ.get("LEEWARD_WEB", "127.0.0.1:8000")
LEEWARD_URL = os.environ.get("LEEWARD_URL", f"http://{LEEWARD_WEB}")
LEEWARD_IDLE_MINUTES = _number("LEEWARD_IDLE_MINUTES", "15", 1, 24 * 60)
LEEWARD_EXIT_TO = os.environ.get("LEEWARD_EXIT_TO", "https://www.bbc.co.uk/weather")
LEEWARD_METRICS_FROM = _networks("LEEWARD_METRICS_FROM")
# Where clamd answers (unix:/path or host:port of this machine); empty: where the distribution's does, else our own.
LEEWARD_CLAMD = os.environ.get("LEEWARD_CLAMD", "")
LEEWARD_NATION = os.environ.get("LEEWARD_NATION", "England")

SECRET_KEY = derived_secret(LEEWARD_KEYS, "django secret")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("LEEWARD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
_secure = LEEWARD_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth.account",
    "allauth.mfa",
    "leeward.foundation.apps.FoundationConfig",
    "leeward.people.apps.PeopleConfig",
    "leeward.safeguarding.apps.SafeguardingConfig",
    "leeward.filtering.apps.FilteringConfig",
    "leeward.monitoring.apps.MonitoringConfig",
    "leeward.policy.apps.PolicyConfig",
    "leeward.frontdoor.apps.FrontdoorConfig",
]

MIDDLEWARE = [
    "leeward.frontdoor.traffic.TrafficMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "leeward.frontdoor.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leeward.frontdoor.middleware.IdleMiddleware",
    "leeward.people.sign_in.sessions.SessionsMiddleware",
    "leeward.foundation.access.ActorMiddleware",
    "leeward.people.sign_in.second_step.VouchedMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "leeward.frontdoor.urls"
WSGI_APPLICATION = "leeward.frontdoor.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # First, so that our form templates win over Django's own.
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "leeward.frontdoor.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_database: dict[str, Any] = dict(  # Any: Django's own shape of a database setting
    dj_database_url.parse(
        os.environ.get("LEEWARD_DATABASE_URL", f"sqlite:///{LEEWARD_HOME / 'leeward.sqlite3'}"), conn_max_age=60
    )
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # With Django's defaults eight writers met "database is locked" a thousand times in six seconds; with these, never.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "foundation.Account"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "leeward.people.sign_in.passwords.NotGuessedFromHere"},
]
PASSWORD_RESET_TIMEOUT = 2 * 3600  # seconds a link to choose a password works

# Sign-in through django-allauth; docs/why says which of its parts are used.
ACCOUNT_ADAPTER = "leeward.people.sign_in.adapter.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from HR
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # a class
# By account, never by address alone: a whole college sits behind one address. A browser that signed in before is
# counted apart (see the adapter), so that nobody can be kept out by somebody else's guesses.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/15m/key",
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
    "change_password": "10/h/user",
    "reauthenticate": "20/h/user",
}
ACCOUNT_FORMS = {
    "login": "leeward.people.sign_in.forms.SignInForm",
    "reset_password": "leeward.people.sign_in.forms.AskForLinkForm",
    "reset_password_from_key": "leeward.people.sign_in.forms.ChoosePasswordForm",
    "change_password": "leeward.people.sign_in.forms.ChangePasswordForm",
    "set_password": "leeward.people.sign_in.forms.SetPasswordForm",
    "reauthenticate": "leeward.people.sign_in.forms.ConfirmForm",
}
MFA_FORMS = {
    "authenticate": "leeward.people.sign_in.forms.CodeForm",
    "reauthenticate": "leeward.people.sign_in.forms.ConfirmByCodeForm",
    "activate_totp": "leeward.people.sign_in.forms.AddAppForm",
    "authenticate_webauthn": "leeward.people.sign_in.forms.UsePasskeyForm",
    "login_webauthn": "leeward.people.sign_in.forms.SignInByPasskeyForm",
    "reauthenticate_webauthn": "leeward.people.sign_in.forms.ConfirmByPasskeyForm",
    "add_webauthn": "leeward.people.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "leeward.people.sign_in.forms.RenamePasskeyForm",
}
MFA_ADAPTER = "leeward.people.sign_in.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds either way, for clocks that drift
MFA_TOTP_ISSUER = "Leeward"
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_RATE_LIMITS = {"webauthn_login": None}  # no secret to guess, and no limit by address
# Browsers allow passkeys over plain http on localhost only; there the library must be told to.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure
# None: the setting with history on the settings page decides. The environment overrides it, for whoever is locked out.
_second_step = os.environ.get("LEEWARD_SECOND_STEP")
LEEWARD_SECOND_STEP = (
    None if _second_step is None else [post.strip() for post in _second_step.split(",") if post.strip()]
)

# Counts of attempts must be seen by every process of every machine, and survive a restart: the database is the one
# place all of them share already.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "frontdoor_cache"}}

# What people send lies in memory until it is sealed: never unsealed in a folder for temporary files.
FILE_UPLOAD_HANDLERS = ["leeward.foundation.files.receiving.InMemory"]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = LEEWARD_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "leeward.frontdoor.static_files.Files"},
}
# Only style sheets and scripts go out compressed. Pages do not, and no GZipMiddleware may be added: they hold names,
# case text and form tokens beside what the address or a form gave back, and the size of a compressed page would tell
# somebody on the line how well the two match (BREACH, 2013).
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60  # for the plain names; names with a fingerprint are kept for a year
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's pages need them
CSRF_FAILURE_VIEW = "leeward.frontdoor.errors.form_not_trusted"

SESSION_COOKIE_NAME = "leeward_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = _secure
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _secure
CSRF_COOKIE_HTTPONLY = True
# Gone with the browser window: a year-old cookie would tell who once looked at the report page.
CSRF_COOKIE_AGE = None
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not no-referrer: browsers then send "Origin: null" with our own forms, and Django refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _secure else 0
X_FRAME_OPTIONS = "DENY"

_mail = os.environ.get("LEEWARD_SMTP", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, _, _mail_port = (_mail or "127.0.0.1:25").rpartition(":")
EMAIL_PORT = int(_mail_port)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LEEWARD_MAIL_FROM", "Leeward <leeward@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own request log would carry addresses (paths) of what was looked at.
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },
}
