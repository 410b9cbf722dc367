#!/usr/bin/env bash
# What routes cost ingest: the same backlog without routes, and with a route that every message matches and nobody who
# delivers. On a stack of its own; nothing else should run. Writes results/routes.md.
#
#   benchmarks/routes.sh [MESSAGES]     of each run, 300000 by default; each is made three times, in turn
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
messages=${1:-300000}
result=$here/results/routes.md

accounted() { metric weir_messages_total; }

# What is there when ingest goes on is its backlog.
backlog() {
  kill -STOP "$served"
  "$root/weir" simulate --nats --devices 1000 --tenants 1 --prefix bench --rate 0 --messages "$messages" --seconds 0 \
    >"$stack_folder/load.log" 2>&1 || true # its answers come late: ingest stands still
}

mark() {
  marked=("$EPOCHREALTIME" "$(accounted)" "$(cpu_of "$served")" "$(cpu_of "$(server_pid nats)")"
    "$(cpu_of_tree "$(server_pid postgresql)")" "$(metric weir_route_jobs_published_total)"
    "$(metric weir_route_jobs_untaken_total)")
}

tell() { # NAME
  local before=("${marked[@]}")
  mark
  awk -v name="$1" -v before="${before[*]}" -v after="${marked[*]}" 'BEGIN {
    split(before, b, " "); split(after, a, " "); n = a[2] - b[2]
    printf "| %s | %d | %.1f | %.1f | %.1f | %d | %d |\n", name, n / (a[1] - b[1]), (a[3] - b[3]) * 1e4 / n,
      (a[4] - b[4]) * 1e4 / n, (a[5] - b[5]) * 1e4 / n, a[6] - b[6], a[7] - b[7]
  }'
}

run() { # [NAME]; without one it only warms up
  local done_before
  done_before=$(accounted)
  backlog
  kill -CONT "$served"
  mark
  while [ "$(accounted)" -lt $((done_before + messages)) ]; do sleep 0.2; done
  [ $# -eq 0 ] || tell "$1"
}

route() { # enable | disable
  "$root/weir" route "$1" "$id" >/dev/null
  sleep 2 # lanes hear of it within one
}

trap finish EXIT
stack_on_free_ports "$stack_folder"
export STREAM_MAX_MSGS_PER_TENANT=1000000000 STREAM_MAX_BYTES=$((8 << 30)) HTTP_HOST=127.0.0.1 LEASE_SECONDS=60
export ROUTES_MAX_BYTES=$((4 << 30))
"$root/weir" migrate >/dev/null
"$root/weir" settings set RATE_LIMIT_RPS 1000000 >/dev/null
"$root/weir" settings set RATE_LIMIT_BURST 1000000 >/dev/null
serve ingest
run
run
tenant=$("$root/weir" tenant list --json | sed -n 's/.*"tenant_id" *: *"\(bench[^"]*\)".*/\1/p' | head -n 1)
id=$("$root/weir" route add "$tenant" all --webhook https://receiver.example/hook --json | sed -n 's/.*"id" *: *\([0-9]*\).*/\1/p' | head -n 1)

{
  cat <<HEAD
# What routes cost ingest

\`benchmarks/routes.sh $messages\` on $(machine).
A backlog of $messages messages of 1,000 devices of one tenant, every rule on, on TimescaleDB. Microseconds are of CPU, a message.

| routes | messages/s | ingest, µs | NATS, µs | PostgreSQL, µs | jobs taken by the stream | not taken: dead letters |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
HEAD
  route enable
  run
  for _ in 1 2 3; do
    route disable
    run 'none'
    route enable
    run 'one, which every message matches'
  done
} | tee "$result"
