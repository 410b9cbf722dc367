# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir bench: what ingest does of what its servers could, on a stack of its own.

bench() { # ARGUMENT...
  build app # what is measured is started as users start it
  build benchmarks
  wants_help "$@" && become_java dev.weir.benchmarks.Bench "$@"
  on_own_stack bench dev.weir.benchmarks.Bench --results "$root/benchmarks/results" "$@"
}
