#!/bin/sh
# Compares a batch of 1,000 calls from the mock with `xargs -P curl | jq`, which prints the same fields:
# the time of each, and our memory. Exit 1 if a limit is exceeded.
# usage: tests/bench/batch.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:?usage: tests/bench/batch.sh BUILD_DIR}
calls=1000 jobs=16 turns=20 runs=3
at_least=5 memory_max_kib=30720
umask 077
dir=$(mktemp -d "${TMPDIR:-/tmp}/callbrowser-bench.XXXXXX") || exit 1

clean() {
    exec 3>&-
    [ -z "${mock:-}" ] || wait "$mock"
    rm -rf "$dir"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkfifo "$dir/life" "$dir/port" || exit 1
"$build/mock" <"$dir/life" >"$dir/port" &
mock=$!
exec 3>"$dir/life"
read -r word port <"$dir/port" || exit 1
[ "$word" = port ] || exit 1

base=http://127.0.0.1:$port/ringyo
printf '[provider ringyo]\nbase_url = %s\napi_key = demo-ringyo\n' "$base" >"$dir/c.ini"
i=0
while [ $i -lt $calls ]; do
    echo "call_turns_$turns"
    i=$((i + 1))
done >"$dir/ids"

ours() {
    "$build/callbrowser" -c "$dir/c.ini" -p json -j $jobs ringyo - <"$dir/ids" >"$dir/ours" 3>&-
}

# One curl for each call, as a script would do it; jq picks the same fields from all answers.
theirs() {
    xargs -P $jobs -I ID curl -sS -H 'Authorization: Bearer demo-ringyo' \
        "$base/v1/calls/ID?include=transcript,recording,analysis" <"$dir/ids" 3>&- |
        jq -c '{schema: 1, provider: "ringyo", id, status, direction: null,
            created_at, started_at: .created_at, ended_at, duration_s: .duration,
            end_reason: null, summary: null,
            participants: [{role: "from", address: .from_number},
                {role: "to", address: .phone_number}, {role: "agent", id: .agent_id}],
            transcript: [.transcript[] |
                {speaker: .role, class: .role, start_s: .timestamp, text: .content, tool: null}],
            recordings: [], other: {metadata}, notes: []}' >"$dir/theirs"
}

# milliseconds COMMAND: prints the shortest time of some runs
milliseconds() {
    best=
    run=0
    while [ $run -lt $runs ]; do
        begin=$(date +%s%N)
        "$1" || exit 1
        ms=$((($(date +%s%N) - begin) / 1000000))
        [ -n "$best" ] && [ "$best" -le $ms ] || best=$ms
        run=$((run + 1))
    done
    echo "$best"
}

# The peak that the kernel recorded, read when everything was printed and the input is still open.
memory_kib() {
    mkfifo "$dir/input" "$dir/output"
    "$build/callbrowser" -c "$dir/c.ini" -p json -j $jobs ringyo - \
        <"$dir/input" >"$dir/output" 3>&- &
    program=$!
    exec 4>"$dir/input" 5<"$dir/output"
    cat "$dir/ids" >&4
    head -n $calls <&5 >/dev/null
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$program/status"
    exec 4>&- 5<&-
    wait "$program"
}

ours=$(milliseconds ours) || exit 1
theirs=$(milliseconds theirs) || exit 1
memory=$(memory_kib)
same=$(jq -c '[.id, .status, .duration_s, (.transcript | length), .transcript[3].text]' \
    "$dir/ours" "$dir/theirs" | sort | uniq -c | awk '{ print $1 }')
if [ "$same" != $((2 * calls)) ]; then
    echo "bench: the two do not print the same" >&2
    exit 1
fi
echo "$ours $theirs $memory" | awk -v calls=$calls -v jobs=$jobs -v least=$at_least \
    -v most=$memory_max_kib '{
    printf "%d calls, -j %d  %6.0f ms, xargs curl | jq %.0f ms, ratio %.1f (at least %d)\n",
        calls, jobs, $1, $2, $2 / $1, least
    printf "memory of that      %6.1f MB (at most %.0f)\n", $3 / 1024, most / 1024
    exit $2 / $1 < least || $3 == 0 || $3 > most
}'
