# shellcheck shell=bash disable=SC2034,SC2119,SC2120,SC2154 # the scripts share some variables
# The processes of the stack in the Debian root filesystem: which are ours, and how they end.

program() { # SERVER
  case $1 in
    postgresql) echo postgres ;;
    nats) echo nats-server ;;
    *) echo "$1" ;;
  esac
}

# The process we started, and no other that got its number: the start time, in ticks since boot, is the same.
debian_runs() { # SERVER; sets pid
  local started=
  { read -r pid started <"$stack_dir/pid/$1"; } 2>/dev/null || true
  [ -n "$started" ] && read_stat "$pid" && [ "$start_time" = "$started" ] && return
  pid=
  return 1
}

# Sets start_time; fails for a process that is gone, or a zombie.
read_stat() { # PID
  local stat fields
  start_time=
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r -a fields <<<"${stat##*) }" # after the name, which may hold anything
  [ "${fields[0]}" != Z ] && start_time=${fields[19]}
}

debian_down() {
  local server
  for server in pgbouncer mosquitto nats postgresql; do
    ! debian_runs "$server" || stop "$server"
    rm -f "$stack_dir/pid/$server"
  done
  kill_all
}

debian_stop() { # SERVER
  ! debian_runs "$1" || stop "$1"
}

debian_kill() { kill_all "$(program "$1")"; } # and they are gone: a start that follows takes none for a living one
debian_pause() {
  signal_all STOP "$(program "$1")"
  signal_all STOP "$(program "$1")" # and what was born during the first round
}
debian_resume() { signal_all CONT "$(program "$1")"; }

stop() { # SERVER
  local deadline=$((SECONDS + 30)) signal=TERM
  case $1 in
    postgresql) signal=INT ;; # fast shutdown: does not wait for clients
    pgbouncer) signal=QUIT ;; # the same
  esac
  kill -s "$signal" "$pid" 2>/dev/null || true
  while debian_runs "$1" && [ $SECONDS -lt $deadline ]; do
    sleep 0.1
  done
}

# Kills every process whose /stack is this stack's: what a crashed server left, or one that would not end.
kill_all() { # [PROGRAM]
  local deadline=$((SECONDS + 30))
  while [ -n "$(processes_of "${1-}")" ]; do
    [ $SECONDS -lt $deadline ] || die "a process of the stack in $stack_dir cannot be killed"
    signal_all KILL "${1-}"
    sleep 0.1
  done
}

signal_all() { # SIGNAL [PROGRAM]
  local process
  for process in $(processes_of "${2-}"); do
    kill -s "$1" "$process" 2>/dev/null || true
  done
}

# Prints the numbers of this stack's processes.
processes_of() { # [PROGRAM]
  local process
  for process in /proc/[0-9]*; do
    [ "$process/root/stack" -ef "$files" ] || continue
    [ -z "${1-}" ] || [ "$(cat "$process/comm" 2>/dev/null)" = "$1" ] || continue
    echo "${process#/proc/}"
  done
}
