# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# The stack's servers in containers: deploy/compose/docker-compose.yaml, with the settings and configuration of D.

docker_works() {
  local limit=()
  ! have timeout || limit=(timeout 5) # an engine that hangs is none
  have docker && ${limit[@]+"${limit[@]}"} docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1
}

compose() { # ARGUMENT...
  local project
  project=weir-$(printf '%s' "$stack_dir" | cksum | cut -d ' ' -f 1) # two folders are two stacks
  STACK_FILES=$files docker compose --project-name "$project" --env-file "$stack_dir/settings" \
    --file "$root/deploy/compose/docker-compose.yaml" "$@" </dev/null
}

docker_prepare() {
  docker_works || die "WEIR_STACK=docker needs a Docker engine that runs, with Compose"
}

docker_up() {
  write_configuration 0.0.0.0 postgresql /mosquitto/data
  chmod -R a+rX "$files/etc" # the containers' users; D/files itself stays closed to the machine's
  compose up --detach --wait --wait-timeout 180 >&2 || die "the containers did not start: docker compose logs tells more"
}

docker_down() { # DELETE
  compose --profile emqx down ${1:+--volumes} >&2
}

docker_start() { compose up --detach --wait --no-deps "$1" >&2; }
docker_stop() { compose stop "$1" >&2; }
docker_kill() { compose kill "$1" >&2; }
docker_pause() { compose pause "$1" >&2; }
docker_resume() { compose unpause "$1" >&2; }

docker_runs() { # SERVER
  [ -e "$stack_dir/settings" ] && [ -n "$(compose ps --quiet --status running "$1" 2>/dev/null)" ]
}

docker_details() { # SERVER
  compose ps --format '{{.Name}} {{.Image}}' "$1" 2>/dev/null || true
}
