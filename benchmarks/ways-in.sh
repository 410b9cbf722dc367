#!/usr/bin/env bash
# How fast messages come in by HTTP and by MQTT, from the client to JetStream's acknowledgement; and what each process
# pays for it. On a stack of its own; nothing else should run. Writes results/ways-in.md.
#
#   benchmarks/ways-in.sh [SECONDS]     of each run, 10 by default; each is made three times, warm
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
seconds=${1:-10}
result=$here/results/ways-in.md

# What processes have used by now, and how many messages came through.
mark() { # METRIC
  marked=("$EPOCHREALTIME" "$(metric "$1")" "$(cpu_of "$served")" "$(cpu_of "$(server_pid nats)")" "$(cpu_of "$(server_pid mosquitto)")")
}

# Tells what came of it since, as a line of the table.
tell() { # NAME METRIC
  local before=("${marked[@]}")
  mark "$2"
  awk -v name="$1" -v before="${before[*]}" -v after="${marked[*]}" -v rss="$(resident_of "$served")" 'BEGIN {
    split(before, b, " "); split(after, a, " "); n = a[2] - b[2]
    printf "| %s | %d | %.1f | %.1f | %.1f | %d |\n", name, n / (a[1] - b[1]), (a[3] - b[3]) * 1e4 / n, (a[4] - b[4]) * 1e4 / n, (a[5] - b[5]) * 1e4 / n, rss
  }'
}

http_load() { # SCRIPT CONNECTIONS
  "$WEIR_WRK" -t1 "-c$2" "-d$seconds" -s "$here/$1.lua" "http://127.0.0.1:$port"
}

# The first run meets a process that was started just now. The two cores, full as they are, give the JIT half a minute's
# work; what comes then is measured three times.
http_runs() { # NAME SCRIPT CONNECTIONS
  http_run "$1, the first $seconds s" "$2" "$3"
  http_run "$1" "$2" "$3" >/dev/null
  http_run "$1" "$2" "$3" >/dev/null
  for _ in 1 2 3; do http_run "$@"; done
}

http_run() { # NAME SCRIPT CONNECTIONS
  mark weir_http_messages_total
  http_load "$2" "$3" >"$stack_folder/load.log" 2>&1
  tell "$1" weir_http_messages_total
}

mqtt_fleet() { # OPTION...
  "$root/weir" simulate --mqtt --devices 1000 --prefix bench-mqtt "$@" >"$stack_folder/load.log" 2>&1
}

# Waits until so many messages came through since the bridge began.
through() { # MESSAGES
  while [ "$(metric weir_bridge_published_messages_total)" -lt "$1" ]; do sleep 0.05; done
}

# A bridge that has seen traffic, and then: what it takes from the broker that has them, and with devices that publish
# meanwhile, at a steady rate. The lease is long, for the bridge stands still while the broker gathers.
mqtt() {
  local each=$((15000 * seconds)) done_before rate
  LEASE_SECONDS=60 serve mqtt-bridge
  mqtt_fleet --rate 5000 --seconds $((2 * seconds))
  for round in 1 2 3 4 5; do
    done_before=$(metric weir_bridge_published_messages_total)
    kill -STOP "$served"
    mqtt_fleet --rate 0 --messages "$each" --seconds 0
    kill -CONT "$served"
    mark weir_bridge_published_messages_total
    through $((done_before + each))
    # the JIT has seen enough by the third
    [ $round -lt 3 ] || tell 'MQTT QoS 1, from what the broker holds' weir_bridge_published_messages_total
  done
  for rate in 8000 16000 20000; do
    mqtt_fleet --rate $rate --seconds $((seconds + 8)) &
    fleet=$!
    pids+=("$fleet")
    done_before=$(metric weir_bridge_published_messages_total)
    through $((done_before + rate)) # the fleet's JVM has started
    mark weir_bridge_published_messages_total
    sleep "$seconds"
    tell "MQTT QoS 1, $rate/s published meanwhile" weir_bridge_published_messages_total
    wait "$fleet" || true
  done
  end_served
}

need_wrk
trap finish EXIT
stack_on_free_ports "$stack_folder"
export STREAM_MAX_MSGS_PER_TENANT=1000000000 STREAM_MAX_BYTES=$((8 << 30)) HTTP_HOST=127.0.0.1
"$root/weir" migrate >/dev/null
"$root/weir" settings set RATE_LIMIT_RPS 1000000 >/dev/null
"$root/weir" settings set RATE_LIMIT_BURST 1000000 >/dev/null
"$root/weir" tenant add bench --name Bench >/dev/null
devices=$stack_folder/devices.csv
{
  echo tenant_id,device_id,site_id,token
  for i in $(seq 0 999); do echo "bench,d$i,s1,benchtoken-benchtoken"; done
} >"$devices"
"$root/weir" device import "$devices" >/dev/null

{
  cat <<HEAD
# The ways in, to JetStream's acknowledgement

\`benchmarks/ways-in.sh $seconds\` on $(machine).
Every check of the gateway is on; no ingest runs. Microseconds are of CPU, a message.

| way | messages/s | gateway or bridge, µs | NATS, µs | Mosquitto, µs | resident, MiB |
| --- | ---: | ---: | ---: | ---: | ---: |
HEAD
  serve http
  http_runs 'HTTP, one a request, 64 connections' single 64
  http_runs 'HTTP, 100 a request, 8 connections' batch 8
  end_served
  mqtt
} | tee "$result"
