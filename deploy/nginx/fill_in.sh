#!/bin/sh
# Prints nginx.conf: the template with the names that it lists, taken from the environment.
set -eu
for name in PROXY_LISTEN PROXY_FOLDER PROXY_LOGS PROXY_ERRORS PROXY_TLS WEB_SERVER FRONT_PROXY; do
    names="${names-}\${$name} "
    printenv "$name" > /dev/null || { echo "fill_in.sh: $name is not set" >&2; exit 1; }
done
exec envsubst "$names" < "$(dirname "$0")/nginx.conf.template"
