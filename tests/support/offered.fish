# What fish offers behind each line of standard input: sorted, with blanks between, and without what
# stands before a "=" or ":", which fish puts again.
# usage: fish --no-config tests/support/offered.fish SCRIPT
source $argv[1]
while read -l line
    echo (complete -C "$line" | string split -f 1 \t | string replace -r '^.*[=:]|/$' '' | sort -u)
end
