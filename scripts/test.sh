#!/bin/sh
# Every check that must hold on each change.
set -eu
cd "$(dirname "$0")/.."
exec .venv/bin/python scripts/checks.py all
