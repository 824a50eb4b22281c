#!/usr/bin/env bash
# Installs a software Vulkan driver (Mesa's lavapipe), so that WebGPU runs on a machine without a GPU.
# Debian 12's own Mesa 22 is too old for ONNX Runtime's WebGPU; its backports hold 25. Safe to run again.
set -euo pipefail

readonly oldest_mesa=25
readonly driver=/usr/share/vulkan/icd.d/lvp_icd.json
export DEBIAN_FRONTEND=noninteractive

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

mesa_is_recent() { # $1: a version, or nothing
  [ -n "${1:-}" ] && dpkg --compare-versions "$1" ge "$oldest_mesa"
}
installed() { dpkg-query -W -f '${db:Status-Abbrev}${Version}' "$1" 2>/dev/null | sed -n 's/^ii //p'; }
candidate() { apt-cache policy "$1" | sed -n 's/^ *Candidate: //p' | grep -v none || true; }

# The backports come from the mirror that the present sources name, with the same key.
add_backports() { # $1: the release's name
  local main=/etc/apt/sources.list.d/debian.sources mirror key
  mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p' "$main" 2>/dev/null | head -n 1)
  key=$(sed -n 's/^Signed-By: *//p' "$main" 2>/dev/null | head -n 1)
  as_root tee /etc/apt/sources.list.d/quartet-backports.sources >/dev/null <<SOURCE
Types: deb
URIs: ${mirror:-http://deb.debian.org/debian}
Suites: $1-backports
Components: main
Signed-By: ${key:-/usr/share/keyrings/debian-archive-keyring.gpg}
SOURCE
}

install_mesa() {
  as_root apt-get update -qq
  if mesa_is_recent "$(candidate mesa-vulkan-drivers)"; then
    as_root apt-get install -y -qq --no-install-recommends mesa-vulkan-drivers libvulkan1
    return
  fi
  # shellcheck disable=SC1091
  local release; release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  if [ "$release" != bookworm ]; then
    echo "install-vulkan: Mesa $oldest_mesa or newer is needed; '$release' offers none. Install it by hand." >&2
    exit 1
  fi
  add_backports "$release"
  as_root apt-get update -qq
  as_root apt-get install -y -qq --no-install-recommends -t "$release-backports" mesa-vulkan-drivers libvulkan1
}

if ! mesa_is_recent "$(installed mesa-vulkan-drivers)" || [ -z "$(installed libvulkan1)" ]; then install_mesa; fi
if [ ! -f "$driver" ]; then
  echo "install-vulkan: Mesa $(installed mesa-vulkan-drivers) is here, but not its driver $driver." >&2
  exit 1
fi
echo "install-vulkan: Mesa $(installed mesa-vulkan-drivers), $driver"
