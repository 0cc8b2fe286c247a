# Prints what zsh offers after each line of standard input: sorted, separated by blanks.
# usage: zsh -f tests/support/offered.zsh SCRIPT
# zsh completes only in its line editor, so a second shell runs on a pseudo-terminal and does
# everything when it would read its first line.
if [[ $1 != --inside ]]; then
    zmodload zsh/zpty
    out=$(mktemp) && cat >$out || exit
    zpty inside zsh -f -i
    zpty -w inside "source $0 --inside ${(q)1} ${(q)out}"
    while zpty -r inside shown; do :; done
    cat $out
    rm $out
    exit
fi

# Prints what is offered, except for calls that only query.
compadd() {
    local -a words
    builtin compadd "$@"
    local result=$?
    [[ ${(M)@:#-[ADO]*} ]] && return $result
    builtin compadd -O words "$@"
    offered+=($words)
    return $result
}

# A list with more lines than the terminal would be asked about.
unsetopt auto_list

zle-line-init() {
    local typed
    for typed in $lines; do
        offered=() BUFFER=$typed CURSOR=$#typed
        zle complete-word
        print -r -- ${(uo)offered}
    done >$out
    exit
}

autoload -Uz compinit
compinit -D -u
functions[_callbrowser]=$(<$2)
compdef _callbrowser callbrowser
out=$3 lines=("${(@f)$(<$3)}")
zle -N zle-line-init
