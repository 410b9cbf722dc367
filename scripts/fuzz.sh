# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir fuzz: the long runs of what the module fuzz does for some seconds in every build.

fuzz_targets='native-body envelope-body topic timestamp configuration device-file frame topic-template topic-filter payload-filter'

fuzz_help() {
  cat <<HELP
usage: ./weir fuzz [--minutes N | --runs N] [--keep] [TARGET…]

Fuzzes parsers with Jazzer, one after the other; all of them where none is named. A line for each tells what it did;
exits 0 only if nothing was found. What is found is in .weir/fuzz, and belongs into fuzz/corpus once it is fixed.

  --minutes N  for each target; default 1
  --runs N     executions for each target, however long they take
  --keep       adds to fuzz/corpus what reached code that nothing kept there reaches

targets: $fuzz_targets
HELP
}

run_fuzz() { # ARGUMENT...
  local bound=-max_total_time=60 keep='' targets=() target status=0
  if wants_help "$@"; then
    fuzz_help
    return
  fi
  while (($# > 0)); do
    case $1 in
      --minutes | --runs)
        [[ ${2-} =~ ^[1-9][0-9]{0,8}$ ]] || die "fuzz: $1 must be a number from 1 to 999999999" 64
        [ "$1" = --runs ] && bound=-runs=$2 || bound=-max_total_time=$(($2 * 60))
        shift
        ;;
      --keep) keep=1 ;;
      *)
        case " $fuzz_targets " in
          *" $1 "*) targets+=("$1") ;;
          *) die "fuzz: unknown argument '$1'; see ./weir fuzz --help" 64 ;;
        esac
        ;;
    esac
    shift
  done
  [ ${#targets[@]} -gt 0 ] || read -r -a targets <<<"$fuzz_targets"
  build_fuzz
  for target in "${targets[@]}"; do
    fuzz_one "$target" "$bound" || { status=1; continue; }
    [ -z "$keep" ] || jazzer "$target" -merge=1 -use_counters=0 "$root/fuzz/corpus/$target" ||
      die "$target: what was found could not be kept; see .weir/fuzz/$target.log"
  done
  return $status
}

build_fuzz() {
  need_build_tools
  lock 9 "$root/.weir/build/lock" "another build of this checkout"
  say "building what is fuzzed …"
  (become_maven -q -pl fuzz -am process-test-classes >&2) || die "the build failed"
  unlock 9
  mkdir -p "$root/.weir/fuzz"
}

fuzz_one() { # TARGET BOUND
  local log=$root/.weir/fuzz/$1.log
  say "$1 …"
  if jazzer "$1" "$2"; then
    echo "$1: $(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\) second.*/\1 executions in \2 s/p' "$log"), nothing found"
    return
  fi
  echo "$1: FOUND something; it stands in $log"
  grep -A 8 -E '^== |ERROR: ' "$log" >&2 || true
  return 1
}

jazzer() { # TARGET OPTION...
  "$java_home/bin/java" -Xmx1g -XX:+UseSerialGC -cp "$root/fuzz/target/test-classes:$(<"$root/fuzz/target/classpath")" \
    dev.weir.fuzz.Fuzzing "$1" "$root/fuzz" "$root/.weir/fuzz" "${@:2}" >"$root/.weir/fuzz/$1.log" 2>&1 </dev/null
}
