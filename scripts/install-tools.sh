#!/usr/bin/env bash
# Installs the Debian packages that the interop tests use, where apt is there and we are root. Tests whose program is missing
# are skipped and say so, therefore nothing here fails. Packages of servers start them; here nothing may be started.
set -uo pipefail

# install COMMAND PACKAGE
install() {
  command -v "$1" >/dev/null && return
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    printf '!!! %s is missing: install the package %s\n' "$1" "$2"
    return
  fi
  printf 'installing %s\n' "$2"
  apt_install "$2" || { apt-get update -qq && apt_install "$2"; } || printf '!!! %s could not be installed\n' "$2"
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null 2>&1
}

# Debian asks this program before a package starts a service; 101 means no.
policy=/usr/sbin/policy-rc.d
if [ "$(id -u)" = 0 ] && [ -d "${policy%/*}" ] && [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi

install prometheus prometheus
install nats-server nats-server
exit 0
