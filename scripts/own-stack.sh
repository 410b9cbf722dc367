# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# Java on a stack of its own, which is deleted at the end.

on_own_stack() { # NAME MAIN ARGUMENT...; returns what it ended with
  local status=0
  own_stack=$root/.weir/$1-stack
  trap end_on_own_stack EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  stack_on_free_ports "$own_stack"
  set -m # in the background, for bash runs no trap while it waits for a child in the foreground
  (become_java "${@:2}") &
  own_pid=$!
  set +m
  wait "$own_pid" || status=$?
  own_pid=
  return $status
}

end_on_own_stack() {
  trap '' INT TERM HUP
  if [ -n "${own_pid-}" ]; then
    kill -- "-$own_pid" 2>/dev/null || true
    wait "$own_pid" || true
    kill -KILL -- "-$own_pid" 2>/dev/null || true
  fi
  "$root/weir" stack down --delete --dir "$own_stack"
}
