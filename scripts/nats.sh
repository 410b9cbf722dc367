# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# Finds a nats-server for the demo and the tests, which start their own.

# Sets nats_server: WEIR_NATS_SERVER, the one on PATH, or Debian's, unpacked into the cache.
need_nats() {
  local fetched=$cache/nats-server-trixie
  if [ -n "${WEIR_NATS_SERVER-}" ]; then
    nats_server=$WEIR_NATS_SERVER
    suits "$nats_server" || die "WEIR_NATS_SERVER=$nats_server is not a nats-server of 2.10 or newer"
    return
  fi
  for nats_server in "$(command -v nats-server)" /usr/sbin/nats-server "$fetched/usr/sbin/nats-server"; do
    ! suits "$nats_server" || return 0
  done
  if ! have apt-get || [ ! -r "$debian_keyring" ] || ! find_debian_mirror; then
    die "needs nats-server 2.10 or newer: install that, and have it on PATH or in WEIR_NATS_SERVER"
  fi
  debian_unpack "$fetched" nats-server
  suits "$nats_server" || die "Debian's nats-server does not run here: install 2.10 or newer, and have it on PATH"
}

suits() { # BINARY
  local version
  [ -x "$1" ] && version=$("$1" --version 2>/dev/null) || return 1
  [[ $version =~ v([0-9]+)\.([0-9]+)\. ]] || return 1 # nats-server: v2.10.27
  [ "${BASH_REMATCH[1]}" -gt 2 ] || { [ "${BASH_REMATCH[1]}" -eq 2 ] && [ "${BASH_REMATCH[2]}" -ge 10 ]; }
}
