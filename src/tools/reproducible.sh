#!/bin/sh
# Unpacks the tar file of `make dist` into two folders of different names, builds the program in
# each and compares what came out, byte for byte. Exit 1 if something differs.
# usage: src/tools/reproducible.sh
set -eu
cd "$(dirname "$0")/../.."
dir=$(mktemp -d "${TMPDIR:-/tmp}/callbrowser-reproducible.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM HUP
unset MAKEFLAGS MFLAGS MAKELEVEL
export CCACHE_DISABLE=1

make -s BUILD="$dir/out" dist >/dev/null
differs=0
for folder in first second/with/a-longer-name; do
    mkdir -p "$dir/$folder"
    tar -xzf "$dir"/out/callbrowser-*.tar.gz -C "$dir/$folder" --strip-components=1
    (umask 027 && cd "$dir/$folder" && make -s all dist >/dev/null)
done
for file in "$dir"/first/build/callbrowser "$dir"/first/build/doc/callbrowser.* \
    "$dir"/first/build/*.tar.gz; do
    cmp "$file" "$dir/second/with/a-longer-name/${file#"$dir/first/"}" || differs=1
done
cmp "$dir"/out/*.tar.gz "$dir"/first/build/*.tar.gz || differs=1
[ "$differs" -eq 0 ] && echo "reproducible: both builds are the same, byte for byte"
exit "$differs"
