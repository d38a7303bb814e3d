#!/bin/sh
# Installs clamd for the tests that speak to it where that can be done without asking; else a stand-in answers them.
command -v clamd >/dev/null || {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            clamav-daemon >/dev/null || echo "clamd cannot be installed: a stand-in answers instead." >&2
    else
        echo "clamd is missing: a stand-in answers the tests instead." >&2
    fi
}
