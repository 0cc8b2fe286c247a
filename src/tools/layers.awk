# Reads the sources of src and ui and checks the order of the rooms, the names of exported functions
# and files, who may include a library's header, and that no two files need each other.
# It prints each offender as FILE:LINE: MESSAGE and exits with 1 if there is one.
# usage: awk -f src/tools/layers.awk [-v graph=1] FILE...
# With graph=1 it prints what every file needs of which other one instead, and where.
#
# A unit is a file without its ending: pane.c and pane.h are one. A unit needs another one if it
# includes its header or calls a function that the other defines.
# The functions are found by how clang-format lays them out: a definition begins in column 0 and its
# brace has a line of its own.

BEGIN {
    # What each room may use besides itself, of src and then of ui. main.c and the tools may use all.
    may("base", "", "")
    may("text", "base", "")
    may("os", "base", "")
    may("config", "base text os", "")
    may("keys", "base text config", "")
    may("theme", "base config", "")
    may("call", "base text", "")
    may("provider", "base text config call find", "")
    may("keep", "base text os config call provider find", "")
    may("fetch", "base text os call provider keep find", "")
    may("print", "base text call", "")
    may("find", "base text call", "")
    may("play", "base text os call", "")
    may("cli", "base text os config keys theme call provider keep fetch print find play", "")
    may("ui/term", "base text os config keys theme", "")
    may("ui/view", "base text call print provider find theme", "term")
    may("ui/prompt", "base text config keys theme", "term view")
    may("ui/shell", "base text os config keys theme call provider keep fetch find play cli",
        "term view prompt")
    may("ui/feature", "base text os config keys theme call provider keep fetch print find play cli",
        "term view prompt shell")

    # The headers of libraries, and the files that may include them.
    owner("curl/", "src/fetch/transfer.c src/fetch/curl_build.c src/text/url.c")
    owner("cjson/", "src/provider/json.c")
    owner("ini.h", "src/config/ini.c")
    owner("uni", "src/text/")
    owner("pcre2.h", "src/call/pattern.c")
    owner("ncurses", "ui/term/")
    owner("curses.h", "ui/term/")
    owner("term.h", "ui/term/")
    owner("zlib.h", "src/keep/gzip.c")

    # What is allowed all the same, each with its reason.
    exceptions()
}

function exceptions() {
    # These functions are used everywhere and named as in other programs: xmalloc, die.
    allow("name", "^src/base/alloc\\.c$")
}

function may(room, core, screen, list, n, i) {
    known[room] = 1
    n = split(core, list, " ")
    for (i = 1; i <= n; i++)
        allowed[room, list[i]] = 1
    n = split(screen, list, " ")
    for (i = 1; i <= n; i++)
        allowed[room, "ui/" list[i]] = 1
}

function owner(header, files) {
    owners[++owner_count] = header
    owner_files[owner_count] = files
}

# A breach of this kind is allowed where the pattern matches its subject: the file ("name", "twice"),
# "FILE OTHER_FILE" ("room"), or every unit of the circle ("circle").
function allow(kind, pattern) {
    exception_kind[++exception_count] = kind
    exception_pattern[exception_count] = pattern
}

function is_allowed(kind, subject, i) {
    for (i = 1; i <= exception_count; i++)
        if (exception_kind[i] == kind && subject ~ exception_pattern[i]) {
            exception_used[i] = 1
            return 1
        }
    return 0
}

function breach(place, message) {
    print place ": " message
    breaches++
}

function unit_of(file) {
    sub(/\.[a-z]+$/, "", file)
    return file
}

# "base" of src/base/err.c, "ui/view" of ui/view/pane.c; "" of main.c and the tools.
function room_of(file, part) {
    split(file, part, "/")
    if (part[1] == "ui")
        return "ui/" part[2]
    return part[2] == "tools" || part[3] == "" ? "" : part[2]
}

