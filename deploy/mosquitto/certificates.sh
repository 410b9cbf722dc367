#!/usr/bin/env bash
# Makes what TLS with client certificates needs, with openssl: a certificate authority of one's own, and what it signs.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: certificates.sh ca | server HOST... | device TENANT DEVICE | bridge

Makes a key (PKCS #8) and a certificate in the folder that CERTIFICATES names (./certificates):

  ca                     the authority: ca.crt, ca.key (keep it off the broker)
  server HOST...         the broker's: server.crt, server.key, for these names and addresses
  device TENANT DEVICE   a device's: devices/TENANT/DEVICE.crt, .key; its user at the broker is TENANT/device/DEVICE
  bridge                 the bridge's: weir-bridge.crt, .key

What is there already is not overwritten. DAYS is how long certificates hold (825; the authority ten times that).
HELP
}

folder=${CERTIFICATES:-certificates}
days=${DAYS:-825}
umask 077
mkdir -p "$folder"

die() {
  echo "certificates.sh: $*" >&2
  exit 1
}

key() { # NAME
  local file
  for file in "$folder/$1.key" "$folder/$1.crt"; do
    [ ! -e "$file" ] || die "$file is there already"
  done
  mkdir -p "$(dirname "$folder/$1")"
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/$1.key"
}

ca() {
  key ca
  openssl req -x509 -new -key "$folder/ca.key" -days $((days * 10)) -subj '/CN=Weir devices' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' -out "$folder/ca.crt"
}

# The common name stands in the configuration file, not in -subj: there its slashes would be separators.
sign() { # NAME COMMON_NAME EXTENSIONS
  [ -e "$folder/ca.key" ] || die "there is no authority yet: certificates.sh ca"
  [ ${#2} -le 64 ] || die "\"$2\" has more than the 64 characters of a common name"
  request=$(mktemp "$folder/request.XXXXXX")
  trap 'rm -f "$request" "$request.csr"' EXIT
  key "$1"
  printf '[req]\nprompt = no\ndistinguished_name = dn\n[dn]\nCN = %s\n[ext]\n%s\n' "$2" "$3" >"$request"
  openssl req -new -key "$folder/$1.key" -config "$request" -out "$request.csr"
  openssl x509 -req -in "$request.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -CAcreateserial -days "$days" \
    -extfile "$request" -extensions ext -out "$folder/$1.crt"
  echo "$folder/$1.crt"
}

server() { # HOST...
  local host names=
  for host; do
    case $host in
      *[!0-9.]*[!0-9.]* | *[a-zA-Z]*) names+=,DNS:$host ;;
      *) names+=,IP:$host ;;
    esac
  done
  sign server "$1" "subjectAltName=${names#,}"$'\n'extendedKeyUsage=serverAuth
}

id() { # what Weir takes for an id
  [[ $1 =~ ^[A-Za-z0-9._:@=-]{1,128}$ && $1 != . && $1 != .. ]] || die "\"$1\" is no id"
}

case ${1-}:$# in
  ca:1) ca ;;
  server:[2-9]) server "${@:2}" ;;
  device:3)
    id "$2"
    id "$3"
    sign "devices/$2/$3" "$2/device/$3" extendedKeyUsage=clientAuth
    ;;
  bridge:1) sign weir-bridge weir-bridge extendedKeyUsage=clientAuth ;;
  *)
    usage
    [ "${1-}" = --help ] || exit 64
    ;;
esac
