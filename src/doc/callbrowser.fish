# Completion of callbrowser for fish: options, their values, providers, IDs of the history.

function __callbrowser_providers
    callbrowser --list-providers 2>/dev/null | cut -f1,2
end

# Prints the providers that are switched on, and any.
function __callbrowser_choices
    callbrowser --list-providers 2>/dev/null | string match -v -r '\toff$' | cut -f1,2
    echo any
end

# Prints the first word before the current one that is neither an option nor the value of an option.
function __callbrowser_first
@fish valued@
    set -l words (commandline -opc)
    set -l before
    for word in $words[2..-1]
        if not string match -q -- '-*' $word; and not contains -- "$before" $valued
            echo $word
            return
        end
        set before $word
    end
end

# Prints the IDs of provider $argv[1], each after $argv[2]; of all providers if it is empty or any.
function __callbrowser_ids
    set -l state $XDG_STATE_HOME
    string match -q '/*' "$state"; or set state ~/.local/state
    test -r $state/callbrowser/history; or return
    while read -l line
        set -l call (string split -m 1 : -- $line)
        contains -- "$argv[1]" '' any $call[1]; and printf '%s%s\t%s\n' "$argv[2]" $call[2] $call[1]
    end <$state/callbrowser/history
end

# The first word may be a provider, and an ID may have a provider in front.
function __callbrowser_words
    set -l word (commandline -ct)
    set -l first (__callbrowser_first)
    if string match -q '*:*' -- $word
        set -l provider (string split -m 1 : -- $word)[1]
        __callbrowser_ids $provider $provider:
    else if test -n "$first"
        set -l ids (__callbrowser_ids $first)
        test -n "$ids"; or set ids (__callbrowser_ids '')
        string join \n -- $ids
    else
        __callbrowser_choices
        test -z "$word"; or __callbrowser_ids ''
    end
end

complete -c callbrowser -f
complete -c callbrowser -a '(__callbrowser_words)'
@fish options@
