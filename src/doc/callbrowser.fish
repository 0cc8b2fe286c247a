# Completion of callbrowser for fish: options, their values, providers, IDs of the history.

function __callbrowser_providers
    callbrowser --list-providers 2>/dev/null | cut -f1,2
end

# The first word that is neither an option nor the value of one, before the one being typed.
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

# IDs that were asked for: those of the provider named first, else all.
function __callbrowser_ids
    set -l state $XDG_STATE_HOME
    string match -q '/*' "$state"; or set state ~/.local/state
    test -r $state/callbrowser/history; or return
    set -l first (__callbrowser_first)
    contains -- "$first" (__callbrowser_providers | cut -f1); or set first
    while read -l line
        set -l parts (string split -m 1 : -- $line)
        if test -z "$first" -o "$parts[1]" = "$first"
            printf '%s\t%s\n' $parts[2] $parts[1]
        end
    end <$state/callbrowser/history
end

complete -c callbrowser -f
complete -c callbrowser -n 'test -z (__callbrowser_first)' -a '(__callbrowser_providers) any'
complete -c callbrowser -a '(__callbrowser_ids)'
@fish options@
