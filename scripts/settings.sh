# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# The settings of a stack: its ports and password, kept in D/settings, and the servers' configuration made from them.

setting_names=(STACK_WAY STACK_PASSWORD STACK_PG_PORT STACK_PGBOUNCER_PORT STACK_NATS_PORT STACK_MQTT_PORT)

port_variable() { # SERVER
  case $1 in
    postgresql) echo STACK_PG_PORT ;;
    pgbouncer) echo STACK_PGBOUNCER_PORT ;;
    nats) echo STACK_NATS_PORT ;;
    mosquitto) echo STACK_MQTT_PORT ;;
  esac
}

port_of() { # SERVER
  local variable
  variable=$(port_variable "$1")
  echo "${!variable}"
}

# What D remembers replaces what the environment says; fails where no stack was made.
read_settings() {
  local name value known
  [ -r "$stack_dir/settings" ] || return
  while IFS='=' read -r name value; do
    for known in "${setting_names[@]}"; do
      [ "$name" != "$known" ] || printf -v "$name" '%s' "$value"
    done
  done <"$stack_dir/settings"
}

write_settings() {
  local name
  for name in "${setting_names[@]}"; do
    echo "$name=${!name}"
  done >"$stack_dir/settings.new"
  mv "$stack_dir/settings.new" "$stack_dir/settings"
}

# For up: the environment before what is remembered, before the default.
choose_settings() {
  local server variable asked=() remembered i=0
  for server in "${servers[@]}"; do
    variable=$(port_variable "$server")
    asked+=("${!variable-}")
    unset "$variable"
  done
  STACK_WAY='' STACK_PASSWORD=''
  read_settings || true
  case ${WEIR_STACK:-$STACK_WAY} in
    "$STACK_WAY") ;;
    *) [ -z "$STACK_WAY" ] || die "the stack in $stack_dir is a $STACK_WAY one; ./weir stack down --delete it first" ;;
  esac
  STACK_WAY=${WEIR_STACK:-$STACK_WAY}
  [ -n "$STACK_WAY" ] || choose_way
  case $STACK_WAY in docker | debian) ;; *) die "WEIR_STACK is docker or debian, not '$STACK_WAY'" 64 ;; esac
  # Letters first: NATS would take 12e4… for a number. Hexadecimal: no URL or file format needs it quoted.
  [ -n "$STACK_PASSWORD" ] || STACK_PASSWORD=weir$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  for server in "${servers[@]}"; do
    variable=$(port_variable "$server")
    remembered=${!variable-}
    if [ -n "$remembered" ] && [ "${asked[i]:-$remembered}" != "$remembered" ] && "${STACK_WAY}_runs" "$server"; then
      die "$server of the stack in $stack_dir runs on port $remembered: to change it, ./weir stack down first"
    fi
    printf -v "$variable" '%s' "${asked[i]:-${remembered:-$(default_port "$server")}}"
    i=$((i + 1))
  done
}

choose_way() {
  if docker_works; then
    STACK_WAY=docker
  elif is_root && { [ -e "$(rootfs)" ] || have apt-get; }; then
    STACK_WAY=debian
  else
    die "stack needs a Docker engine that runs, with Compose; or Debian, and to be root"
  fi
}

default_port() { # SERVER
  case $1 in
    postgresql) echo 15432 ;;
    pgbouncer) echo 16432 ;;
    nats) echo 14222 ;;
    mosquitto) echo 11883 ;;
  esac
}

# Every port is one, none is used twice, and nobody else listens on one that we are about to take.
check_ports() {
  local server port seen=' '
  for server in "${servers[@]}"; do
    port=$(port_of "$server")
    [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] || die "$(port_variable "$server")=$port is not a port" 64
    case $seen in *" $port "*) die "$(port_variable "$server")=$port is taken by another server of the stack" 64 ;; esac
    seen+="$port "
    if ! "${STACK_WAY}_runs" "$server" && accepts "$port"; then
      die "port $port, meant for $server, is in use by something else: end that, or set $(port_variable "$server")"
    fi
  done
}

accepts() { # PORT
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Fills in deploy/stack/*, each file's @NAME@, and puts the result into D/files/etc.
write_configuration() { # LISTEN PG_HOST MQTT_DATA
  local template text variable
  mkdir -p "$files/etc"
  for template in "$root"/deploy/stack/*; do
    text=$(<"$template")
    for variable in "${setting_names[@]}"; do
      text=${text//"@$variable@"/${!variable}}
    done
    text=${text//@LISTEN@/$1} text=${text//@PG_HOST@/$2} text=${text//@MQTT_DATA@/$3}
    printf '%s\n' "$text" >"$files/etc/${template##*/}"
  done
}
