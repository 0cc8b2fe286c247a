#!/bin/sh
# Fuzzes entries of tests/fuzz with libFuzzer, address and undefined behaviour sanitizers, one on each
# core; $FUZZ_JOBS changes that.
# usage: src/tools/fuzz.sh SECONDS ENTRY...
# Inputs that are of interest gather in build/fuzz/corpus/ENTRY. Prints one line for each entry. An input
# that fails is written to build/fuzz/failed; how to run it again is printed; exit 1.
set -u
cd "$(dirname "$0")/../.." || exit 1

BUILD=build/fuzz
memory_mb=1500
input_s=20 # that one input may take

run_one() {
    seconds=$1 entry=$2
    new=$BUILD/corpus/$entry log=$BUILD/$entry.log
    mkdir -p "$new" $BUILD/failed
    LC_ALL=C.UTF-8 $BUILD/fuzz/"$entry" --seeds "$new" >"$log" || exit 1
    set -- "$new"
    [ ! -d "tests/fuzz/corpus/$entry" ] || set -- "$@" "tests/fuzz/corpus/$entry"
    ASAN_OPTIONS=detect_stack_use_after_return=1 $BUILD/fuzz/"$entry" -max_total_time="$seconds" \
        -max_len=4096 -timeout=$input_s -rss_limit_mb=$memory_mb -dict=$BUILD/words.dict -use_value_profile=0 \
        -print_final_stats=1 -artifact_prefix="$BUILD/failed/$entry-" "$@" >"$log" 2>&1 && failed= || failed=1
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "${failed:+FAILED }$entry: ${runs:-?} runs, ${edges:-?} edges, $(find "$new" -type f | wc -l) inputs"
    [ -n "$failed" ] || return 0
    grep -E 'does not hold|^(SUMMARY|==[0-9]*== ?ERROR)|differ:|Test unit written' "$log"
    file=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
    echo "    all of it: $log"
    echo "    again: $BUILD/fuzz/$entry $file"
    echo "    keep it: cp $file tests/fuzz/corpus/$entry/"
    return 1
}

if [ "$1" = --one ]; then
    run_one "$2" "$3"
    exit
fi

seconds=$1
shift
src/tools/deps.sh clang || exit 1
src/tools/deps.sh "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev" || exit 1
programs=
for entry; do
    programs="$programs $BUILD/fuzz/$entry"
done
# shellcheck disable=SC2086 # a list of words
"${MAKE:-make}" -s CC=clang BUILD=$BUILD OPT='-O1 -g' WERROR= \
    SANITIZE='-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer' \
    $programs || exit 1
# The words of descriptions and queries, so that they need not be found letter by letter.
grep -ohE '"[a-z_.: ]{2,}"|[a-z_]{3,}' src/provider/ini/*.ini src/find/query_word.def src/call/field.def |
    sed 's/.*/"&"/;s/""/"/g' | sort -u >$BUILD/words.dict
printf '%s\n' "$@" | xargs -P "${FUZZ_JOBS:-$(nproc 2>/dev/null || echo 2)}" -n 1 "$0" --one "$seconds"
