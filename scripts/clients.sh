# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# Finds the clients that the tests and the benchmark publish with: other people's programs.

# Debian's, with all that they are linked to, as for Mosquitto itself.
mosquitto_clients_packages=(mosquitto-clients libmosquitto1 libcjson1 libc6 libssl3t64 libzstd1 zlib1g)
wrk_packages=(wrk libluajit-5.1-2 libc6 libgcc-s1 libssl3t64 libzstd1 zlib1g)

# All that integration tests ask their environment for.
need_clients() {
  have curl || need_packages curl curl
  need_mosquitto_clients
  need_wrk
  need_npm_packages
}

# Sets and exports WEIR_MOSQUITTO_PUB, unless it is set: the one on PATH, or Debian's, unpacked into the cache.
need_mosquitto_clients() {
  local fetched=$cache/mosquitto-clients-$debian_suite
  [ -n "${WEIR_MOSQUITTO_PUB-}" ] || WEIR_MOSQUITTO_PUB=$(command -v mosquitto_pub) ||
    fetch_client "$fetched" mosquitto_pub "${mosquitto_clients_packages[@]}"
  WEIR_MOSQUITTO_PUB=${WEIR_MOSQUITTO_PUB:-$fetched/run}
  says 'mosquitto_pub version' "$WEIR_MOSQUITTO_PUB" --help ||
    die "WEIR_MOSQUITTO_PUB=$WEIR_MOSQUITTO_PUB does not run here: install Mosquitto's clients, and have them on PATH"
  export WEIR_MOSQUITTO_PUB
}

# Sets and exports WEIR_WRK likewise.
need_wrk() {
  local fetched=$cache/wrk-$debian_suite
  [ -n "${WEIR_WRK-}" ] || WEIR_WRK=$(command -v wrk) || fetch_client "$fetched" wrk "${wrk_packages[@]}"
  WEIR_WRK=${WEIR_WRK:-$fetched/run}
  says '^wrk ' "$WEIR_WRK" --version ||
    die "WEIR_WRK=$WEIR_WRK does not run here: install wrk, and have it on PATH"
  export WEIR_WRK
}

# Sets and exports WEIR_NPM_PACKAGES: a folder from which node finds packages, as the lock file names them.
need_npm_packages() {
  local wanted=$root/app/src/test/npm folder sum
  { have node && have npm; } || need_packages "Node.js and npm" nodejs npm
  sum=$(cksum <"$wanted/package-lock.json")
  folder=$cache/npm-packages-${sum%% *}
  lock 8 "$folder.lock" "another download of packages"
  if [ ! -e "$folder" ]; then
    say "fetching JavaScript packages with npm …"
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    cp "$wanted"/package*.json "$folder.new/"
    (cd "$folder.new" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2) ||
      die "npm could not fetch the packages"
    mv "$folder.new" "$folder"
  fi
  unlock 8
  export WEIR_NPM_PACKAGES=$folder
}

fetch_client() { # FOLDER PROGRAM PACKAGE...
  local folder=$1 program=$2
  shift 2
  if ! have apt-get || [ ! -r "$debian_keyring" ] || ! find_debian_mirror; then
    die "needs $program: install that, and have it on PATH"
  fi
  debian_unpack "$folder" "$@"
  write_runner "$folder/run" "bin/$program"
}

says() { # PATTERN COMMAND...; some end with another code than 0 when they tell their version
  local pattern=$1 said
  shift
  said=$("$@" 2>/dev/null </dev/null) || true
  grep -q "$pattern" <<<"$said"
}
