"""Settings, all from the environment; an invalid value stops the start with a sentence.

ENVIRONMENT is `development` (default: nothing needs to be set) or `production` (some variables are required).
README lists the variables.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from evidence.accounts.email_url import read_email_url
from evidence.environment import (
    cache_store,
    databases,
    env_choice,
    env_contact,
    env_email,
    env_emails,
    env_flag,
    env_list,
    env_number,
    env_required,
    env_text,
    env_url,
    secret_key,
)
from evidence.logs.log_settings import log_settings
from evidence.metrics.metrics_folder import choose_metrics_folder

BASE_DIR = Path(__file__).resolve().parent.parent

# What the project creates on this machine: SQLite's file, a development key, collected static files.
LOCAL_DIR = Path(env_text("LOCAL_DIR", default=str(BASE_DIR / ".local"))).absolute()

PRODUCTION = env_choice("ENVIRONMENT", choices=("development", "production"), default="development") == "production"

DEBUG = env_flag("DEBUG", default="0" if PRODUCTION else "1")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG is 1 in production: its error pages show settings and data to anyone. Unset it.")

SECRET_KEY = secret_key(production=PRODUCTION, local=LOCAL_DIR)

if PRODUCTION:
    env_required("ALLOWED_HOSTS", why="it names the hosts this site answers for, such as evidence.example.org")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

# The site's own address, for citations and feeds; empty where a page may use the address it was asked under.
SITE_URL = env_url("SITE_URL")
# Where readers report an error; the footer shows it when set.
CONTACT_EMAIL = env_email("CONTACT_EMAIL")
# Where a security fault is reported, for /.well-known/security.txt: an e-mail address or a page.
SECURITY_CONTACT = env_contact("SECURITY_CONTACT") or env_contact("CONTACT_EMAIL")
# People who must check the source of a study before sign-off, including the one who signs off; 1 for a team of one.
EVIDENCE_SIGN_OFF_PEOPLE = env_number("EVIDENCE_SIGN_OFF_PEOPLE", default=2, lowest=1)
# Processes that answer requests; each has its own threads.
WEB_WORKERS = env_number("WEB_WORKERS", default=2, lowest=1)
# Reverse proxies that each add the address they saw to X-Forwarded-For; 0 trusts none.
PROXY_COUNT = env_number("PROXY_COUNT", default=1 if PRODUCTION else 0, lowest=0)

# Seconds of the processor that one client may use at once for pages that have to be computed; 0 is without limit.
COMPUTING_SECONDS = env_number("COMPUTING_SECONDS", default=30 if PRODUCTION else 0, lowest=0)
# Where Prometheus asks for figures; 0 is nowhere. No reader may see them, so it is another port than that of the site.
METRICS_PORT = env_number("METRICS_PORT", default=0, lowest=0)
METRICS_HOST = env_text("METRICS_HOST", default="127.0.0.1")
if METRICS_PORT:
    choose_metrics_folder(LOCAL_DIR / "metrics")

# Synthetic studies for trying the site, in a separate database, with a banner on every page.
SYNTHETIC = env_flag("SYNTHETIC", default="0")
DATABASE_FILE = LOCAL_DIR / ("synthetic.sqlite3" if SYNTHETIC else "evidence.sqlite3")
DATABASES = databases(
    env_text("DATABASE_URL", default=f"sqlite:///{DATABASE_FILE}"), replica=env_text("DATABASE_REPLICA_URL")
)
DATABASE_ROUTERS = ["evidence.routers.ReplicaRouter"]
# Pages that are kept while no row changes; shared by all processes, and with CACHE_URL by all machines.
CACHES = {"default": cache_store(env_text("CACHE_URL"), local=LOCAL_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Work that takes longer than a page may, queued in the database and done by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

INSTALLED_APPS = [
    "evidence.accounts.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "simple_history",
    "axes",
    "studies",
    "evidence",
    # After evidence, whose worker command takes the place of the library's.
    "django_tasks_db",
]

MIDDLEWARE = [
    # Health addresses need nothing of what follows.
    "evidence.middleware.health_answers.HealthMiddleware",
    "evidence.middleware.request_ids.RequestIdMiddleware",
    "evidence.middleware.access_log.AccessLogMiddleware",
    # Before what answers, so that every response gets its headers, static files included.
    "evidence.middleware.security_headers.SecurityHeadersMiddleware",
    # Outside what may answer with a page of an error.
    "evidence.middleware.api_answers.ApiAnswersMiddleware",
    "evidence.middleware.content_type.ContentTypeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compresses what is not kept; kept pages are compressed already.
    "evidence.middleware.compression.CompressionMiddleware",
    # Before all that a kept page needs no more.
    "evidence.middleware.anonymous_pages.AnonymousPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Inside what answers with kept pages, and after it is known who asks.
    "evidence.middleware.computing_budget.ComputingBudgetMiddleware",
    "evidence.accounts.log_in.KeptFormMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "evidence.middleware.address_parameters.QueryParametersMiddleware",
    # Last, as axes requires: it shows the page for a locked login.
    "axes.middleware.AxesMiddleware",
]

if METRICS_PORT:
    MIDDLEWARE.insert(1, "evidence.middleware.request_metrics.RequestMetricsMiddleware")

ROOT_URLCONF = "evidence.urls"
WSGI_APPLICATION = "evidence.wsgi.application"


def study_address(study: Any) -> str:
    """The page of a study, which shows effects and so is not known to ``studies``."""
    return reverse("study", args=[study.slug])


ABSOLUTE_URL_OVERRIDES = {"studies.study": study_address}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                "answer_tags": "evidence.findings.answer_tags",
                "confirmed_share": "studies.presentation.confirmed_share",
                "form_fields": "studies.presentation.form_fields",
                "matrix_tags": "evidence.pages.home.matrix_tags",
                "metadata_tags": "evidence.pages.metadata.metadata_tags",
                "page_addresses": "studies.presentation.page_addresses",
                "site_header": "evidence.pages.site_header",
                "within": "evidence.pages.condition.within",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "evidence.pages.context_processors.site",
            ],
        },
    },
]
# Form widgets may be overridden by templates of this project.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- People ------------------------------------------------------------------------------------------------------

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# The first only rejects locked-out users; the second checks passwords.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# By name and by network, each for itself; an address is stored as its network.
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_HANDLER = "evidence.accounts.login_throttle.LoginThrottle"
AXES_CLIENT_IP_CALLABLE = "evidence.accounts.login_throttle.client_network"
AXES_USERNAME_CALLABLE = "evidence.accounts.login_throttle.user_name"
AXES_CLIENT_STR_CALLABLE = "evidence.accounts.login_throttle.client_text"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who goes on guessing does not keep the person out for longer
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_SENSITIVE_PARAMETERS = ["kept_form"]  # what somebody typed is not written to the records of failures
CSRF_FAILURE_VIEW = "evidence.accounts.log_in.csrf_failure"
MAIL_SERVER = read_email_url(env_text("EMAIL_URL"), production=PRODUCTION)
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.backend, MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL_SERVER.starttls, MAIL_SERVER.tls, 10
DEFAULT_FROM_EMAIL = env_email("EMAIL_FROM") or CONTACT_EMAIL or f"no-reply@{ALLOWED_HOSTS[0]}"

# -- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

# -- Static files ------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = LOCAL_DIR / "static"
# With DEBUG the storage uses plain names, which runserver finds; without, names with a hash of the content.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "evidence.static_files.NamedByContentStorage"},
}

# -- Security ----------------------------------------------------------------------------------------------------

# A grid of 400 results is one form with about 30 fields per row; Django's limit of 1,000 would lose entered values.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# With more files than the import reads together its form says so; Django's limit of 100 would give no reason.
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
# A working day: a browser left open overnight must log in again.
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
if PRODUCTION:
    # Production runs behind a proxy that ends TLS and always sets this header itself.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
# Other sites of the domain, and lists that browsers ship, are for the owner of the domain to decide.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_flag("HSTS_SUBDOMAINS", default="0")
SECURE_HSTS_PRELOAD = env_flag("HSTS_PRELOAD", default="0")
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured("HSTS_PRELOAD is 1 without HSTS_SUBDOMAINS: the lists take whole domains. Set both.")
# Django's warnings that these two are not set.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# -- Log ---------------------------------------------------------------------------------------------------------

# Lines to read in development; lines of JSON, and one for each request, in production.
LOGGING = log_settings(
    form=env_choice("LOG_FORMAT", choices=("text", "json"), default="json" if PRODUCTION else "text")
)
ACCESS_LOG = env_flag("ACCESS_LOG", default="1" if PRODUCTION else "0")
# Who gets a letter about an error.
ADMINS = [(address, address) for address in env_emails("ADMINS")]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = "[Ozone for back pain] "
