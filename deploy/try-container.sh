#!/bin/sh
# Builds the container file and runs it on graph/ until it answers: exit code 0 if pages and SPARQL do. Needs buildah and
# mmdebstrap (Debian) and root; the base image is made from Debian's packages, so that no image registry is asked.
#   deploy/try-container.sh            BUILD_FLAGS="-v /etc/pip.conf:/etc/pip.conf:ro" where pip needs it
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
buildah() { command buildah --root "$work/images" --runroot "$work/run" "$@"; }
served=
trap 'test -z "$served" || { kill "$served"; wait "$served" || true; }; rm -rf "$work"' EXIT

mmdebstrap --quiet --variant=minbase bookworm "$work/base.tar"
base=$(buildah from scratch)
buildah add --quiet "$base" "$work/base.tar" /
buildah commit --quiet "$base" "$(sed -n 's/^FROM /docker.io\/library\//p' deploy/Containerfile)"
# shellcheck disable=SC2086  # several flags
buildah build --quiet --pull-never --format docker ${BUILD_FLAGS:-} --tag directive-kg --file deploy/Containerfile .

made=$(buildah from --pull-never directive-kg)
command=$(buildah inspect --type image --format '{{index .OCIv1.Config.Cmd 2}}' directive-kg)
command buildah --root "$work/images" --runroot "$work/run" run --user directive-kg -v "$PWD/graph:/graph:ro" "$made" -- sh -c "$command" &
served=$!
for _ in $(seq 120); do
  curl --silent --fail --output /dev/null http://127.0.0.1:8000/metrics && break
  sleep 1
done
curl --fail --silent --show-error http://127.0.0.1:8000/ | grep '<title>'
curl --fail --silent --show-error --get --data-urlencode 'query=ASK { ?task a ?type }' --header 'Accept: text/csv' http://127.0.0.1:8000/sparql
