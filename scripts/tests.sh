# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir test: every test, against servers of its own.
#
# Integration tests find in their environment: DATABASE_URL, DATABASE_URL_PGBOUNCER, NATS_URL, MQTT_URL (the stack's),
# WEIR_STACK_DIR (its folder: pid/SERVER starts with the process id), WEIR_NATS_SERVER and WEIR_MOSQUITTO (programs to
# start their own); WEIR_MOSQUITTO_PUB, WEIR_WRK and WEIR_NPM_PACKAGES (clients, see clients.sh), and curl on the PATH.

tests_help() {
  cat <<'HELP'
usage: ./weir test [--fast]

Every test of every module against real servers: a stack of its own on free ports, which is removed at the end.
Ends with a line 'N passed, N failed'; exits 0 only if all passed and none was skipped. An integration test that fails is
tried once more; if it passes then, it is named before that line: it is flaky, and a defect.

  --fast   unit tests only, no servers
HELP
}

run_tests() { # ARGUMENT...
  local goal=verify status=0
  test_stack=$root/.weir/test-stack
  if wants_help "$@"; then
    tests_help
    return
  fi
  case $* in
    '') ;;
    --fast) goal='test' ;;
    *) die "test: unknown argument in '$*'; see ./weir test --help" 64 ;;
  esac
  need_build_tools
  lock 9 "$root/.weir/build/lock" "another build of this checkout"
  rm -rf "$root"/*/target/{surefire,failsafe}-reports
  export WEIR_TEST_RUN=1
  trap end_tests EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  [ "$goal" = test ] || start_test_servers
  # In the background, for bash runs no trap while it waits for a child in the foreground; and, by -m, with all that it
  # starts in a process group that can be ended as one.
  set -m
  (become_maven --fail-at-end "$goal") &
  maven_pid=$!
  set +m
  wait "$maven_pid" || status=$?
  maven_pid=
  [ $status -eq 0 ] || say "Maven failed; what it says stands above"
  end_tests
  trap - EXIT
  count_tests || status=1
  return $status
}

start_test_servers() {
  need_nats
  need_mosquitto
  need_clients
  need_openssl
  need_faketime
  export WEIR_NATS_SERVER=$nats_server
  stack_on_free_ports "$test_stack"
}

end_tests() {
  trap '' INT TERM HUP
  if [ -n "${maven_pid-}" ]; then
    kill -- "-$maven_pid" 2>/dev/null || true
    wait "$maven_pid" || true
    kill -KILL -- "-$maven_pid" 2>/dev/null || true
  fi
  "$root/weir" stack down --delete --dir "$test_stack" 9>&-
}

# Adds up the reports of surefire and failsafe, prints the closing line, fails unless all passed.
count_tests() {
  local reports=() report passed failed skipped
  for report in "$root"/*/target/{surefire,failsafe}-reports/TEST-*.xml; do
    [ ! -e "$report" ] || reports+=("$report")
  done
  grep -lE '<flaky(Failure|Error)' /dev/null ${reports[@]+"${reports[@]}"} | while read -r report; do
    report=${report##*/TEST-}
    say "flaky, for it passed at its second try only, a defect: ${report%.xml}"
  done
  # A report's first tag has the sums; a '>' ends each record, for the tag may stretch over lines.
  read -r passed failed skipped <<<"$(awk -v RS='>' '
    function attribute(name) {
      return match($0, "[ \n]" name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
    }
    /<testsuite[ \n]/ {
      tests += attribute("tests")
      failed += attribute("failures") + attribute("errors")
      skipped += attribute("skipped")
      nextfile
    }
    END { print tests - failed - skipped, failed + 0, skipped + 0 }
  ' /dev/null ${reports[@]+"${reports[@]}"})"
  echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
  [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ]
}
