#!/bin/sh
# Runs test programs, each with a time limit ($TEST_LIMIT_S), in a UTF-8 locale: $TEST_JOBS at once, or
# four on each core, because they mostly wait; one on each core under a wrapper, where they do not.
# usage: src/tools/run.sh BUILD_DIR PROGRAM...
# $CALLBROWSER_TEST_WRAPPER, such as valgrind, is put before each: tests/support/test_wrapper.h.
# Prints a line for each program, all output of one that failed, and in the end the names of what failed;
# exit 1 if any did.
set -u

limit_s=${TEST_LIMIT_S:-300}

# Runs one program and prints its line and its output in one piece, as others run at the same time.
run_one() {
    case $1 in */*) program=$1 ;; *) program=./$1 ;; esac
    log=$(mktemp "${TMPDIR:-/tmp}/callbrowser-test.XXXXXX") || return 1
    # shellcheck disable=SC2086 # a command and its options
    timeout -k 5 "$limit_s" ${CALLBROWSER_TEST_WRAPPER:-} "$program" >"$log" 2>&1 </dev/null
    rc=$?
    case $rc in
    124 | 137) how="stopped after $limit_s s" ;;
    *) how="exit code $rc" ;;
    esac
    if [ $rc -eq 0 ]; then
        echo "ok      $1"
    else
        printf 'FAILED  %s (%s)\n%s\n' "$1" "$how" "$(cat "$log")"
        failed=$(sed -n 's/^\[  FAILED  \] \([A-Za-z_0-9]*\)$/ \1/p' "$log" | sort -u | tr -d '\n')
        echo "$1:${failed:- $how}" >>"$FAILURES"
    fi
    rm -f "$log"
    [ $rc -eq 0 ]
}

if [ "$1" = --one ]; then
    run_one "$2"
    exit
fi

BUILD=$1
shift
LC_ALL=C.UTF-8
export BUILD LC_ALL
if [ $# -eq 0 ]; then
    echo "no test programs" >&2
    exit 1
fi

# Nothing of the user's own environment may reach a test.
unset CALLBROWSER_CONFIG NO_COLOR PAGER TMUX SSH_CONNECTION DISPLAY WAYLAND_DISPLAY TZ
unset CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

on_each=4
[ -z "${CALLBROWSER_TEST_WRAPPER:-}" ] || on_each=1
jobs=${TEST_JOBS:-$((on_each * $(nproc 2>/dev/null || echo 2)))}
FAILURES=$(mktemp "${TMPDIR:-/tmp}/callbrowser-failures.XXXXXX") || exit 1
export FAILURES
trap 'rm -f "$FAILURES"' EXIT
trap 'exit 130' INT
if printf '%s\n' "$@" | xargs -P "$jobs" -n 1 "$0" --one; then
    echo "all $# test programs passed"
else
    echo "some of $# test programs failed:" >&2
    cat "$FAILURES" >&2
    exit 1
fi
