# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share some variables
# The Debian root filesystem that the servers run in: made once per machine with debootstrap, kept in the cache.

rootfs_packages=postgresql-17,postgresql-17-timescaledb,pgbouncer,nats-server,mosquitto
pg_bin=/usr/lib/postgresql/17/bin
# Who the servers are: nobody else has this id, neither in the root filesystem nor, most likely, on the machine.
stack_user=59183

# Another list of packages, or another recipe, is another root filesystem.
rootfs() {
  local recipe
  recipe=$(cksum "$root/scripts/rootfs.sh" | cut -d ' ' -f 1)
  echo "$cache/rootfs-$debian_suite-$recipe"
}

# Sets unshare to what runs a command with mounts of its own, which end with it.
need_private_mounts() {
  unshare=(unshare --mount)
  "${unshare[@]}" true 2>/dev/null && return
  # In a chroot whose / is no mount of its own, its propagation cannot be changed; enter.sh does what can be done.
  unshare=(unshare --mount --propagation unchanged)
  "${unshare[@]}" true 2>/dev/null || die "stack needs the right to mount (CAP_SYS_ADMIN), which this container lacks"
}

need_rootfs() {
  rootfs=$(rootfs)
  [ -e "$rootfs" ] && return
  lock 8 "$rootfs.lock" "another process that makes $rootfs"
  [ -e "$rootfs" ] || make_rootfs
  unlock 8
}

make_rootfs() {
  local new=$rootfs.new script=/usr/share/debootstrap/scripts/$debian_suite
  if ! have debootstrap || [ ! -r "$debian_keyring" ]; then
    need_packages debootstrap debootstrap debian-archive-keyring
  fi
  find_debian_mirror || die "found no Debian archive in apt's configuration: set WEIR_DEBIAN_MIRROR to one"
  [ -e "$script" ] || script=${script%/*}/sid # an older debootstrap; all of Debian's releases share sid's script
  say "making a Debian $debian_suite with the servers in $rootfs (once, takes a minute) …"
  rm -rf "$new"
  # In two stages, to have a word in before packages are configured: no service starts, no cluster is made.
  logged "${unshare[@]}" debootstrap --foreign --variant=minbase --include="$rootfs_packages" \
    "$debian_suite" "$new" "$debian_mirror" "$script"
  printf '#!/bin/sh\nexit 101\n' >"$new/usr/sbin/policy-rc.d"
  mkdir -p "$new/etc/postgresql-common"
  echo 'create_main_cluster = false' >"$new/etc/postgresql-common/createcluster.conf"
  chmod -R a+rX,u+x "$new/usr/sbin/policy-rc.d" "$new/etc/postgresql-common"
  logged "${unshare[@]}" chroot "$new" /debootstrap/debootstrap --second-stage
  chroot "$new" dpkg-query -W >"$new/versions"
  rm -rf "$new"/var/cache/apt/* "$new"/var/lib/apt/lists/* "$new"/usr/share/{doc,man,locale,info}
  echo "weir:x:$stack_user:$stack_user::/stack:/usr/sbin/nologin" >>"$new/etc/passwd"
  echo "weir:x:$stack_user:" >>"$new/etc/group"
  mkdir -p "$new/stack"
  chmod 755 "$new" "$new/stack"
  mv "$new" "$rootfs"
  rm -f "$rootfs.log"
}

logged() { # COMMAND...
  (umask 022 && exec "$@") </dev/null >>"$rootfs.log" 2>&1 8>&- && return
  say "the end of $rootfs.log:"
  tail -n 15 "$rootfs.log" >&2
  die "could not make the Debian root filesystem"
}

version_of() { # PACKAGE
  awk -v package="$1" '$1 == package { print $2 }' "$(rootfs)/versions" 2>/dev/null
}
