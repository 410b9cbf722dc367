# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir chaos: faults under load, on a stack of its own.

chaos() { # ARGUMENT...
  build chaos
  wants_help "$@" && become_java dev.weir.chaos.Chaos "$@"
  need_nats
  need_mosquitto
  need_faketime
  export WEIR_NATS_SERVER=$nats_server
  on_own_stack chaos dev.weir.chaos.Chaos "$@"
}
