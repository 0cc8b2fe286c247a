#!/bin/sh
# Prints a software bill of materials, SPDX 2.3 as JSON: the installed files with their checksums, the
# libraries that the program is linked with, those that they load, and the packages and versions that
# these are from: dpkg says it, elsewhere pkg-config. The same build on the same system prints the same
# bytes.
# usage: src/tools/sbom.sh NAME VERSION "PKG_CONFIG_MODULE..." MODE:FROM:TO...   (as install.sh; the
# first file is the program)
set -eu
name=$1 version=$2 modules=$3
shift 3
program=${1#*:}
program=${program%%:*}
here=$(dirname "$0")
dir=$(mktemp -d "${TMPDIR:-/tmp}/$name-sbom.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM HUP
export LC_ALL=C

# file SHA1 SHA256 PATH: one for each installed file
for item; do
    rest=${item#*:}
    printf 'file\t%s\t%s\t%s\n' "$(sha1sum <"${rest%%:*}" | cut -c1-40)" \
        "$(sha256sum <"${rest%%:*}" | cut -c1-64)" "${rest#*:}"
done >"$dir/files"

# library NAME PATH, of all that are loaded, and needs NAME NAME
ldd "$program" | awk '$2 == "=>" && $3 ~ /^\// { print "library\t" $1 "\t" $3 }' | sort >"$dir/libraries"
# shellcheck disable=SC2046 # paths of libraries have no blanks
objdump -p "$program" $(cut -f3 "$dir/libraries") | awk -v program="$program" -v name="$name" '
    / file format / { sub(/: *file format .*/, ""); from = $0 == program ? name : $0 }
    $1 == "NEEDED" { sub(/.*\//, "", from); print "needs\t" from "\t" $2 }' >"$dir/needs"

# owner PATH PACKAGE, and package NAME VERSION ARCHITECTURE SOURCE SOURCE_VERSION. A path may be listed
# without the /usr that it is found with, or with one.
: >"$dir/owners"
: >"$dir/packages"
if command -v dpkg-query >/dev/null 2>&1; then
    # shellcheck disable=SC2046 # paths of libraries have no blanks
    dpkg-query -S $(cut -f3 "$dir/libraries" | sed 'p; s,^/usr,,; t; s,^,/usr,') 2>/dev/null |
        sed -n 's,^\([^ :]*\)\(:[^ ]*\)\{0\,1\}: \(/usr\)\{0\,1\}\(/.*\),owner\t\4\t\1\2,p' |
        sort -u >"$dir/owners" || true
    # shellcheck disable=SC2046 # nor have names of packages
    [ ! -s "$dir/owners" ] || dpkg-query -W -f \
        'package\t${binary:Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n' \
        $(cut -f3 "$dir/owners" | sort -u) >"$dir/packages"
fi

# module LIBRARY_WITHOUT_SO VERSION
for module in $([ -s "$dir/packages" ] || echo "$modules"); do
    for flag in $("${PKGCONF:-pkg-config}" --libs-only-l "$module"); do
        printf 'module\tlib%s\t%s\n' "${flag#-l}" "$("${PKGCONF:-pkg-config}" --modversion "$module")"
    done
done >"$dir/modules"

# The time is the date of the manual, which is part of the tree, as in dist.sh.
seconds=${SOURCE_DATE_EPOCH:-$(date -u -d "$(sed -n 's/^\.Dd //p' "$here/../doc/$name.1")" +%s)}
# of_system NAME: a value of os-release(5)
of_system() {
    sed -n "s/^$1=\"\{0,1\}\([^\"]*\).*/\1/p" /etc/os-release 2>/dev/null || true
}
# Another document for other files or versions: its name has to be its own (SPDX 2.3, 6.5).
document=$(cat "$dir/files" "$dir/packages" "$dir/modules" "$dir/needs" | sha256sum | cut -d' ' -f1)
awk -f "$here/sbom.awk" -v name="$name" -v version="$version" -v document="$document" \
    -v created="$(date -u -d "@$seconds" +%Y-%m-%dT%H:%M:%SZ)" \
    -v code="$(cut -f2 "$dir/files" | sort | tr -d '\n' | sha1sum | cut -d' ' -f1)" \
    -v supplier="$(of_system NAME)" -v system_id="$(of_system ID) $(of_system VERSION_ID)" \
    "$dir/files" "$dir/owners" "$dir/packages" "$dir/modules" "$dir/libraries" "$dir/needs"
