#!/bin/sh
# Makes BUILD_DIR/NAME.tar.gz of the tracked files; where there is no git, of every file that was not
# built. The same tree gives the same bytes: sorted, with fixed owners, modes and time.
# usage: src/tools/dist.sh BUILD_DIR NAME
set -eu
cd "$(dirname "$0")/../.."
build=$1 name=$2
mkdir -p "$build"

if git ls-files --error-unmatch Makefile >/dev/null 2>&1; then
    git ls-files
else
    find . -type f ! -path './build/*' ! -path './build-*' ! -path "./$build/*" | sed 's,^\./,,'
fi | LC_ALL=C sort >"$build/dist.files"

# The time is the date of the manual, which is part of the tree.
date=$(sed -n 's/^\.Dd //p' src/doc/callbrowser.1)
seconds=${SOURCE_DATE_EPOCH:-$(date -u -d "$date" +%s)}
tar -cf - -T "$build/dist.files" --transform "s,^,$name/," --format=ustar --owner=0 --group=0 \
    --numeric-owner --mode=u=rwX,go=rX --mtime="@$seconds" | gzip -9n >"$build/$name.tar.gz"
rm -f "$build/dist.files"
echo "$build/$name.tar.gz"
