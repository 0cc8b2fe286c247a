#!/bin/sh
# BUILD_DIR/NAME.tar.gz with the tracked files; where there is no git, with all that was not built.
# usage: src/tools/dist.sh BUILD_DIR NAME
set -eu
cd "$(dirname "$0")/../.."
build=$1 name=$2
tree=$build/dist
rm -rf "$tree"
mkdir -p "$tree/$name"

if git ls-files --error-unmatch Makefile >/dev/null 2>&1; then
    git ls-files
else
    find . -type f ! -path './build/*' ! -path "./$build/*" | sed 's,^\./,,'
fi | LC_ALL=C sort >"$tree/files"

tar -cf - -T "$tree/files" | (cd "$tree/$name" && tar -xf -)
(cd "$tree" && tar -cf - "$name") | gzip -9n >"$build/$name.tar.gz"
rm -rf "$tree"
echo "$build/$name.tar.gz"
