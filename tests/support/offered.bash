# What bash offers behind each line of standard input: sorted, with blanks between.
# usage: bash --norc tests/support/offered.bash SCRIPT
source "$1"
while IFS= read -r line; do
    words=${line//=/ = } # bash takes these for words of their own
    read -ra COMP_WORDS <<<"${words//:/ : }"
    [[ $line == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _callbrowser callbrowser
    printf '%s\n' "${COMPREPLY[@]}" | sort -u | paste -sd ' ' -
done