function base_of(file) {
    sub(/.*\//, "", file)
    return unit_of(file)
}

# The line without its comments and the insides of its strings.
function code_of(line, code, token, end) {
    code = ""
    while (line != "") {
        if (in_comment) {
            end = index(line, "*/")
            if (!end)
                return code
            line = substr(line, end + 2)
            in_comment = 0
            continue
        }
        if (!match(line, /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\*|\/\//))
            return code line
        token = substr(line, RSTART, RLENGTH)
        code = code substr(line, 1, RSTART - 1)
        line = substr(line, RSTART + RLENGTH)
        if (token == "//")
            return code
        if (token == "/*")
            in_comment = 1
        else
            code = code "\"\""
    }
    return code
}

# The end of a definition's head: whose it is, and whether others may call it.
function define(head, name) {
    gsub(/__attribute__ *\(\([a-z_]+(\([^()]*\))?\)\) */, "", head)
    if (head ~ /=/ || !match(head, /[A-Za-z_][A-Za-z0-9_]* *\(/))
        return
    name = substr(head, RSTART, RLENGTH)
    sub(/ *\($/, "", name)
    if (head ~ /^static /) {
        own[FILENAME, name] = 1
        return
    }
    home[name] = FILENAME
    home_line[name] = head_line
    exported[++exported_count] = name
}

function read_code(code) {
    if (code ~ /^\{/) {
        define(head)
        in_body = 1
    } else if (code ~ /^[A-Za-z_]/ && head == "") {
        head = code
        head_line = FNR
    } else if (head != "")
        head = head " " code
    if (code ~ /[;{}] *$|^[ \t]*$|^#/)
        head = ""
    if (in_body || code ~ /^#/ || in_macro)
        read_calls(code)
    in_macro = (code ~ /^#/ || in_macro) && code ~ /\\$/
    if (code ~ /^\}/)
        in_body = 0
}

# What a line of a function's body or of a macro calls. A member that is called is a pointer.
function read_calls(code, name, before) {
    while (match(code, /[A-Za-z_][A-Za-z0-9_]*\(/)) {
        name = substr(code, RSTART, RLENGTH - 1)
        before = substr(code, RSTART - 1, RSTART > 1)
        if (before !~ /[.>]/ && !((FILENAME, name) in called)) {
            called[FILENAME, name] = FNR
            calls[++call_count] = FILENAME SUBSEP name
        }
        code = substr(code, RSTART + RLENGTH)
    }
}

function read_include(line, path) {
    if (!match(line, /["<][^">]*[">]/))
        return
    path = substr(line, RSTART + 1, RLENGTH - 2)
    includes[++include_count] = FILENAME
    include_path[include_count] = path
    include_line[include_count] = FNR
    include_quoted[include_count] = substr(line, RSTART, 1) == "\""
}

FNR == 1 {
    in_comment = in_body = in_macro = 0
    head = ""
    files[++file_count] = FILENAME
    is_file[FILENAME] = 1
    unit_files[unit_of(FILENAME)] = 1
}
/^[ \t]*#[ \t]*include/ {
    read_include($0)
    next
}
FILENAME ~ /\.[ch]$/ { read_code(code_of($0)) }

function need(from, to, place, how) {
    from = unit_of(from)
    to = unit_of(to)
    if (from == to)
        return
    if (graph)
        print from " " to " " place " " how
    if (!((from, to) in edge)) {
        edge[from, to] = place ": " how
        targets[from] = targets[from] " " to
    }
}

function check_room(from, to, place, how, a, b) {
    a = room_of(from)
    b = room_of(to)
    if (a == b || a == "" || ((a, b) in allowed) || is_allowed("room", from " " to))
        return
    if (!(a in known) && !told[a]++)
        breach(place, "the room " a " has no row in src/tools/layers.awk")
    breach(place, a " may not use " (b == "" ? to : b) ": " how)
}

function resolve(path) {
    return path in is_file ? path : "src/" path
}

function check_include(i, file, path, place, to, k) {
    file = includes[i]
    path = include_path[i]
    place = file ":" include_line[i]
    if (path ~ /\.c$/)
        breach(place, "a .c file is never included")
    if (path ~ /\.\.\//)
        breach(place, "an include is named from the top of the tree or from src")
    to = resolve(path)
    if (to in is_file) {
        check_room(file, to, place, "includes " path)
        need(file, to, place, "includes " path)
        return
    }
    for (k = 1; k <= owner_count; k++)
        if (index(path, owners[k]) == 1 && path !~ /^unistd/ && !is_owner(file, owner_files[k]))
            breach(place, "<" path "> belongs to " owner_files[k])
}

function is_owner(file, list, part, n, i) {
    n = split(list, part, " ")
    for (i = 1; i <= n; i++)
        if (index(file, part[i]) == 1)
            return 1
    return 0
}

function check_call(i, part, to, place) {
    split(calls[i], part, SUBSEP)
    if (!(part[2] in home) || ((part[1], part[2]) in own))
        return
    to = home[part[2]]
    place = part[1] ":" called[calls[i]]
    if (unit_of(to) == unit_of(part[1]))
        return
    check_room(part[1], to, place, "calls " part[2])
    need(part[1], to, place, "calls " part[2])
}

# The function's name begins with the file's name (or its plural), or with a leading part of it that
# has a header.
function bears_name(name, base, prefix) {
    for (prefix = base; prefix != ""; ) {
        if ((prefix == base || prefix in header_base) && name ~ ("^" prefix "s?(_|$)"))
            return 1
        if (!sub(/_[^_]*$/, "", prefix))
            return 0
    }
    return 0
}

function check_names(i, file, base, name) {
    for (i = 1; i <= file_count; i++) {
        file = files[i]
        base = base_of(file)
        if (file ~ /\.h$/)
            header_base[base] = 1
        if (file ~ /\.def$/)
            continue
        if (!(base in first_unit))
            first_unit[base] = unit_of(file)
        else if (first_unit[base] != unit_of(file) && !is_allowed("twice", file))
            breach(file ":1", "its base name is that of " first_unit[base] " too")
    }
    for (i = 1; i <= exported_count; i++) {
        name = exported[i]
        file = home[name]
        if (name != "main" && file !~ /^src\/tools\// && !bears_name(name, base_of(file)) &&
            !is_allowed("name", file))
            breach(file ":" home_line[name], name " does not begin with " base_of(file) "_")
    }
}

# Strongly connected components, after Tarjan.
function visit(unit, list, n, i, next_unit) {
    order[unit] = low[unit] = ++visits
    stack[++depth] = unit
    on_stack[unit] = 1
    n = split(targets[unit], list, " ")
    for (i = 1; i <= n; i++) {
        next_unit = list[i]
        if (!(next_unit in order)) {
            visit(next_unit)
            if (low[next_unit] < low[unit])
                low[unit] = low[next_unit]
        } else if (on_stack[next_unit] && order[next_unit] < low[unit])
            low[unit] = order[next_unit]
    }
    if (low[unit] == order[unit])
        pop_circle(unit)
}

function pop_circle(unit, members, n, i, k, all_allowed, names) {
    n = 0
    do {
        members[++n] = stack[depth]
        on_stack[stack[depth]] = 0
    } while (stack[depth--] != unit)
    if (n == 1)
        return
    for (k = 1; k <= exception_count; k++) {
        if (exception_kind[k] != "circle")
            continue
        all_allowed = 1
        for (i = 1; i <= n; i++)
            if (members[i] !~ exception_pattern[k])
                all_allowed = 0
        if (all_allowed) {
            exception_used[k] = 1
            return
        }
    }
    names = members[1]
    for (i = 2; i <= n; i++)
        names = names " " members[i]
    for (i = 1; i <= n; i++)
        for (k = 1; k <= n; k++)
            if ((members[i], members[k]) in edge)
                breach(edge[members[i], members[k]], "in a circle of " n " files: " names)
}

END {
    for (i = 1; i <= include_count; i++)
        check_include(i)
    for (i = 1; i <= call_count; i++)
        check_call(i)
    if (graph)
        exit 0
    check_names()
    for (i = 1; i <= file_count; i++)
        if (!(unit_of(files[i]) in order))
            visit(unit_of(files[i]))
    for (i = 1; i <= exception_count; i++)
        if (!exception_used[i])
            breach("src/tools/layers.awk", "the exception '" exception_kind[i] " " \
                   exception_pattern[i] "' is no longer needed")
    exit breaches > 0
}
