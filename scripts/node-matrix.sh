#!/usr/bin/env bash
# Runs all tests but interop, and one file of interop, on other releases of Node, from npm's packages of Node's programs:
# npm run test:matrix [-- 22 24]. A quarter of an hour for each. Linux on x64 only. Not part of npm test.
set -uo pipefail
cd "$(dirname "$0")/.."
releases=("$@")
[[ $# == 0 ]] && releases=(22 24)

failed=()
# on RELEASE COMMAND… runs a command on the Node that is first in PATH, and so are the programs that it starts.
on() {
  local release=$1
  shift
  printf '\n=== Node %s: %s\n' "$release" "$*"
  "$@" || failed+=("Node $release: $*")
}

path=$PATH
for release in "${releases[@]}"; do
  node=$(PATH=$path bash scripts/node-release.sh "$release") || exit 1
  PATH=$(dirname "$node"):$path
  on "$release" node --version
  on "$release" npx vitest run --project unit --project load
  on "$release" npm run --silent conformance
  on "$release" npm run --silent test:install
  on "$release" npx vitest run --project interop test/interop/handshake.test.ts
done

printf '\n'
if [[ ${#failed[@]} == 0 ]]; then
  printf 'all passed\n'
else
  printf 'failed on %s\n' "${failed[@]}"
  exit 1
fi
