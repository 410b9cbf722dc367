#!/usr/bin/env bash
# Becomes COMMAND inside ROOTFS, as USER, with FILES as /stack. Runs under unshare --mount: what is mounted here is seen
# by COMMAND and its children only, and is gone with them.
#
#   enter.sh ROOTFS FILES USER COMMAND...
set -euo pipefail
rootfs=$1 files=$2 user=$3
shift 3

mount --bind "$rootfs" "$rootfs"
mount --make-rprivate "$rootfs" # in a chroot, where unshare could not make everything private
mount --bind "$files" "$rootfs/stack"
mkdir -p "$files/small"
mount -t tmpfs -o mode=1777,size=512m stack-small "$rootfs/stack/small" # a disk that tests may fill
mount --bind /proc "$rootfs/proc"
mount -t tmpfs -o mode=755 stack-dev "$rootfs/dev"
mkdir -m 1777 "$rootfs/dev/shm"
for device in null zero random urandom; do
  : >"$rootfs/dev/$device"
  mount --bind "/dev/$device" "$rootfs/dev/$device"
done

# Nothing of the caller's stays open. 255 is bash's own, of this script.
for descriptor in "/proc/$$/fd"/*; do
  descriptor=${descriptor##*/}
  case $descriptor in 0 | 1 | 2 | 255) ;; *) eval "exec $descriptor>&-" ;; esac
done
exec chroot --userspec="$user:$user" --groups="$user" "$rootfs" \
  /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/stack LANG=C.UTF-8 PGPASSFILE=/stack/etc/pgpass "$@"
