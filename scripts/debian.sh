# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# Debian's packages: installed with apt, or unpacked into a folder without being installed.

# The release that servers come from, whichever the machine has: it carries TimescaleDB and a current NATS.
debian_suite=trixie
debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Installs PACKAGE... with apt as root. Where it can't, one line says what to install.
need_packages() { # WHAT PACKAGE...
  local what=$1 package output
  shift
  have apt-get || die "needs $what: install that, and have it on PATH or in JAVA_HOME"
  for package; do
    apt_has "$package" || ! is_root || apt_update
    apt_has "$package" || apt_knows_nothing || die "needs $what; $(unavailable "$package" "$@")"
  done
  is_root || die "needs $what; as root: apt-get install $*"
  say "installing $* …"
  output=$(DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null 2>&1) ||
    die "apt-get could not install $*:"$'\n'"$output"
}

apt_has() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }

apt_knows_nothing() { ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; }

apt_update() { # once per run
  [ -z "${apt_updated-}" ] || return 0
  apt_updated=1
  say "fetching the package lists …"
  apt-get update -qq </dev/null >&2 || say "apt-get update failed; going on with the lists there are"
}

unavailable() { # PACKAGE ALL_THE_PACKAGES...
  local others=" ${*:2} "
  others=${others/ $1 / }
  case $1 in
    openjdk-*) printf 'this release has no package of such a JDK: unpack one under /opt, or set JAVA_HOME to one' ;;
    *) printf "this machine's package sources have no %s" "$1" ;;
  esac
  [ "$others" = ' ' ] || is_root || printf '; and as root: apt-get install%s' "${others% }"
}

# Sets debian_mirror to the machine's own Debian archive: the first entry of its apt configuration that has the
# component main and an address that ends in /debian (or is a snapshot's). Security and third-party archives have not.
find_debian_mirror() {
  local files=() file
  debian_mirror=${WEIR_DEBIAN_MIRROR-}
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources}; do
    [ ! -r "$file" ] || files+=("$file")
  done
  [ -n "$debian_mirror" ] || [ ${#files[@]} -eq 0 ] || debian_mirror=$(awk '
    function use(uri, components) {
      if (found || (" " components " ") !~ / main / || uri !~ /^(https?|file):.*\/debian(\/[0-9TZ]+)?\/?$/) return
      print found = uri
    }
    function stanza(  i, n, each) {
      n = split(uris, each, " ")
      if (enabled && types ~ /(^| )deb( |$)/) for (i = 1; i <= n; i++) use(each[i], components)
      types = uris = components = ""
      enabled = 1
    }
    FNR == 1 || /^[ \t]*$/ { stanza() }
    /^deb[ \t]/ { sub(/\[[^]]*\]/, ""); uri = $2; $1 = $2 = $3 = ""; use(uri, $0) }
    sub(/^Types:/, "") { types = $0 }
    sub(/^URIs:/, "") { uris = $0 }
    sub(/^Components:/, "") { components = $0 }
    /^Enabled: *(no|false|0)/ { enabled = 0 }
    END { stanza() }
  ' "${files[@]}")
  [ -n "$debian_mirror" ]
}

# Unpacks PACKAGE... of the suite into FOLDER: nothing is installed or started, and no root is needed. apt checks the
# archive's signature; its configuration (proxies) is the machine's, its sources, lists and state are private ones.
debian_unpack() { # FOLDER PACKAGE...
  local folder=$1 work=$1.new deb
  shift
  lock 8 "$folder.lock" "another download of $*"
  if [ ! -e "$folder" ]; then
    say "fetching $* from Debian $debian_suite …"
    rm -rf "$work"
    mkdir -p "$work"/{state/lists/partial,cache/archives/partial,unpacked}
    : >"$work/state/status"
    printf 'deb [signed-by=%s] %s %s main\n' "$debian_keyring" "$debian_mirror" "$debian_suite" >"$work/sources.list"
    private_apt "$work" update || die "could not read Debian $debian_suite at $debian_mirror"
    (cd "$work" && private_apt "$work" download "$@") || die "could not fetch $* from $debian_mirror"
    for deb in "$work"/*.deb; do
      dpkg-deb -x "$deb" "$work/unpacked"
    done
    mv "$work/unpacked" "$folder"
    rm -rf "$work"
  fi
  unlock 8
}

private_apt() { # WORK ARGUMENT...
  local work=$1 options=()
  shift
  ! is_root || options=(-o APT::Sandbox::User=root) # apt's own user may not enter a cache below /root
  apt-get -qq ${options[@]+"${options[@]}"} \
    -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State="$work/state" -o Dir::State::Status="$work/state/status" -o Dir::Cache="$work/cache" \
    -o Acquire::Languages=none "$@" </dev/null >&2
}

# For processes whose clock is set. The machine's own, for it is loaded into what runs here.
need_faketime() {
  compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || need_packages libfaketime libfaketime
}

# What runs a program that was unpacked. In one piece: another process may do the same. It becomes the program, so a
# signal to it is one to that.
write_runner() { # FILE PROGRAM, below usr
  cat >"$1.$$" <<RUNNER
#!/bin/sh
# ${2##*/} as it was unpacked, with the libraries it was built for.
here=\${0%/*}
for loader in "\$here"/usr/lib/*/ld-linux*.so.*; do
  exec "\$loader" --library-path "\${loader%/*}" "\$here/usr/$2" "\$@"
done
RUNNER
  chmod 755 "$1.$$"
  mv "$1.$$" "$1"
}
