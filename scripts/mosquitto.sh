# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# Finds a Mosquitto for the demo and the tests, which start their own.

# Debian's, with all that it is linked to: it runs with its own C library, whatever the machine's release.
mosquitto_packages=(mosquitto libc6 libcap2 libdlt2 libssl3t64 libsystemd0 libwebsockets19t64 libwrap0 libzstd1 zlib1g)

# Sets and exports WEIR_MOSQUITTO, unless it is set: the one on PATH, or Debian's, unpacked into the cache.
need_mosquitto() {
  local fetched=$cache/mosquitto-$debian_suite candidate
  if [ -n "${WEIR_MOSQUITTO-}" ]; then
    is_mosquitto "$WEIR_MOSQUITTO" || die "WEIR_MOSQUITTO=$WEIR_MOSQUITTO is not a Mosquitto of 2.0 or newer"
    export WEIR_MOSQUITTO
    return
  fi
  for candidate in "$(command -v mosquitto)" /usr/sbin/mosquitto /usr/local/sbin/mosquitto "$fetched/run"; do
    if is_mosquitto "$candidate"; then
      export WEIR_MOSQUITTO=$candidate
      return
    fi
  done
  if ! have apt-get || [ ! -r "$debian_keyring" ] || ! find_debian_mirror; then
    die "needs Mosquitto 2.0 or newer: install that, and have it on PATH or in WEIR_MOSQUITTO"
  fi
  debian_unpack "$fetched" "${mosquitto_packages[@]}"
  write_runner "$fetched/run" sbin/mosquitto
  is_mosquitto "$fetched/run" ||
    die "Debian's Mosquitto does not run here: install 2.0 or newer, and have it on PATH"
  export WEIR_MOSQUITTO=$fetched/run
}

is_mosquitto() { # BINARY; with -h some versions end with 3
  local version
  [ -x "$1" ] || return 1
  version=$("$1" -h 2>/dev/null </dev/null | head -n 1) || true
  [[ $version =~ ^mosquitto\ version\ ([0-9]+)\. ]] && [ "${BASH_REMATCH[1]}" -ge 2 ] # mosquitto version 2.0.21
}

# For the test of the certificates that deploy/mosquitto makes.
need_openssl() { have openssl || need_packages openssl openssl; }
