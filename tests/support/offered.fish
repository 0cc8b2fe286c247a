# Prints what fish offers after each line of standard input: sorted, separated by blanks, and without
# the part before a "=" or ":", which fish repeats.
# usage: fish --no-config tests/support/offered.fish SCRIPT
source $argv[1]
while read -l line
    echo (complete -C "$line" | string split -f 1 \t | string replace -r '^.*[=:]|/$' '' | sort -u)
end
