# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir bench: what ingest does of what its servers could, on a stack of its own; --micro: its steps, without servers.

bench() { # ARGUMENT...
  local argument micro='' others=()
  for argument; do
    [ "$argument" = --micro ] && micro=1 || others+=("$argument")
  done
  [ -n "$micro" ] || wants_help "$@" || build app # ingest is started as users start it
  build benchmarks
  [ -z "$micro" ] ||
    become_java dev.weir.benchmarks.micro.MicroBench --results "$root/benchmarks/results" ${others[@]+"${others[@]}"}
  wants_help "$@" && become_java dev.weir.benchmarks.Bench "$@"
  on_own_stack bench dev.weir.benchmarks.Bench --results "$root/benchmarks/results" "$@"
}
