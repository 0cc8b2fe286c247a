#!/bin/sh
# Runs the program on a mock of the providers, which have 2,000 calls of the last two days, with some
# calls open. The mock, its port, the configuration and the history belong to this run and are removed
# at its end.
# usage: src/tools/demo.sh BUILD_DIR [ARGUMENT...]
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:?usage: src/tools/demo.sh BUILD_DIR [ARGUMENT...]}
shift
umask 077
dir=$(mktemp -d "${TMPDIR:-/tmp}/callbrowser-demo.XXXXXX") || exit 1

# Closing the mock's standard input ends it at once.
clean() {
    exec 3>&-
    [ -z "${mock:-}" ] || wait "$mock"
    rm -rf "$dir"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

mkfifo "$dir/life" "$dir/port" || exit 1
"$build/mock" --data tests --own-links --now "$(date +%s)" --calls 200 <"$dir/life" >"$dir/port" &
mock=$!
exec 3>"$dir/life"
port=
read -r word port <"$dir/port"
if [ "${word:-}" != port ] || [ -z "$port" ]; then
    echo "demo: the mock provider did not start" >&2
    exit 1
fi

provider() {
    printf '\n[provider %s]\nbase_url = http://127.0.0.1:%s/%s\napi_key = demo-%s\nenabled = yes\n' \
        "$1" "$port" "$1" "$1"
}

{
    echo '[callbrowser]'
    echo 'timezone = UTC' # the mock's days are those of UTC, and the welcome text names yesterday
    printf 'welcome = %s %s %s %s\n' \
        'L lists calls (L 4321 yesterday), i asks for an ID, ? shows all keys, :messages shows this again.' \
        'Worth seeing: e next hot spot, O hear it (x faster), Enter more of a turn, V j Y quote turns, & filter, = compare, yn copy a note;' \
        'call_turns_2000 is long, call_live is in progress (R watches it), call_media_hour has a link that expires (u o D O).' \
        'Failures: call_404 call_401 call_429 call_500 call_400 call_cut_off call_html call_redirect call_slow_5 call_silent.'
    for name in ringyo diga ringg voxworks cometchat elevenlabs vapi bland synthflow retell; do
        provider "$name"
    done
    # Its IDs look like those of Ringyo, whose calls are the ones to ask for by hand.
    echo 'id_form = call_5e1b*'
} >"$dir/callbrowser.ini"

# The keys and variables of the user's own environment would take precedence over the file's.
for name in RINGYO DIGA RINGG VOXWORKS COMETCHAT ELEVENLABS VAPI BLAND SYNTHFLOW RETELL; do
    unset "CALLBROWSER_${name}_API_KEY"
done
unset CALLBROWSER_COMETCHAT_APP_ID CALLBROWSER_COMETCHAT_REGION CALLBROWSER_COMETCHAT_ON_BEHALF_OF
export XDG_STATE_HOME="$dir/state"
export XDG_DATA_HOME="$dir/share"

# A machine without a locale, such as a fresh container, shows UTF-8 all the same.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

"$build/callbrowser" -c "$dir/callbrowser.ini" "$@" \
    retell:call_5e1b7c9d04f2a8e6b3d7c1f09a4 \
    ringyo:call_7f3k29q \
    diga:550e8400-e29b-41d4-a716-446655440000 \
    ringg:8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64 \
    voxworks:call_9d2e41 \
    cometchat:v1.us.31780434a95d45.16923681138d75114d60d1345a22e4cc612263fb26c0b5cf92 \
    elevenlabs:conv_8301kq4v7s2e9t6m5r0x3n1w8b \
    3>&-
exit $?
