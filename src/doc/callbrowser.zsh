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

# The first word may be a provider; IDs are those that were asked for, without the provider.
_callbrowser_words() {
    local state=${XDG_STATE_HOME:-}
    local -a names ids
    [[ $state == /* ]] || state=~/.local/state
    [[ -r $state/callbrowser/history ]] && ids=(${(f)"$(<$state/callbrowser/history)"})
    names=(${(f)"$(callbrowser --list-providers 2>/dev/null | cut -f1)"})
    if (( $#line > 1 && $names[(Ie)$line[1]] )); then
        ids=(${(M)ids:#$line[1]:*})
    fi
    names+=(any)
    (( $#line > 1 )) || _describe -t providers provider names
    compadd -J calls -X call -- ${ids#*:}
}

_arguments -s -S \
@zsh options@
    '*:call:_callbrowser_words'
