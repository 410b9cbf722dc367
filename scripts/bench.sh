# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir bench: what ingest does of what its servers could; --growth: with more of one thing; --micro: its steps, without
# servers. On a stack of its own, unless the environment names both servers.

bench() { # ARGUMENT...
  local argument main=dev.weir.benchmarks.Bench others=()
  for argument; do
    case $argument in
      --micro) main=dev.weir.benchmarks.micro.MicroBench ;;
      --growth) main=dev.weir.benchmarks.growth.Growth ;;
      *) others+=("$argument") ;;
    esac
  done
  others=("$main" --results "$root/benchmarks/results" ${others[@]+"${others[@]}"})
  case $main in
    *MicroBench) ;;
    *) wants_help "$@" || build app ;; # ingest is started as users start it
  esac
  build benchmarks
  case $main in *MicroBench) become_java "${others[@]}" ;; esac
  ! wants_help "$@" || become_java "${others[@]}"
  if [ -z "${WEIR_STACK_DIR-}" ] && [ -n "${DATABASE_URL-}" ] && [ -n "${NATS_URL-}" ]; then
    say "on the servers that DATABASE_URL and NATS_URL name"
    export WEIR_LAUNCHER=$root/weir
    become_java "${others[@]}"
  fi
  on_own_stack bench "${others[@]}"
}
