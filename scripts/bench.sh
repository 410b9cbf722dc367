# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir bench: what ingest does of what its servers could; --growth: with more of one thing; --micro: its steps, without
# servers. On a stack of its own, unless --no-stack says otherwise.

bench() { # ARGUMENT...
  local argument kind='' no_stack='' others=()
  for argument; do
    case $argument in
      --micro | --growth)
        [ -z "$kind" ] || die "--micro and --growth measure different things; one at a time" 64
        kind=${argument#--}
        ;;
      --no-stack) no_stack=1 && others+=("$argument") ;;
      *) others+=("$argument") ;;
    esac
  done
  local main=Bench
  case $kind in
    micro) main=micro.MicroBench ;;
    growth) main=growth.Growth ;;
  esac
  others=("dev.weir.benchmarks.$main" --results "$root/benchmarks/results" ${others[@]+"${others[@]}"})
  if [ "$kind" = micro ] || wants_help "$@"; then
    build benchmarks
    become_java "${others[@]}"
  fi
  build app # ingest is started as users start it
  build benchmarks # the last one, for its jars are what runs
  export WEIR_LAUNCHER=$root/weir
  if [ -n "$no_stack" ]; then
    [ -n "${DATABASE_URL-}" ] && [ -n "${NATS_URL-}" ] || die "--no-stack needs DATABASE_URL and NATS_URL" 64
    become_java "${others[@]}"
  fi
  on_own_stack bench "${others[@]}"
}
