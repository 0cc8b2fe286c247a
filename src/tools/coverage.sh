#!/bin/sh
# Counts the lines of src and ui that the tests have run, and the branches that they have taken, from
# what a build with --coverage has left, and prints a row for each room, and the files that miss most.
# What was not run is listed in BUILD_DIR/coverage.missing, as FILE:LINE: SOURCE. Exit 1 if it is less
# than what is asked for below.
# usage: src/tools/coverage.sh BUILD_DIR   (from the top of the tree)
set -u
build=$1

# The sources of what is counted: not those of the tests, nor of docgen.
find "$build/src" "$build/ui" -name '*.gcno' ! -path '*/tools/*' | LC_ALL=C sort |
    xargs "${GCOV:-gcov}" --branch-probabilities --branch-counts --stdout 2>/dev/null |
    awk -f "$(dirname "$0")/coverage.awk" -v missing="$build/coverage.missing" \
        -v at_least='src lines 99, src branches 93, ui lines 98, ui branches 90'
