# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# Builds a module when its sources are newer than the last build of it.
#
# The launcher runs a copy, .weir/build/MODULE, so that neither Maven nor a failed build pulls the jars from under a
# process that runs. Its file .sources has the time when the build began: an edit made meanwhile is built the next time.

# Sets jars to the folder with all that MODULE needs to run.
build() { # MODULE
  jars=$root/.weir/build/$1
  # A test run holds the lock and Maven's folders; what a test starts runs what was just packaged.
  [ -n "${WEIR_TEST_RUN-}" ] && jars=$root/$1/target/weir && return
  fresh "$1" && return
  trap - TERM INT # a trap would have to wait for Maven's end
  need_build_tools
  lock 9 "$root/.weir/build/lock" "another build of this checkout"
  fresh "$1" || build_now "$1"
  unlock 9
}

fresh() { [ -e "$jars/.sources" ] && [ -z "$(changed "$1")" ]; }

# The first source that is newer than the build. Folders count: a file deleted or moved changes its folder's time.
changed() { # MODULE
  local sources=("$root/pom.xml") module
  [ ! -d "$root/.mvn" ] || sources+=("$root/.mvn")
  for module in "$root"/*/; do
    case $1:${module#"$root"/} in
      "$1:$1/") ;;
      app:testkit/ | demo:testkit/ | *:demo/ | *:chaos/ | *:benchmarks/ | *:fuzz/) continue ;; # not part of what runs
    esac
    [ ! -e "${module}pom.xml" ] || sources+=("${module}pom.xml")
    [ ! -e "${module}src/main" ] || sources+=("${module}src/main")
  done
  find "${sources[@]}" -newer "$jars/.sources" -print | head -n 1
}

build_now() { # MODULE
  local made=$root/$1/target/weir new=$jars.new
  say "building $1 (the first time takes a minute or two) …"
  rm -rf "$new" "$made" # jars of dependencies that are gone would stay
  mkdir "$new"
  : >"$new/.sources"
  # Maven inherits the lock: should this script be killed, it is held until Maven has ended, too.
  (become_maven -q -pl "$1" -am package -Dmaven.test.skip=true >&2) || die "the build failed"
  cp "$made"/*.jar "$new/"
  rm -rf "$jars"
  mv "$new" "$jars"
  [ "$1" != app ] || (make_aot_cache) || say "starts will be slow: no cache of classes was made, see $jars/training.log"
}

# Weir's classes as a JVM has them in memory: a start with them takes a third of the work. They come from a process that
# is ended before it has found any server, so its profiles, which a cache may hold too, are of no use. Without a cache
# Weir runs just as well.
make_aot_cache() {
  local without_profiles=(-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining)
  local cache=$jars/weir.aot log=$jars/training.log process tries=600
  say "preparing fast starts …"
  find_java java
  : >"$log"
  # Nothing of the user's environment, which is meant for another process.
  env -i PATH="$PATH" DATABASE_URL=postgres://nobody@127.0.0.1:1/nowhere NATS_URL=nats://127.0.0.1:1 \
    MQTT_URL=mqtt://127.0.0.1:1 HTTP_HOST=127.0.0.1 HTTP_PORT=0 \
    "$java_home/bin/java" "${java_options[@]}" "${without_profiles[@]}" "-XX:AOTCacheOutput=$cache.new" -cp "$jars/*" \
    dev.weir.app.Weir serve ingest,http,mqtt-bridge,route-delivery </dev/null >"$log" 2>&1 9>&- &
  process=$!
  trap "kill -KILL $process 2>/dev/null || true" EXIT
  until grep -q 'serving HTTP' "$log" || [ $((tries -= 1)) -le 0 ] || ! kill -0 $process 2>/dev/null; do sleep 0.1; done
  (ask_for_health "$(sed -n 's/.*"serving HTTP","port":\([0-9]*\).*/\1/p' "$log")") || true
  kill $process 2>/dev/null || true
  # It may take its time to write the cache, though not for ever.
  while kill -0 $process 2>/dev/null && [ $((tries -= 1)) -gt -600 ]; do sleep 0.1; done
  kill -KILL $process 2>/dev/null || true
  wait $process || true
  trap - EXIT
  grep -q 'AOTCache creation is complete' "$log" && mv "$cache.new" "$cache"
}

# What the first of whoever watches a process has it load.
ask_for_health() { # PORT
  local path
  for path in ready health metrics; do
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return
    printf 'GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
    timeout 20 cat <&3 >/dev/null
    exec 3<&-
  done 2>/dev/null
}

# Becomes Maven. The options spare us a warning about its own use of Unsafe, and the escape sequences it ends with.
become_maven() { # ARGUMENT...
  cd "$root" || return
  export JAVA_HOME=$java_home MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow -Djansi.noreset=true ${MAVEN_OPTS-}"
  heed_interrupts
  exec ${heed[@]+"${heed[@]}"} mvn -B -ntp "$@" </dev/null
}

# A JDK and Maven, installed if missing and possible.
need_build_tools() {
  local what='' packages=()
  find_java javac || what="a JDK $java_wanted or newer" packages=("openjdk-$java_wanted-jdk-headless")
  have mvn || what+="${what:+ and }Maven" packages+=(maven)
  [ -n "$what" ] || return 0
  need_packages "$what" "${packages[@]}"
  find_java javac || die "no JDK $java_wanted or newer found, though one was installed; set JAVA_HOME to it"
}
