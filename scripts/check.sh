#!/bin/sh
# The fast part of the checks, for the inner loop.
set -eu
cd "$(dirname "$0")/.."
exec .venv/bin/python scripts/checks.py fast
