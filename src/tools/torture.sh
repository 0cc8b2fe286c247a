#!/bin/sh
# Makes each call of the program fail in turn (tests/torture): all scenarios, one on each core, or
# those named. Prints how the runs ended; exit 1 if one ended wrongly.
# usage: src/tools/torture.sh BUILD_DIR [SCENARIO[/MODE[/POINT]]]...
# $TORTURE_OPTIONS: --every, --only MODES, --one-in N, --seconds N; $TORTURE_JOBS: scenarios at once.
set -u
BUILD=$1
shift
LC_ALL=C.UTF-8
export BUILD LC_ALL
# shellcheck disable=SC2046 # one word each
[ $# -gt 0 ] || set -- $("$BUILD/torture" --scenarios)
# shellcheck disable=SC2086 # options
printf '%s\n' "$@" |
    xargs -P "${TORTURE_JOBS:-$(nproc 2>/dev/null || echo 2)}" -n 1 "$BUILD/torture" ${TORTURE_OPTIONS:-} || exit 1
