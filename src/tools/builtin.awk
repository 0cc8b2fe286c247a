# Writes the INI files named as arguments as one C table of texts (base/builtin.h).
BEGIN {
    print "#include \"base/builtin.h\"\n"
    print "const struct builtin builtins[] = {"
}
FNR == 1 { if (NR > 1) print "    }," ; printf "    {\"%s\",\n", FILENAME }
{
    gsub(/\\/, "&&"); gsub(/"/, "\\\"")
    printf "     \"%s\\n\"\n", $0
}
END { print "    },\n    {0, 0},\n};" }
