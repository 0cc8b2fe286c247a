#!/bin/sh
# Looks for banned functions, sleeps and long files, and runs clang-format, cppcheck and clang-tidy.
# Prints what they found; exit 1 if anything.
# usage: src/tools/lint.sh COMPILER_FLAG...
# $TIDY: the folders that clang-tidy reads (src ui tests).
set -u
cd "$(dirname "$0")/../.." || exit 1
FLAGS=$*
# clang's analyzer gives a function up after a third of the steps of its default, which takes 40 % of
# the time.
ANALYZER='--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=75000'
export FLAGS ANALYZER

# report TITLE: standard input is the offending lines, if any
report() {
    lines=$(cat)
    [ -z "$lines" ] || printf '%s:\n%s\n' "$1" "$lines"
}

# calls NAMES: the lines that call one of these functions, outside strings and comments
calls() {
    find src ui tests -name '*.[ch]' -exec awk -v calls="(^|[^A-Za-z0-9_])($1)" '
        {
            code = $0
            gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
            sub(/\/[\/*].*|^ \*.*/, "", code)
            if (code ~ calls)
                print FILENAME ":" FNR ":" $0
        }' {} +
}

banned='(strcpy|strcat|v?sprintf|strncpy|strtok|gets|ato[il]|system|popen|tmpnam)[ \t]*[(]'
sleeps='(u|nano|clock_nano)?sleep[ \t]*[(]|poll[(](NULL|0),|select[(](0|1),[^&]*&[a-z_]+[)]'

check_all() {
    calls "$banned" | report 'banned functions'
    calls "$sleeps" | report 'sleeps: wait for the thing itself'
    find tests -name '*.sh' -exec grep -nE '^[[:space:]]*sleep ' /dev/null {} + | report 'sleeps'
    find src ui -name '*.[ch]' -exec awk 'FNR == 601 { print FILENAME }' {} + |
        report 'longer than 600 lines'
    find src ui tests -name '*.[ch]' -exec clang-format --dry-run -Werror {} + 2>&1
    cppcheck --quiet -j 2 --inline-suppr --std=c11 --enable=warning,portability \
        --suppress=missingIncludeSystem -I. -Isrc src ui tests 2>&1
    # shellcheck disable=SC2016,SC2086 # the inner shell expands it; a list of folders
    find ${TIDY:-src ui tests} -name '*.c' -print0 | sort -z |
        xargs -0 -P 2 -n 8 sh -c 'clang-tidy --quiet $ANALYZER "$@" -- $FLAGS 2>&1 |
            grep -vE "^[0-9]+ warnings? (generated|treated)"' sh
}

found=$(check_all)
[ -z "$found" ] && exit 0
echo "$found"
exit 1
