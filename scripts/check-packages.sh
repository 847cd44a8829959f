#!/usr/bin/env bash
# Packs the packages as npm would publish them and checks what users would get:
# publint (package.json against the files) and attw (whether TypeScript finds the types).
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --ignore-scripts --workspaces --pack-destination "$folder" >/dev/null

for tarball in "$folder"/*.tgz; do
  npx publint --strict "$tarball"
  npx attw --profile esm-only --no-emoji "$tarball"
done
