# Writes the INI files named as arguments as one C table (base/builtin.h): each with its text, and with
# its rows as the INI reader would read them. Of its rules those about quotes and comments in one value
# are left out; a file that needs them is refused.
function quoted(s)
{
    gsub(/\\/, "&&", s)
    gsub(/"/, "\\\"", s)
    return "\"" s "\""
}
function trimmed(s)
{
    gsub(/^[ \t]+|[ \t]+$/, "", s)
    return s
}
function end_file()
{
    if (texts == "")
        return
    files = files sprintf("    {%s,\n%s     , rows_%d},\n", quoted(path), texts, count)
    printf "static const struct builtin_row rows_%d[] = {\n%s    {0, 0, 0, 0},\n};\n\n", count++, rows
}
function add_row(line,    at, value)
{
    at = index(line, "=")
    value = trimmed(substr(line, at + 1))
    if (value ~ /^"[^"]*"$|^'[^']*'$|[ \t];/ || !at) {
        print FILENAME ":" FNR ": cannot be compiled in" >"/dev/stderr"
        exit 1
    }
    rows = rows sprintf("    {%s, %s, %s, %d},\n", quoted(section), quoted(trimmed(substr(line, 1, at - 1))),
                        quoted(value), FNR)
}
BEGIN { print "#include \"base/builtin.h\"\n" }
FNR == 1 { end_file(); path = FILENAME; texts = rows = section = "" }
{ texts = texts "     " substr(quoted($0), 1, length(quoted($0)) - 1) "\\n\"\n" }
/^\[.*\]/ {
    section = trimmed(substr($0, 2, index($0, "]") - 2))
    rows = rows sprintf("    {%s, 0, 0, %d},\n", quoted(section), FNR)
}
!/^(\[|;|#|[ \t]*$)/ { add_row($0) }
END {
    end_file()
    print "const struct builtin builtins[] = {\n" files "    {0, 0, 0},\n};"
}
