"""Settings, from the environment: `DATABASE_URL`, `TONGLU_SECRET_KEY`, `TONGLU_HOME`, `TONGLU_HOSTS`, `TONGLU_DEBUG`;
`TONGLU_URL` (where people reach the house: links in messages begin with it; `https://…` behind a proxy that ends TLS,
`TONGLU_PROXIES` of them) and `TONGLU_MAIL` (see below);
`TONGLU_OLD_SECRET_KEYS` (keys that were in use before, between spaces: what was sealed under them still opens);
`TONGLU_URL` (where people reach the house: links in messages begin with it) and `TONGLU_MAIL` (see below);
`TONGLU_FEISHU`, `TONGLU_DINGTALK`, `TONGLU_WECOM` for logging in with those (`tonglu.web.login.providers`).

`TONGLU_HOME` (default: `var/` beside the package) keeps what is the installation's own: the SQLite database, the
files, and the secret key made on the first run.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
import django_stubs_ext

from tonglu.web.login.providers import configured

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("TONGLU_HOME", BASE_DIR / "var")).resolve()
FILES_DIR = HOME / "files"


def _secret_key() -> str:
    """The given one, else the one kept from the first run: sessions outlive a restart."""
    if given := os.environ.get("TONGLU_SECRET_KEY"):
        return given
    kept = HOME / "secret_key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = os.environ.get("TONGLU_OLD_SECRET_KEYS", "").split()
DEBUG = os.environ.get("TONGLU_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("TONGLU_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if host and not host.startswith(("127.", "["))
]

INSTALLED_APPS = [
    "tonglu.base.accounts.apps.AccountsConfig",
    "tonglu.base.journal.apps.JournalConfig",
    "tonglu.base.jobs.apps.JobsConfig",
    "tonglu.directory.org.apps.OrgConfig",
    "tonglu.directory.notices.apps.NoticesConfig",
    "tonglu.directory.calendar.apps.CalendarConfig",
    "tonglu.directory.catalog.apps.CatalogConfig",
    "tonglu.directory.devices.apps.DevicesConfig",
    "tonglu.directory.files.apps.FilesConfig",
    "tonglu.directory.approvals.apps.ApprovalsConfig",
    "tonglu.directory.forms.apps.FormsConfig",
    "tonglu.directory.clients.apps.ClientsConfig",
    "tonglu.directory.webhooks.apps.WebhooksConfig",
    "tonglu.directory.savedviews.apps.SavedViewsConfig",
    "tonglu.customers.cards.apps.CardsConfig",
    "tonglu.customers.people.apps.PeopleConfig",
    "tonglu.customers.credit.apps.CreditConfig",
    "tonglu.planning.targets.apps.TargetsConfig",
    "tonglu.planning.routes.apps.RoutesConfig",
    "tonglu.trade.prices.apps.PricesConfig",
    "tonglu.trade.orders.apps.OrdersConfig",
    "tonglu.trade.deliveries.apps.DeliveriesConfig",
    "tonglu.fieldwork.dayplans.apps.DayPlansConfig",
    "tonglu.fieldwork.visits.apps.VisitsConfig",
    "tonglu.results.reports.apps.ReportsConfig",
    "tonglu.exchange.imports.apps.ImportsConfig",
    "tonglu.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.dingtalk",
    "allauth.socialaccount.providers.feishu",
    "tonglu.web.login.wecom",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "tonglu.web.headers.Headers",
    "tonglu.web.api.problems.Problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tonglu.web.middleware.Typed",
    "tonglu.web.middleware.Viewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tonglu.web.urls"
WSGI_APPLICATION = "tonglu.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "tonglu/web/desk/templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tonglu.web.desk.context.page",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"]),
            ],
            "libraries": {"tonglu": "tonglu.web.desk.tags"},
            "builtins": [
                "tonglu.web.desk.tags",
                "tonglu.web.paper.looks",
                "tonglu.web.desk.address_tags",
                "tonglu.web.desk.form_tags",
                "tonglu.web.desk.job_tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

_SQLITE = f"sqlite:///{HOME / 'tonglu.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or _SQLITE, conn_max_age=60)}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    HOME.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # writers queue from their first statement, so that none fails half-way for want of a lock
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000; "
        # else a REPLACE would delete rows past the triggers that keep tables append-only
        "PRAGMA recursive_triggers=ON;",
    }
# jobs are carried by rows of the same database: they are asked for in the transaction of what they follow from
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "tonglu.web.login.adapter.Door"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# who guesses is locked out by our own rows, which outlive the process and cover the phone as well
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/300s/key"}
SOCIALACCOUNT_ADAPTER = "tonglu.web.login.adapter.Gatehouse"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS = configured(os.environ)
MFA_ADAPTER = "tonglu.web.login.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tonglu"
USERSESSIONS_TRACK_ACTIVITY = False
CSRF_FAILURE_VIEW = "tonglu.web.desk.errors.stale"
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# webhooks and group robots may also go to this machine and the networks behind it (`TONGLU_WEBHOOKS_PRIVATE=1`): anyone in the office
# who may subscribe could then reach them
WEBHOOKS_PRIVATE = os.environ.get("TONGLU_WEBHOOKS_PRIVATE") == "1"
# requests of one token in a minute, counted by each process for itself (`TONGLU_API_A_MINUTE`)
API_A_MINUTE = int(os.environ.get("TONGLU_API_A_MINUTE", "1200"))

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "tonglu/locale"]

STATIC_URL = "/static/"
# served as the front end's build left it; an empty folder until then
STATIC_ROOT = BASE_DIR / "tonglu/web/desk/built"
STATIC_ROOT.mkdir(exist_ok=True)

# links in e-mails and group chats begin with it
PUBLIC_URL = os.environ.get("TONGLU_URL", "http://127.0.0.1:8000").rstrip("/")
# how many proxies of our own stand before the server, each of which adds to X-Forwarded-For
PROXIES = int(os.environ.get("TONGLU_PROXIES", "0"))
# people come by TLS, which a proxy before the server ends: their browsers send the cookies by nothing else any more
BY_TLS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BY_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BY_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BY_TLS else None
# smtp://user:password@host:587?from=sales@example.com (with STARTTLS), or smtps://… on 465; unset, no e-mail is sent
_MAIL = urlsplit(os.environ.get("TONGLU_MAIL", ""))
MAIL_ON = bool(_MAIL.hostname)
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or (465 if _MAIL.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.scheme == "smtps", _MAIL.scheme == "smtp"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = parse_qs(_MAIL.query).get("from", [EMAIL_HOST_USER])[0]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
