#!/bin/sh
# Makes .venv from a hashed lock file: `env.sh runtime` or `env.sh dev`. Does nothing when it is current.
set -eu
cd "$(dirname "$0")/.."
want=$1
lock=requirements/$want.lock
stamp=.venv/.installed-$want
now=$(sha256sum "$lock" "$0" | sha256sum | cut -d' ' -f1)
# the dev lock holds everything the runtime lock does
for have in "$stamp" .venv/.installed-dev; do
    if [ -f "$have" ] && [ "$(cat "$have")" = "$(sha256sum "requirements/${have##*-}.lock" "$0" | sha256sum | cut -d' ' -f1)" ]; then exit 0; fi
done
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Leeward needs Python 3.11 or newer; '$python' is not. Install it, or run: PYTHON=/path/to/python3.11 make $want" >&2
    exit 1
fi
echo "Installing the $want packages into .venv ..."
if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
else
    if [ ! -x .venv/bin/python ] && ! "$python" -m venv .venv 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get install -y -qq python3-venv >/dev/null && "$python" -m venv .venv
        else
            echo "Python's venv module is missing. Run: sudo apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    # the lock file is whole: without --no-deps, older pips ask anew for what is named with an extra, and find a newer one
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
fi
here=$(pwd)
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$here" > "$site/leeward.pth"
cat > .venv/bin/leeward <<SCRIPT
#!$here/.venv/bin/python
from leeward.frontdoor.cli import main
main()
SCRIPT
chmod +x .venv/bin/leeward
echo "$now" > "$stamp"
