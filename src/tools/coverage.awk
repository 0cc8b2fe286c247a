# Reads what `gcov --branch-probabilities --branch-counts --stdout` prints: for each source its lines as
# "COUNT:NUMBER:TEXT", each followed by its branches. A source that is in several objects, a header, is
# counted once: what one of them has run is run.
# Branches of assert() are left out: the other one is for what cannot happen.
# usage: awk -f coverage.awk -v missing=FILE -v at_least='src lines 99, src branches 93' FILE

$0 ~ /^ *-: *0:Source:/ {
    file = $0
    sub(/.*Source:/, "", file)
    counts = file ~ /^(src|ui)\// && file !~ /^src\/tools\//
    line = 0
    next
}
!counts {
    next
}
/^ *([0-9]+\*?|-|#####|=====): *[0-9]+:/ {
    count = $1
    sub(/:.*/, "", count)
    text = $0
    sub(/^[^:]*: */, "", text)
    line = text + 0
    sub(/^[0-9]+:/, "", text)
    branch = 0
    asserts = text ~ /(^|[^A-Za-z_])assert\(/
    if (count == "-" || line == 0)
        next
    place = file SUBSEP line
    if (!(place in runs)) {
        places[++place_count] = place
        runs[place] = 0
        source[place] = text
    }
    runs[place] += count + 0 # "#####" is 0
    next
}
/^branch/ && !asserts && line {
    way = file SUBSEP line SUBSEP branch++
    if (!(way in taken)) {
        ways[++way_count] = way
        taken[way] = 0
    }
    taken[way] += $4 + 0 # "never executed" is 0
}

function room_of(file, parts) {
    split(file, parts, "/")
    return parts[2] ~ /\./ ? parts[1] : parts[1] "/" parts[2]
}

function add(what, room, top, good) {
    all[what, room]++
    all[what, top]++
    some[what, room] += good
    some[what, top] += good
    if (room != top && !seen[room]++)
        rooms[++room_count] = room
}

function percent(what, of) {
    return all[what, of] ? 100 * some[what, of] / all[what, of] : 100
}

function row(of) {
    printf "%-14s %6d of %6d %6.2f %%   %6d of %6d %6.2f %%\n", of, some["lines", of],
        all["lines", of], percent("lines", of), some["branches", of], all["branches", of],
        percent("branches", of)
}

END {
    for (i = 1; i <= place_count; i++) {
        split(places[i], at, SUBSEP)
        miss("lines", at[1], runs[places[i]] == 0)
        add("lines", room_of(at[1]), at[1] ~ /^src/ ? "src" : "ui", runs[places[i]] > 0)
        if (runs[places[i]] == 0)
            print at[1] ":" at[2] ": " source[places[i]] >missing
    }
    for (i = 1; i <= way_count; i++) {
        split(ways[i], at, SUBSEP)
        miss("branches", at[1], taken[ways[i]] == 0)
        add("branches", room_of(at[1]), at[1] ~ /^src/ ? "src" : "ui", taken[ways[i]] > 0)
        if (taken[ways[i]] == 0 && runs[at[1], at[2]] > 0)
            print at[1] ":" at[2] ": branch " at[3] ": " source[at[1], at[2]] >missing
    }
    printf "%-14s %26s   %26s\n", "", "lines ", "branches "
    for (i = 1; i <= room_count; i++)
        row(rooms[i])
    row("src")
    row("ui")
    worst()
    exit is_enough() ? 0 : 1
}

function miss(what, file, is_missing) {
    if (!(file in missed))
        files[++file_count] = file
    missed[file] += is_missing
    missed[what, file] += is_missing
}

# The files that miss most lines and branches, worst first.
function worst(n, i, most) {
    for (n = 0; n < 10; n++) {
        most = ""
        for (i = 1; i <= file_count; i++)
            if (missed[files[i]] > missed[most])
                most = files[i]
        if (most == "")
            return
        printf "%4d lines, %4d branches missing in %s\n", missed["lines", most],
            missed["branches", most], most
        missed[most] = 0
    }
}

function is_enough(n, list, words, i, enough) {
    enough = 1
    n = split(at_least, list, ", *")
    for (i = 1; i <= n; i++) {
        split(list[i], words, " ")
        if (!all[words[2], words[1]]) {
            printf "coverage: no %s of %s were counted\n", words[2], words[1]
            enough = 0
            continue
        }
        if (percent(words[2], words[1]) >= words[3])
            continue
        printf "coverage: %s of %s are %.2f %%, less than %s %%\n", words[2], words[1],
            percent(words[2], words[1]), words[3]
        enough = 0
    }
    return enough
}
