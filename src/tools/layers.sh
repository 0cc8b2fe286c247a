#!/bin/sh
# Checks the order of the rooms, names, library headers and circles: src/tools/layers.awk.
# usage: src/tools/layers.sh [-g] [TOP_OF_THE_TREE]
# -g prints what each file needs of which other one instead: "FROM TO FILE:LINE why".
set -u
script=$(dirname "$0")/layers.awk
case $script in /*) ;; *) script=$PWD/$script ;; esac
graph=
if [ "${1:-}" = -g ]; then
    graph=1
    shift
fi
cd "${1:-$(dirname "$0")/../..}" || exit 1
# shellcheck disable=SC2046 # no file here has a blank in its name
awk -v graph="$graph" -f "$script" $(find src ui -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort)
