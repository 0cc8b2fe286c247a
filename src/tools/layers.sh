#!/bin/sh
# Who may include whom. Prints each include that crosses a border; exit 1 if there is one.
set -u
cd "$(dirname "$0")/../.." || exit 1

# report TITLE: standard input is the offending lines, if any
report() {
    lines=$(cat)
    [ -z "$lines" ] || printf '%s:\n%s\n' "$1" "$lines"
}

# includes PATTERN FILE...: the lines that include what the pattern matches
includes() {
    pattern=$1
    shift
    [ $# -gt 0 ] || return 0
    grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[\"<]$pattern" "$@" /dev/null
}

# except FILES: drops the lines of those files (an extended regular expression)
except() {
    grep -vE "^($1):"
}

sources=$(find src ui tests -name '*.[ch]' 2>/dev/null | sort)
program=$(find src ui -name '*.[ch]' 2>/dev/null | sort)
core=$(find src -name '*.[ch]' | sort)
views=$(find ui -name 'view*.[ch]' 2>/dev/null | sort)

# room DIR ALLOWED...: the files of src/DIR include only these rooms (and their own) of src/
room() {
    dir=$1
    allowed=$(echo "$*" | tr ' ' '|') # its own name too
    # shellcheck disable=SC2046 # no blanks in our file names
    includes '[a-z]+/' $(find "src/$dir" -name '*.[ch]' 2>/dev/null) |
        grep -vE '[<"](sys|net|netinet|arpa|curl|cjson|linux)/' |
        grep -vE "\"($allowed)/" | report "src/$dir may include nothing but $*"
}

# owner HEADER FILES: only these files of the program include this header
owner() {
    # shellcheck disable=SC2086
    includes "$1" $program | except "$2" | report "$1 belongs to $2 alone"
}

check_all() {
    room base
    room call base
    room config base
    room provider base config call
    room fetch base provider call
    room print base call

    # shellcheck disable=SC2086
    includes '(\.\./)*ui/' $core | except 'src/main\.c|src/doc/[a-z]+\.c' | report 'src/ never includes ui/'
    # shellcheck disable=SC2086
    includes '(fetch|provider|cjson)/' $views |
        report 'views never include fetch, provider or json'
    # shellcheck disable=SC2086
    includes '[^">]*\.c[">]' $sources | report 'no .c file is ever included'
    # shellcheck disable=SC2086
    includes '\.\./' $sources | report 'includes are named from the root or from src/'

    owner '(ncursesw/)?(n?curses|term|panel)\.h' 'ui/(screen|paint|terminal|terminal_keys)\.c'
    owner 'curl/' 'src/fetch/fetch[a-z_]*\.c|src/base/url\.c'
    owner '(cjson/)?cJSON' 'src/provider/json\.c'
    owner 'ini\.h' 'src/config/ini\.c'
    owner 'utf8proc' 'src/base/text[a-z_]*\.c'
    owner 'pcre2' 'src/call/pattern\.c'
    find src/fetch -name '*.c' -exec grep -lE 'include *<curl/' {} + 2>/dev/null | sed 1d |
        report 'one file of src/fetch includes <curl/curl.h>, these do too'
}

found=$(check_all)
[ -z "$found" ] && exit 0
echo "$found"
exit 1
