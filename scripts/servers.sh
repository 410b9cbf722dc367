# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# The stack's servers in the Debian root filesystem: made, started, asked.

debian_prepare() {
  is_root || die "the stack in a Debian root filesystem needs root"
  need_private_mounts
  need_rootfs
}

debian_up() {
  local server
  mkdir -p "$files"/data/{nats,mosquitto} "$stack_dir"/{log,pid}
  write_configuration 127.0.0.1 127.0.0.1 /stack/data/mosquitto
  chown "$stack_user:$stack_user" "$files" "$files"/data{,/nats,/mosquitto}
  chown -R "$stack_user:$stack_user" "$files/etc"
  [ -e "$files/data/postgresql" ] || make_cluster
  for server in "${servers[@]}"; do
    debian_runs "$server" || launch "$server"
  done
  for server in "${servers[@]}"; do
    await "$server"
    [ "$server" != postgresql ] || make_database
  done
}

debian_start() { # SERVER
  debian_runs "$1" || launch "$1"
  await "$1"
}

make_cluster() {
  rm -rf "$files/data/postgresql.new"
  inside "$pg_bin/initdb" -D /stack/data/postgresql.new --username=weir --pwfile=/stack/etc/password \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$stack_dir/log/initdb.log" 2>&1 || {
    tail -n 15 "$stack_dir/log/initdb.log" >&2
    die "initdb failed"
  }
  mv "$files/data/postgresql.new" "$files/data/postgresql"
}

make_database() {
  local statement="from pg_database where datname = 'weir'"
  [ -n "$(psql_inside "$STACK_PG_PORT" postgres "select 1 $statement")" ] ||
    psql_inside "$STACK_PG_PORT" postgres 'create database weir'
}

inside() { # COMMAND...
  "${unshare[@]}" bash "$root/scripts/enter.sh" "$rootfs" "$files" "$stack_user" "$@" </dev/null
}

psql_inside() { # PORT DATABASE STATEMENT
  inside "$pg_bin/psql" -h 127.0.0.1 -p "$1" -U weir -d "$2" -XqAtc "$3"
}

# In a session of its own, so that a terminal's Ctrl-C does not reach it.
launch() { # SERVER
  local log=$stack_dir/log/$1.log command
  case $1 in
    postgresql)
      command=("$pg_bin/postgres" -D /stack/data/postgresql -c config_file=/stack/etc/postgresql.conf)
      command+=(-c unix_socket_directories=)
      ;;
    pgbouncer) command=(pgbouncer /stack/etc/pgbouncer.ini) ;;
    # Go would collect garbage each time the heap has doubled: a quarter of what a stored message costs.
    nats) command=(env GOGC=400 GOMEMLIMIT=1GiB nats-server --config /stack/etc/nats.conf) ;;
    mosquitto) command=(sh /stack/etc/mosquitto.sh) ;;
  esac
  # Backends may outlive a PostgreSQL that was killed. With them gone its lock file means nothing: it may name a
  # process that nobody has waited for, or another's after a reboot.
  kill_all "$(program "$1")"
  [ "$1" != postgresql ] || rm -f "$files/data/postgresql/postmaster.pid"
  [ ! -e "$log" ] || mv -f "$log" "$log.1"
  say "starting $1 on port $(port_of "$1")"
  setsid "${unshare[@]}" bash "$root/scripts/enter.sh" "$rootfs" "$files" "$stack_user" "${command[@]}" \
    </dev/null >"$log" 2>&1 7>&- &
  read_stat $! || true # all of these commands become the next one: the process keeps its number
  echo "$! $start_time" >"$stack_dir/pid/$1"
}

await() { # SERVER
  local server=$1 deadline=$((SECONDS + 120)) # a crash recovery takes its time
  until answers "$server"; do
    if [ $SECONDS -ge $deadline ] || ! debian_runs "$server"; then
      say "the end of $stack_dir/log/$server.log:"
      tail -n 20 "$stack_dir/log/$server.log" >&2
      die "$server did not start"
    fi
    sleep 0.1
  done
}

answers() { # SERVER
  local port info
  port=$(port_of "$1")
  accepts "$port" || return
  case $1 in
    postgresql) psql_inside "$port" postgres 'select 1' >/dev/null 2>&1 ;;
    pgbouncer) psql_inside "$port" weir 'select 1' >/dev/null 2>&1 ;;
    nats) read -r -t 5 info <"/dev/tcp/127.0.0.1/$port" && [[ $info == INFO*'"jetstream":true'* ]] ;;
  esac
}

debian_details() { # SERVER
  local package=$1 also=
  case $1 in
    postgresql) package=postgresql-17 also=", timescaledb $(version_of postgresql-17-timescaledb)" ;;
    nats) package=nats-server ;;
  esac
  printf '%sversion %s%s' "${pid:+pid $pid  }" "$(version_of "$package")" "$also"
}
