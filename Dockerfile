# The site: web processes, worker, backup and preparation are this one image with different commands (compose.yaml).

FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.lock

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home evidence \
    && install --directory --owner evidence --group evidence /var/lib/evidence /backups
COPY --from=packages /venv /venv
WORKDIR /srv/evidence
COPY manage.py ./
# A backup says which version made it.
COPY pyproject.toml ./
# Documents are pages under /docs/.
COPY README.md ./
COPY CHANGELOG.md ./
COPY CONTRIBUTING.md ./
COPY SECURITY.md ./
COPY LICENSE ./
COPY LICENSE-DATA.md ./
COPY CITATION.cff ./
COPY deploy/README.md deploy/
COPY docs docs
COPY fixtures fixtures
COPY static static
COPY templates templates
COPY studies studies
COPY evidence evidence
# The root file system is read-only when it runs, so what Python would write there is written now.
RUN /venv/bin/python -m compileall -q evidence studies
# Everything that may be lost: collected files, kept pages, figures. What may not be lost is in PostgreSQL.
ENV ENVIRONMENT=production \
    LOCAL_DIR=/var/lib/evidence \
    PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]
