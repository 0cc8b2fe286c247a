#compdef callbrowser
# Completion of callbrowser for zsh: options, their values, providers, IDs of the history.

_callbrowser_providers() {
    local -a names
    names=(${(f)"$(callbrowser --list-providers 2>/dev/null | cut -f1)"})
    _describe -t providers provider names
}

_callbrowser_themes() {
    local -a names
    names=(${(f)"$(callbrowser --list-themes 2>/dev/null | cut -f1)"})
    _alternative 'themes:theme:compadd -a names' 'files:file:_files'
}

# The providers that are switched on, and any.
_callbrowser_choices() {
    local -a names
    names=(${(f)"$(callbrowser --list-providers 2>/dev/null | grep -v $'\toff$' | cut -f1)"} any)
    _describe -t providers provider names
}

# Sets ids to the IDs of provider $1; of all providers if it is empty or any.
_callbrowser_ids() {
    local state=${XDG_STATE_HOME:-}
    local -a calls
    [[ $state == /* ]] || state=~/.local/state
    [[ -r $state/callbrowser/history ]] && calls=(${(f)"$(<$state/callbrowser/history)"})
    [[ -z $1 || $1 == any ]] || calls=(${(M)calls:#$1:*})
    ids=(${calls#*:})
}

# The first word may be a provider, and an ID may have a provider in front.
_callbrowser_words() {
    local -a ids
    if compset -P 1 '*:'; then
        _callbrowser_ids ${IPREFIX%:}
    elif (( $#line > 1 )); then
        _callbrowser_ids $line[1]
        (( $#ids )) || _callbrowser_ids ''
    else
        _callbrowser_choices
        [[ -z $PREFIX ]] || _callbrowser_ids ''
    fi
    compadd -J calls -X call -- $ids
}

_arguments -s -S \
@zsh options@
    '*:call:_callbrowser_words'
