#!/bin/sh
# The long versions, with a dated report in var/soak/.
set -eu
cd "$(dirname "$0")/.."
exec .venv/bin/python scripts/checks.py soak
