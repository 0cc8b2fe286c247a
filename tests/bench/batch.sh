#!/bin/sh
# A batch of 1,000 calls, beside `xargs -P curl | jq`, which prints the same fields. Prints the time
# of each in milliseconds, and our memory at the peak in KiB.
# usage: tests/bench/batch.sh PROGRAM CONFIG URL ID   (the URL without the ID)
set -u
program=${1:?} config=${2:?} url=${3:?} id=${4:?}
calls=1000 jobs=16 runs=3
umask 077
dir=$(mktemp -d "${TMPDIR:-/tmp}/callbrowser-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

i=0
while [ $i -lt $calls ]; do
    echo "$id"
    i=$((i + 1))
done >"$dir/ids"

ours() {
    "$program" -c "$config" -p json -j $jobs ringyo - <"$dir/ids" >"$dir/ours"
}

# One curl for each call, as a script would do it; jq picks the same fields from all answers.
theirs() {
    xargs -P $jobs -I ID curl -sS -H 'Authorization: Bearer key' "$url/ID" <"$dir/ids" |
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
    "$program" -c "$config" -p json -j $jobs ringyo - <"$dir/input" >"$dir/output" &
    pid=$!
    exec 4>"$dir/input" 5<"$dir/output"
    cat "$dir/ids" >&4
    head -n $calls <&5 >/dev/null
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status"
    exec 4>&- 5<&-
    wait "$pid"
}

ours=$(milliseconds ours) || exit 1
theirs=$(milliseconds theirs) || exit 1
memory=$(memory_kib)
same=$(jq -c '[.status, (.transcript | length), .transcript[3].text]' "$dir/ours" "$dir/theirs" |
    sort | uniq -c | awk '{ print $1 }')
if [ "$same" != $((2 * calls)) ]; then
    echo "bench: the two do not print the same" >&2
    exit 1
fi
echo "$ours $theirs $memory"
