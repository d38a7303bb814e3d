#!/bin/sh
# Installs Chromium for the browser tests where that can be done without asking.
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium fonts-noto-core fonts-noto-color-emoji >/dev/null
    else
        echo "Chromium is missing: install the package chromium, or the browser tests will fail." >&2
    fi
}
