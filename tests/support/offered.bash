# Prints what bash offers after each line of standard input: sorted, separated by blanks.
# usage: bash --norc tests/support/offered.bash SCRIPT
source "$1"
while IFS= read -r line; do
    words=${line//=/ = } # bash splits words at these
    read -ra COMP_WORDS <<<"${words//:/ : }"
    [[ $line == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _callbrowser callbrowser
    printf '%s\n' "${COMPREPLY[@]}" | sort -u | paste -sd ' ' -
done
