#!/usr/bin/env bash
# Installs what the end-to-end tests need on Debian or Ubuntu: Chromium, and a font with Korean letters.
# Safe to run again.
set -euo pipefail

readonly browser=/usr/bin/chromium
export DEBIAN_FRONTEND=noninteractive

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }
has_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ko)" ]; }

if [ ! -x "$browser" ] || ! has_font; then
  as_root apt-get update -qq
  as_root apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-cjk
fi
echo "install-chromium: $("$browser" --version --no-sandbox), $(fc-list :lang=ko family | sort -u | head -n 1)"
