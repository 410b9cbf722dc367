# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# The one list of commands, and the help made from it.

commands() {
  cat <<'LIST'
demo          the whole of Weir on embedded servers, with a simulated fleet and a ledger that must balance
migrate       brings the schema up to date and creates the streams
serve         runs roles in the foreground: ./weir serve ROLE[,ROLE…]
tenant        adds, lists, shows, changes and removes tenants
device        adds, imports, lists, shows, changes and revokes devices
subscription  adds, lists, shows, changes and removes subscriptions of tenants
certificate   adds, lists, shows, revokes and removes certificates of devices
route         adds, lists, shows, changes, tests and removes routes of tenants
settings      lists, shows, sets and unsets the rules that change while it runs
quarantine    lists, shows, counts, replays and deletes refused messages
dlq           lists, shows, replays and discards dead letters: jobs that were not delivered
simulate      load against a running installation
stack         real servers on loopback for development and tests: up, down, status, env
bench         measures ingest beside raw COPY of the same rows, in one run; --micro: its steps, without servers
chaos         breaks servers, networks and processes under load, and looks for every message
test          every test against real servers; --fast: unit tests only
fuzz          fuzzes every parser for long; the build does it for seconds
version       prints the version
LIST
}

is_command() { # NAME
  local name text
  while read -r name text; do
    [ "$name" = "$1" ] && return
  done <<<"$(commands)"
  return 1
}

wants_help() { # ARGUMENT...
  local argument
  for argument; do
    case $argument in -h | --help) return ;; esac
  done
  return 1
}

general_help() {
  cat <<'HELP'
Weir takes telemetry from JetStream into TimescaleDB, exactly once.

usage: ./weir COMMAND [OPTION…]      ./weir COMMAND --help tells more

HELP
  commands | sed 's/^/  /'
  cat <<'HELP'

The first start builds, and on Debian as root installs what is missing (a JDK 25, Maven); later ones build what changed.

environment of the launcher:
  JAVA_HOME           the JDK to use, if it is 25 or newer
  WEIR_JAVA_OPTS      options for the JVM, such as -Xmx1g
  WEIR_NATS_SERVER    the nats-server binary for demo, chaos and test (2.10 or newer)
  WEIR_MOSQUITTO      the Mosquitto for demo and test (2.0 or newer)
  WEIR_DEBIAN_MIRROR  the Debian archive to take servers from; default: the machine's own
  XDG_CACHE_HOME      servers that were fetched are kept in its folder weir; default: ~/.cache
HELP
}
