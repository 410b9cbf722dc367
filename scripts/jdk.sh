# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# Finds a JDK; and decides who Java runs as.

java_wanted=25

# Netty's buffers are outside the heap by ways that Java warns of. What is remembered of devices is many small objects,
# which are a sixth smaller with compact headers.
java_options=(--sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders)

# Sets java_home to the best Java that has PROGRAM (java to run, javac to build): JAVA_HOME, then PATH, then the newest
# of the usual folders. Reads the 'release' file that every JDK carries; asking java itself would cost each start 50 ms.
find_java() { # PROGRAM
  local home newest=0
  for home in "${JAVA_HOME-}" "$(java_on_path)"; do
    if has_java "$home" "$1"; then
      java_home=$home
      return
    fi
  done
  for home in /usr/lib/jvm/* /opt/* /usr/java/* /usr/local/openjdk* \
    ~/.sdkman/candidates/java/* ~/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if has_java "$home" "$1" && [ "$java_major" -gt "$newest" ]; then
      java_home=$home newest=$java_major
    fi
  done
  [ "$newest" -gt 0 ]
}

java_on_path() {
  local java
  java=$(command -v java) && java=$(readlink -f "$java") && printf '%s' "${java%/bin/java}"
}

has_java() { # HOME PROGRAM; sets java_major
  local line
  [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        java_major=${line#JAVA_VERSION=\"}
        java_major=${java_major%%[!0-9]*}
        [ "${java_major:-0}" -ge "$java_wanted" ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

# For the demo: its PostgreSQL does not run as root. Sets as_nobody to what makes a command of root's nobody's, who may
# still open files as root would, for the checkout may lie below /root. Where that is not allowed, nothing changes.
drop_root() {
  local nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  nobody+=('--inh-caps=-all,+dac_override' '--ambient-caps=-all,+dac_override')
  as_nobody=()
  ! is_root || ! "${nobody[@]}" true 2>/dev/null || as_nobody=("${nobody[@]}")
}
