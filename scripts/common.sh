# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# What every script uses: saying, failing, locking.

say() { printf 'weir: %s\n' "$*" >&2; }

die() { # MESSAGE [EXIT_CODE]
  say "$1"
  exit "${2:-1}"
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$EUID" -eq 0 ]; }

# Holds FILE's lock on DESCRIPTOR until unlock or the end of this process. A child that outlives us must not inherit
# the descriptor (N>&-), or it holds the lock too. Without flock (macOS) there is no lock.
lock() { # DESCRIPTOR FILE WAITING_FOR
  mkdir -p "$(dirname "$2")"
  eval "exec $1>>\"\$2\""
  have flock || return 0
  flock -n "$1" && return
  say "waiting for $3"
  flock "$1"
}

unlock() { # DESCRIPTOR
  eval "exec $1>&-"
}

# Sets heed to what makes a command take SIGINT again. A shell starts what it puts into the background with it ignored,
# which neither a shell nor Java can undo.
heed_interrupts() {
  heed=()
  ! env --default-signal=INT true 2>/dev/null || heed=(env --default-signal=INT)
}
