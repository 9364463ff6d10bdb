"""All settings, read from top to bottom. Each has a default that works embedded; the environment scales them."""

import sys
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

# Where data lives when no server is named.
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Made once and kept in DATA_DIR, readable by its owner only: there is no default secret."""
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(token_urlsafe(48))  # letters that environments and their files take as they are
    return kept.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
PID_BASE = env.str("PID_BASE", default=f"{BASE_URL}/id/")
# Further bases of identifiers whose addresses are led to this catalogue's `/id/`: an organisation may choose one.
PID_BASES = env.list("PID_BASES", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
_HOST = urlsplit(BASE_URL).hostname or ""
# A role of RFC 2142, section 5; under a name that can be no address (RFC 6761) where the host has no domain.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default=f"webmaster@{_HOST}" if "." in _HOST else f"webmaster@{_HOST}.invalid")
CATALOGUE_NAME = env.str("CATALOGUE_NAME", default="Blood-cancer data catalogue")
_ABOUT = "Descriptions of health data on blood cancers: what there is, who holds it, and how to ask for it."
CATALOGUE_DESCRIPTION = env.str("CATALOGUE_DESCRIPTION", default=_ABOUT)
CATALOGUE_PUBLISHER = env.str("CATALOGUE_PUBLISHER", default=CATALOGUE_NAME)
CATALOGUE_PUBLISHER_HOMEPAGE = env.str("CATALOGUE_PUBLISHER_HOMEPAGE", default=f"{BASE_URL}/")
CATALOGUE_LICENCE = env.str("CATALOGUE_LICENCE", default="http://creativecommons.org/publicdomain/zero/1.0/")

# Reading: what one file may ask of us.
READ_BYTES_LIMIT = env.int("READ_BYTES_LIMIT", default=2 * 1024**3)
READ_MEMORY_TRIPLES = env.int("READ_MEMORY_TRIPLES", default=2_000_000)

# Hosts that are not on the open internet and may be fetched from all the same, by name, when a curator asks for it.
FETCH_INNER_HOSTS = [host.lower() for host in env.list("FETCH_INNER_HOSTS", default=[])]
# Imports by a curator: the largest file, and the most descriptions of one; commands have no such limits.
IMPORT_BYTES_LIMIT = env.int("IMPORT_BYTES_LIMIT", default=50 * 1024**2)
IMPORT_RECORDS_LIMIT = env.int("IMPORT_RECORDS_LIMIT", default=5_000)
DATACITE_API = env.str("DATACITE_API", default="https://api.datacite.org").rstrip("/")
DATACITE_TEST_API = env.str("DATACITE_TEST_API", default="https://api.test.datacite.org").rstrip("/")

# Validation of others' documents: the largest one, and what looking at it may take, in a process that is ended over it.
VALIDATE_BYTES = env.int("VALIDATE_BYTES", default=1024**2)
VALIDATE_DEADLINE = env.float("VALIDATE_DEADLINE", default=10.0)
VALIDATE_MEMORY_MB = env.int("VALIDATE_MEMORY_MB", default=512)
VALIDATE_WORKERS = env.int("VALIDATE_WORKERS", default=2)
VALIDATE_WAITING = env.int("VALIDATE_WAITING", default=20)

# Are the addresses that published descriptions name asked, once a week, whether they answer; seconds between two
# questions to one host.
LINK_CHECKS = env.bool("LINK_CHECKS", default=False)
LINK_CHECK_PAUSE = env.float("LINK_CHECK_PAUSE", default=2.0)

# Counts of persons from 1 to one less than this are never kept: somebody could be recognised.
SMALL_CELL_LIMIT = env.int("SMALL_CELL_LIMIT", default=10)
if SMALL_CELL_LIMIT < 5:
    sys.exit(f"SMALL_CELL_LIMIT is {SMALL_CELL_LIMIT}. Counts under 5 can identify people: set it to 5 or more.")

# The FAIR Data Point: the profile that what is written there is held to, and the indexes that are told of it.
FDP_PROFILE = env.str("FDP_PROFILE", default="dcat-ap")
FDP_INDEX_URLS = env.list("FDP_INDEX_URLS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "drf_spectacular_sidecar",
    "catalog",
    "search",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
]

MIDDLEWARE = [
    "config.middleware.bodiless_head",
    "config.middleware.Compressed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.Locale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.KeepableForms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.bearer_tokens",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catalog.pages.context.site",
                "catalog.pages.context.person",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'marrow.sqlite3'}")}
# Opening a connection costs more than the query of a kept page.
DATABASES["default"] |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600), "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Writers wait for each other from the start of a transaction rather than failing in the middle of it.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
    }

# Several processes that share one count as one: `redis://host:6379/1`.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://?max_entries=2000")}

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_ALIAS = env.str("ELASTICSEARCH_ALIAS", default="marrow")
SEARCH_INDEX_DIR = DATA_DIR / "index"

# Triples: a SPARQL 1.1 server with what everybody may see, and one with what members may see besides.
SPARQL_STORE_URL = env.str("SPARQL_STORE_URL", default="")
SPARQL_INSIDE_STORE_URL = env.str("SPARQL_INSIDE_STORE_URL", default="")
TRIPLES_DIR = DATA_DIR / "triples"
TRIPLES_FOLLOW = env.bool("TRIPLES_FOLLOW", default=True)

# Seconds between looks at what other processes wrote; 0: never, as where an index is kept by workers.
INDEX_FOLLOWS_EVERY = env.float("INDEX_FOLLOWS_EVERY", default=1.0)

# SPARQL: what one query may take, and how many are evaluated at once, by processes that are killed when they go over.
SPARQL_WORKERS = env.int("SPARQL_WORKERS", default=2)
SPARQL_LONG_WORKERS = env.int("SPARQL_LONG_WORKERS", default=4)
SPARQL_WAITING = env.int("SPARQL_WAITING", default=40)
SPARQL_DEADLINE = env.float("SPARQL_DEADLINE", default=30.0)
SPARQL_MEMORY_MB = env.int("SPARQL_MEMORY_MB", default=1024)
SPARQL_ROWS = env.int("SPARQL_ROWS", default=1_000_000)
SPARQL_ANSWER_MB = env.int("SPARQL_ANSWER_MB", default=200)
SPARQL_QUERY_KB = env.int("SPARQL_QUERY_KB", default=256)
SPARQL_YASGUI = env.str("SPARQL_YASGUI", default="")
# Tasks are done in process, or by workers where there is a broker: `redis://host:6379/0`.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
TASKS = "config.tasks"  # where work that is handed over finds its task
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True  # a task of a worker that is killed is done by another: each may be done twice
# Hours after which a server without a broker writes the dumps again when they are asked for; 0: `manage.py dump` does.
DUMP_EVERY = env.float("DUMP_EVERY", default=24)
# Requests to the API in a minute: from an address that says nothing of itself, and for a person or token.
API_RATE = env.int("API_RATE", default=120)
API_RATE_KNOWN = env.int("API_RATE_KNOWN", default=1200)
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,  # forms are chosen by Accept alone
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{CATALOGUE_NAME}: REST",
    "DESCRIPTION": "Descriptions of health data: find them, read them, write them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_PUBLIC": True,
}

# A form of the editor: many fields, and the source of a large description.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024**2

MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MIMETYPES = {".csv": "text/csv"}  # as descriptions say of the demo's files; unknown endings are bytes
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# To standard error, where services keep their notes; Django alone would mail what fails to administrators.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"notes": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["notes"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}},  # a page that is not there is nothing to note
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]  # each as its readers call it
LOCALE_PATHS = [ROOT / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Mail: written to standard output until a server is named, `smtp+tls://user:password@host:587`.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONTACT_EMAIL

# People: by e-mail and password, with a second factor if they like, or by a provider (docs/decisions/0017).
SIGN_UP_OPEN = env.bool("SIGN_UP_OPEN", default=False)
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who is locked out is refused before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people-organisations"
CSRF_FAILURE_VIEW = "catalog.pages.errors.forbidden"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "catalog.people.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{CATALOGUE_NAME}] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers cannot make us write to strangers
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Guesses spread over many addresses, at passwords and codes; those from one address django-axes counts.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/5m/key"}
MFA_ADAPTER = "catalog.people.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = CATALOGUE_NAME
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _HOST in ("localhost", "127.0.0.1")
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "catalog.clients.address"
AXES_USERNAME_CALLABLE = "catalog.people.guarding.account"
AXES_LOCKOUT_CALLABLE = "catalog.people.guarding.locked"
AXES_SENSITIVE_PARAMETERS = ["login", "email", "username", "csrfmiddlewaretoken", "ip_address"]

# A provider of OpenID Connect (LS Login, Keycloak …); its claims give roles only as they are mapped here.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect")
OIDC_ROLES = env.json("OIDC_ROLES", default={})
OIDC_ROLES_CLAIM = env.str("OIDC_ROLES_CLAIM", default="eduperson_entitlement")
OIDC_PROVIDER = {
    "provider_id": "main",
    "name": OIDC_NAME,
    "client_id": env.str("OIDC_CLIENT_ID", default=""),
    "secret": env.str("OIDC_CLIENT_SECRET", default=""),
    "settings": {
        "server_url": OIDC_ISSUER,
        "oauth_pkce_enabled": True,
        "scope": env.list("OIDC_SCOPES", default=["openid", "profile", "email"]),
    },
}
SOCIALACCOUNT_ADAPTER = "catalog.people.adapters.Providers"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_PROVIDER] if OIDC_ISSUER else []}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_QUERY_EMAIL = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https:")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
