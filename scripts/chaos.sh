# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir chaos: faults under load, on a stack of its own.

chaos() { # ARGUMENT...
  local status=0
  build chaos
  wants_help "$@" && become_java dev.weir.chaos.Chaos "$@"
  chaos_stack=$root/.weir/chaos-stack
  trap end_chaos EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  need_nats
  need_mosquitto
  need_faketime
  export WEIR_NATS_SERVER=$nats_server
  stack_on_free_ports "$chaos_stack"
  set -m # in the background, for bash runs no trap while it waits for a child in the foreground
  (become_java dev.weir.chaos.Chaos "$@") &
  chaos_pid=$!
  set +m
  wait "$chaos_pid" || status=$?
  chaos_pid=
  return $status
}

end_chaos() {
  trap '' INT TERM HUP
  if [ -n "${chaos_pid-}" ]; then
    kill -- "-$chaos_pid" 2>/dev/null || true
    wait "$chaos_pid" || true
    kill -KILL -- "-$chaos_pid" 2>/dev/null || true
  fi
  "$root/weir" stack down --delete --dir "$chaos_stack"
}
