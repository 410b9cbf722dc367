# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# What the benchmarks share: a stack of their own, processes that are served, and what they have used.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
cache=${XDG_CACHE_HOME:-${HOME:-~}/.cache}/weir
for script in common jdk debian build mosquitto clients stack settings rootfs servers processes docker; do
  # shellcheck source=/dev/null
  . "$root/scripts/$script.sh"
done

port=18080
stack_folder=$root/.weir/bench-stack
pids=()

finish() {
  for pid in ${pids[@]+"${pids[@]}"}; do
    kill -CONT "$pid" 2>/dev/null || true
    kill "$pid" 2>/dev/null || true
  done
  wait || true
  "$root/weir" stack down --delete --dir "$stack_folder"
}

serve() { # ROLE
  HTTP_HOST=127.0.0.1 HTTP_PORT=$port LOG_STATS_EVERY_SECONDS=0 "$root/weir" serve "$1" >"$stack_folder/$1.log" 2>&1 &
  served=$!
  pids+=("$served")
  until curl -fs "http://127.0.0.1:$port/ready" >/dev/null; do sleep 0.2; done
}

end_served() { kill "$served" && wait "$served"; }

cpu_of() { awk '{ print $14 + $15 }' "/proc/$1/stat"; } # in hundredths of a second
resident_of() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$1/status"; }
server_pid() { read -r pid _ <"$stack_folder/pid/$1" && echo "$pid"; }

# Of the process and its children, those that have ended included.
cpu_of_tree() { # PID
  local child sum
  sum=$(awk '{ print $14 + $15 + $16 + $17 }' "/proc/$1/stat")
  for child in $(cat "/proc/$1/task/$1/children"); do sum=$((sum + $(cpu_of "$child" 2>/dev/null || echo 0))); done
  echo "$sum"
}

metric() { # PREFIX of the lines to be summed
  curl -fs "http://127.0.0.1:$port/metrics" | awk -v name="$1" 'index($0, name) == 1 { sum += $NF } END { printf "%d", sum }'
}

# The machine, the day and the commit, as results say them.
machine() {
  echo "$(nproc) cores ($(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)), $(date +%F), commit $(git -C "$root" rev-parse --short HEAD)"
}
