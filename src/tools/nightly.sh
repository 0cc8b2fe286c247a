#!/bin/sh
# What takes longer than a change can wait for: the linters over the tests too, all tests under the address
# sanitizer, signals at random moments, all kinds of terminals, a second terminal beside libvterm, and
# random keys for a long time under sanitizers.
# usage: src/tools/nightly.sh BUILD_DIR [PART...]   (all parts without one)
# Variables: CALLBROWSER_TEST_SEED (the time), CALLBROWSER_TEST_KILLS (500 rounds), NIGHTLY_ASAN_S (1800)
# and NIGHTLY_TSAN_S (600). Exit 1 if a part failed.
set -u

build=$1
shift
seed=${CALLBROWSER_TEST_SEED:-$(date +%s)}
echo "nightly: CALLBROWSER_TEST_SEED=$seed"
export CALLBROWSER_TEST_SEED="$seed" CALLBROWSER_TEST_SLOW="${CALLBROWSER_TEST_SLOW:-4}" LC_ALL=C.UTF-8
failed=

# part NAME COMMAND...
part() {
    name=$1
    shift
    echo "== nightly: $name"
    "$@" || failed="$failed $name"
}

run_lint() {
    make lint
}

run_tests() {
    TEST_JOBS=4 TEST_LIMIT_S=600 make BUILD="$build/asan" OPT='-O1 -g' \
        SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer' test
}

run_terms() {
    src/tools/deps.sh ncurses-term foot-terminfo
    BUILD=$build CALLBROWSER_TEST_TERMS=all "$build/tests/nightly/test_terms"
}

run_kills() {
    BUILD=$build CALLBROWSER_TEST_KILLS=${CALLBROWSER_TEST_KILLS:-500} "$build/tests/nightly/test_kills"
}

# Whether the tests pass is for `make test` to say: some measure times, and recording takes time.
run_second() {
    records=$build/nightly/records
    rm -rf "$records"
    mkdir -p "$records" && cp tests/nightly/package.json "$build/nightly/" || return 1
    (cd "$build/nightly" && npm install --silent --no-audit --no-fund --no-package-lock) || return 1
    programs=$(find tests/screen -name 'test_*.c' | sed "s,\.c\$,,; s,^,$build/,")
    # shellcheck disable=SC2086 # a list of programs
    CALLBROWSER_TEST_RECORD=$PWD/$records TEST_JOBS=2 TEST_LIMIT_S=600 src/tools/run.sh "$build" $programs
    node tests/nightly/second_terminal.js "$build/nightly" "$records"
}

# soak SECONDS SUBDIR SANITIZERS
soak() {
    make BUILD="$2" OPT='-O1 -g' SANITIZE="$3" TESTS="$2/tests/nightly/test_soak" test || return 1
    BUILD=$2 CALLBROWSER_TEST_SOAK_S=$1 "$2/tests/nightly/test_soak"
}

# The quarantine of freed memory would look like growth.
run_asan() {
    ASAN_OPTIONS=quarantine_size_mb=16:${ASAN_OPTIONS:-}
    export ASAN_OPTIONS
    soak "${NIGHTLY_ASAN_S:-1800}" "$build/asan" \
        '-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
}

run_tsan() {
    soak "${NIGHTLY_TSAN_S:-600}" "$build/tsan" -fsanitize=thread
}

[ $# -gt 0 ] || set -- lint tests kills terms second asan tsan
for name; do
    part "$name" "run_$name"
done
[ -z "$failed" ] || echo "nightly: failed:$failed (CALLBROWSER_TEST_SEED=$seed)" >&2
[ -z "$failed" ]
