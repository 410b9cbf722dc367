# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# ./weir stack: real servers on loopback, in containers where a Docker engine runs, else in a Debian root filesystem.

servers=(postgresql pgbouncer nats mosquitto)

stack_help() {
  cat <<'HELP'
usage: ./weir stack up|down|status|env [--dir D]
       ./weir stack start|stop|kill|pause|resume SERVER [--dir D]

Real servers on loopback: PostgreSQL with TimescaleDB, PgBouncer, NATS with JetStream, Mosquitto.

  up              starts what does not run and waits until all accept; settings, data and logs live in D
  down            ends all of them and keeps the data; with --delete removes the data too
  status          a line per server; exits 0 if all run, 3 if not
  env             prints export lines: DATABASE_URL, DATABASE_URL_PGBOUNCER, NATS_URL, MQTT_URL
                  use: eval "$(./weir stack env)"

  For what breaks things on purpose; SERVER is postgresql, pgbouncer, nats or mosquitto:
  start           starts the server of a stack that is up, and waits until it accepts
  stop            ends the server in good order
  kill            ends all of its processes at once: SIGKILL
  pause, resume   lets all of its processes stand still, and go on

  --dir D         where the stack lives; default: .weir/stack in the checkout. Two folders are two stacks.

environment, read by up and remembered in D:
  STACK_PG_PORT 15432   STACK_PGBOUNCER_PORT 16432   STACK_NATS_PORT 14222   STACK_MQTT_PORT 11883
  WEIR_STACK            docker or debian, instead of what fits the machine
HELP
}

stack() { # ARGUMENT...
  local command='' operand=''
  stack_dir=$root/.weir/stack
  if [ $# -eq 0 ] || wants_help "$@"; then
    stack_help
    return
  fi
  while [ $# -gt 0 ]; do
    case $1 in
      up | down | status | env) command=$1 ;;
      start | stop | kill | pause | resume)
        command=$1 operand=${2-}
        case " ${servers[*]} " in
          *" ${operand:-?} "*) shift ;;
          *) die "stack: $1 which of ${servers[*]}?" 64 ;;
        esac
        ;;
      --dir)
        [ -n "${2-}" ] || die "stack: --dir needs a folder" 64
        stack_dir=$2
        shift
        ;;
      --dir=*) stack_dir=${1#--dir=} ;;
      --delete) operand=1 ;;
      *) die "stack: unknown argument '$1'; see ./weir stack --help" 64 ;;
    esac
    shift
  done
  [ -n "$command" ] || die "stack: which of up, down, status, env, start, stop, kill, pause, resume?" 64
  case $stack_dir in /*) ;; *) stack_dir=$PWD/$stack_dir ;; esac
  files=$stack_dir/files # what the servers see, as /stack
  PATH=$PATH:/usr/sbin:/sbin
  umask 077
  "stack_$command" "$operand"
}

stack_up() {
  lock 7 "$stack_dir/lock" "another command on the stack in $stack_dir"
  choose_settings
  "${STACK_WAY}_prepare"
  check_ports
  write_settings
  "${STACK_WAY}_up"
  unlock 7
  local option=
  [ "$stack_dir" = "$root/.weir/stack" ] || option=" --dir $(printf %q "$stack_dir")"
  say "the stack is up; its addresses: eval \"\$(./weir stack env$option)\""
}

stack_down() { # DELETE
  read_settings || return 0
  lock 7 "$stack_dir/lock" "another command on the stack in $stack_dir"
  "${STACK_WAY}_down" "$1"
  say "the stack in $stack_dir is down${1:+, its data deleted}"
  [ -z "$1" ] || rm -rf "$files" "$stack_dir"/{log,pid,settings}
  unlock 7
  [ -z "$1" ] || { rm -f "$stack_dir/lock" && rmdir "$stack_dir" 2>/dev/null; } || true
}

stack_start() {
  read_settings || die "no stack in $stack_dir"
  "${STACK_WAY}_prepare"
  on_server start "$1"
}

stack_stop() { on_server stop "$1"; }
stack_kill() { on_server kill "$1"; }
stack_pause() { on_server pause "$1"; }
stack_resume() { on_server resume "$1"; }

on_server() { # ACTION SERVER
  read_settings || die "no stack in $stack_dir"
  lock 7 "$stack_dir/lock" "another command on the stack in $stack_dir"
  "${STACK_WAY}_$1" "$2"
  unlock 7
}

stack_status() {
  local server all=0 state
  if ! read_settings; then
    echo "no stack in $stack_dir"
    return 3
  fi
  for server in "${servers[@]}"; do
    state=stopped
    if "${STACK_WAY}_runs" "$server"; then state=running; else all=3; fi
    printf '%-10s  %-7s  port %-5s  %s\n' "$server" "$state" "$(port_of "$server")" "$("${STACK_WAY}_details" "$server")"
  done
  return $all
}

stack_env() {
  local server up=
  ! read_settings || up=1
  for server in "${servers[@]}"; do
    [ -z "$up" ] || "${STACK_WAY}_runs" "$server" || up=
  done
  [ -n "$up" ] || die "the stack in $stack_dir is not up: ./weir stack up"
  local login=weir:$STACK_PASSWORD@127.0.0.1
  echo "export DATABASE_URL='postgres://$login:$STACK_PG_PORT/weir'"
  echo "export DATABASE_URL_PGBOUNCER='postgres://$login:$STACK_PGBOUNCER_PORT/weir'"
  echo "export NATS_URL='nats://$login:$STACK_NATS_PORT'"
  echo "export MQTT_URL='mqtt://$login:$STACK_MQTT_PORT'"
}

# Starts a stack of the caller's own, whose addresses are exported; it is the caller's to take down.
stack_on_free_ports() { # DIR
  local base=0
  "$root/weir" stack down --delete --dir "$1" 9>&- # of a run that was killed
  while ((base == 0)) || accepts $base || accepts $((base + 1)) || accepts $((base + 2)) || accepts $((base + 3)); do
    base=$((20000 + RANDOM % 12000)) # below the ports that systems give to clients
  done
  STACK_PG_PORT=$base STACK_PGBOUNCER_PORT=$((base + 1)) STACK_NATS_PORT=$((base + 2)) STACK_MQTT_PORT=$((base + 3)) \
    "$root/weir" stack up --dir "$1" 9>&-
  eval "$("$root/weir" stack env --dir "$1")"
  export WEIR_STACK_DIR=$1 WEIR_LAUNCHER=$root/weir
}
