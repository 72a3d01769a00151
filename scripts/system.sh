#!/bin/sh
# System packages: `system.sh up` or `system.sh test`. As root installs what is missing; otherwise prints the one line
# to run, says what is off until then, and goes on. With LEEWARD_REQUIRE=all a missing part is an error.
set -eu
missing=""
off=""
need() { # need COMMAND-OR-FILE PACKAGE WHAT-IS-OFF
    command -v "$1" >/dev/null 2>&1 && return 0
    for found in /usr/sbin/"$1" /usr/lib/postgresql/*/bin/"$1"; do [ -x "$found" ] && return 0; done
    missing="$missing $2"
    off="$off\n  - $3"
}
need_library() { # need_library NAME PACKAGES WHAT-IS-OFF
    for found in /usr/lib/*/"$1" /usr/lib/"$1" /lib/*/"$1"; do [ -e "$found" ] && return 0; done
    missing="$missing $2"
    off="$off\n  - $3"
}
need squid squid-openssl "the web filter's proxy"
need clamd clamav-daemon "the scan of files sent with a case (they stay in quarantine)"
need_library libpangoft2-1.0.so.0 "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" "records as PDF"
if [ "${1:-up}" = test ]; then
    need chromium chromium "the browser journeys and the accessibility checks"
    need initdb postgresql "the tests on PostgreSQL"
    need c-icap-client c-icap "the independent ICAP peer"
    need ab apache2-utils "the load for benchmarks"
    need msgfmt gettext "the check of translated texts"
fi
# squid without OpenSSL answers to the same name
if command -v squid >/dev/null 2>&1 && ! dpkg -s squid-openssl >/dev/null 2>&1; then
    missing="$missing squid-openssl"; off="$off\n  - TLS in the web filter's proxy"
fi
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing system packages:$missing ..."
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # The product runs its own Squid; the distribution's service must not take the port.
    ran_before=$(pgrep -x squid || true)
    if { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
        case "$missing" in *squid*)
            [ -n "$ran_before" ] || { systemctl disable --now squid || service squid stop; } >/dev/null 2>&1 || true ;;
        esac
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
fi
printf 'Some system parts are missing. Run this line, then start again:\n\n  sudo apt-get install%s\n\nOff until then:%b\n\n' "$missing" "$off" >&2
[ "${LEEWARD_REQUIRE:-}" = all ] && exit 1
exit 0
