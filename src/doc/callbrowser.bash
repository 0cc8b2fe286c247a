# Completion of callbrowser for bash: options, their values, providers, IDs of the history.
# IDs come from outside: they are compared and quoted, and never evaluated.

# Offers the lines of standard input that begin with $1.
_callbrowser_offer() {
    local line
    while IFS= read -r line; do
        [[ -n $line && $line == "$1"* ]] && COMPREPLY+=("$(printf '%q' "$line")")
    done
}

# Prints the IDs of provider $1; of all providers if it is empty or any.
_callbrowser_ids() {
    local line state=${XDG_STATE_HOME:-}
    [[ $state == /* ]] || state=~/.local/state
    [[ -r $state/callbrowser/history ]] || return
    while IFS= read -r line; do
        [[ -z $1 || $1 == any || ${line%%:*} == "$1" ]] && printf '%s\n' "${line#*:}"
    done <"$state/callbrowser/history"
}

_callbrowser_options() {
    cat <<'END'
@bash options@
END
}

# Prints the providers that are switched on, and any.
_callbrowser_choices() {
    "$1" --list-providers 2>/dev/null | grep -v $'\toff$' | cut -f1
    echo any
}

# Sets kind and words for the value of option $1.
_callbrowser_values() {
    case $1 in
@bash values@
    *) kind='' words='' ;;
    esac
}

_callbrowser() {
    local command=$1 cur=${COMP_WORDS[COMP_CWORD]} at=$((COMP_CWORD - 1)) i first='' kind words
    COMPREPLY=()

    # Bash splits words at "=" and ":".
    if [[ $cur == [=:] ]]; then
        cur=''
        at=$((at + 1))
    fi
    if ((at > 1)) && [[ ${COMP_WORDS[at]} == ':' ]]; then
        _callbrowser_offer "$cur" < <(_callbrowser_ids "${COMP_WORDS[at - 1]}")
        return
    fi
    ((at > 1)) && [[ ${COMP_WORDS[at]} == '=' ]] && at=$((at - 1))

    _callbrowser_values "${COMP_WORDS[at]}"
    if [[ -n $kind ]]; then
        [[ $kind == *words* ]] && _callbrowser_offer "$cur" < <(printf '%s\n' $words)
        [[ $kind == *providers* ]] &&
            _callbrowser_offer "$cur" < <("$command" --list-providers 2>/dev/null | cut -f1)
        if [[ $kind == *files* ]]; then
            compopt -o filenames 2>/dev/null # readline quotes them
            mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur")
        elif [[ $kind == *directories* ]]; then
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$cur")
        fi
        return
    fi
    if [[ $cur == -* ]]; then
        _callbrowser_offer "$cur" < <(_callbrowser_options)
        return
    fi

    for ((i = 1; i <= at; i++)); do
        if [[ ${COMP_WORDS[i]} == -* ]]; then
            _callbrowser_values "${COMP_WORDS[i]}"
            [[ -n $kind ]] && i=$((i + 1)) && [[ ${COMP_WORDS[i]} == '=' ]] && i=$((i + 1))
        elif [[ ${COMP_WORDS[i]} != '=' ]]; then
            first=${COMP_WORDS[i]}
            break
        fi
    done
    if [[ -z $first ]]; then
        _callbrowser_offer "$cur" < <(_callbrowser_choices "$command")
        [[ -z $cur ]] || _callbrowser_offer "$cur" < <(_callbrowser_ids '')
    elif [[ -n $(_callbrowser_ids "$first") ]]; then
        _callbrowser_offer "$cur" < <(_callbrowser_ids "$first")
    else
        _callbrowser_offer "$cur" < <(_callbrowser_ids '')
    fi
}

complete -F _callbrowser callbrowser
