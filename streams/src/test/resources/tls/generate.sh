#!/usr/bin/env bash
# Makes the files of this folder anew, valid from 2020 to 2120. Needs openssl 3.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

cat >"$work/openssl.cnf" <<CNF
[ca]
default_ca = test
[test]
database = $work/index
new_certs_dir = $work
rand_serial = yes
unique_subject = no
default_md = sha256
default_startdate = 20200101000000Z
default_enddate = 21200101000000Z
policy = any
[any]
commonName = supplied
CNF
touch "$work/index"

sign() { # NAME EXTENSIONS CA-OPTIONS…
  local name=$1 extensions=$2
  shift 2
  printf '%s\n' "$extensions" >"$work/extensions"
  openssl ca -batch -notext -config "$work/openssl.cnf" -in "$work/$name.csr" -extfile "$work/extensions" \
    -out "$name.pem" "$@"
}
ca() { # NAME SUBJECT
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$2" \
    -keyout "$work/$1.key" -out "$work/$1.csr"
  sign "$1" "basicConstraints=critical,CA:TRUE" -selfsign -keyfile "$work/$1.key"
}
leaf() { # NAME SUBJECT EXTENSIONS KEY-OPTIONS…
  local name=$1 subject=$2 extensions=$3
  shift 3
  openssl req -new -newkey "$@" -noenc -subj "/CN=$subject" -keyout "$name.key" -out "$work/$name.csr"
  sign "$name" "$extensions" -cert ca.pem -keyfile "$work/ca.key"
}

ca ca "bkm test CA"
ca other-ca "bkm other test CA"
leaf server metrics.example "subjectAltName=DNS:localhost,DNS:metrics.example,IP:127.0.0.1" \
  ec -pkeyopt ec_paramgen_curve:P-256
leaf client-rsa client-rsa "extendedKeyUsage=clientAuth" rsa:2048
leaf client-ec client-ec "extendedKeyUsage=clientAuth" ec -pkeyopt ec_paramgen_curve:P-384
openssl rsa -in client-rsa.key -traditional -out client-rsa-pkcs1.key
openssl ec -in client-ec.key -out client-ec-sec1.key
openssl genpkey -algorithm ed25519 -out ed25519.key
openssl pkcs8 -topk8 -in client-ec.key -passout pass:test -out encrypted.key
openssl rsa -in client-rsa.key -traditional -aes128 -passout pass:test -out encrypted-pkcs1.key
