# Prints the bill of materials from the lines that sbom.sh has gathered, in its order of files. A
# library is part of the package that owns its file; where nobody owns it, it is a package itself.
# Text is written as it is: names and versions of packages have no character that JSON escapes.

BEGIN {
    FS = "\t"
}

$1 == "file" {
    files++
    sha1[files] = $2
    sha256[files] = $3
    path[files] = $4
}
$1 == "owner" {
    owner[$2] = $3
}
$1 == "package" {
    package_version[$2] = $3
    architecture[$2] = $4
    source[$2] = $5 " " $6
}
$1 == "module" {
    module_version[$2] = $3
}
$1 == "library" {
    listed = $3
    sub(/^\/usr/, "", listed)
    if (!(listed in owner)) {
        owner[listed] = $2
        base = $2
        sub(/\.so.*/, "", base)
        package_version[$2] = base in module_version ? module_version[base] : ""
    }
    package_of[$2] = owner[listed]
    if (!seen[owner[listed]]++)
        packages[++package_count] = owner[listed]
}
$1 == "needs" {
    from = $2 == name ? name : package_of[$2]
    to = package_of[$3]
    if (to != "" && from != to && !seen_need[from, to]++) {
        needs_from[++needs] = from
        needs_to[needs] = to
    }
}

END {
    print "{"
    member("  ", "spdxVersion", "SPDX-2.3")
    member("  ", "dataLicense", "CC0-1.0")
    member("  ", "SPDXID", "SPDXRef-DOCUMENT")
    member("  ", "name", name "-" version)
    member("  ", "documentNamespace", "https://spdx.org/spdxdocs/" name "-" version "-" document)
    printf "  \"creationInfo\": {\"created\": \"%s\", \"creators\": [\"Tool: %s-sbom-%s\"]},\n", created,
        name, version
    print "  \"packages\": ["
    print_program()
    for (i = 1; i <= package_count; i++)
        print_package(packages[i], i < package_count ? "," : "")
    print "  ],\n  \"files\": ["
    for (i = 1; i <= files; i++)
        print_file(i, i < files ? "," : "")
    print "  ],\n  \"relationships\": ["
    for (i = 1; i <= needs; i++)
        relation(id(needs_from[i]), needs_from[i] == name ? "DYNAMIC_LINK" : "DEPENDS_ON",
            id(needs_to[i]), ",")
    for (i = 1; i <= files; i++)
        relation(id(name), "CONTAINS", id("file-" path[i]), ",")
    relation("SPDXRef-DOCUMENT", "DESCRIBES", id(name), "")
    print "  ]\n}"
}

# An identifier of SPDX has letters, digits, dots and dashes.
function id(of) {
    gsub(/[^A-Za-z0-9.-]/, "-", of)
    return "SPDXRef-" of
}

function member(indent, key, value) {
    printf "%s\"%s\": \"%s\",\n", indent, key, value
}

function print_program() {
    print "    {"
    member("      ", "SPDXID", id(name))
    member("      ", "name", name)
    member("      ", "versionInfo", version)
    member("      ", "primaryPackagePurpose", "APPLICATION")
    member("      ", "downloadLocation", "NOASSERTION")
    member("      ", "supplier", "NOASSERTION")
    member("      ", "licenseConcluded", "NONE")
    member("      ", "licenseDeclared", "NONE")
    member("      ", "copyrightText", "NOASSERTION")
    printf "      \"filesAnalyzed\": true,\n      \"packageVerificationCode\": " \
        "{\"packageVerificationCodeValue\": \"%s\"}\n    },\n", code
}

function print_package(package, comma, bare) {
    bare = package
    sub(/:.*/, "", bare)
    print "    {"
    member("      ", "SPDXID", id(package))
    member("      ", "name", bare)
    member("      ", "versionInfo", package_version[package] == "" ? "unknown" : package_version[package])
    member("      ", "primaryPackagePurpose", "LIBRARY")
    member("      ", "downloadLocation", "NOASSERTION")
    member("      ", "supplier", package in architecture ? "Organization: " supplier : "NOASSERTION")
    member("      ", "licenseConcluded", "NOASSERTION")
    member("      ", "licenseDeclared", "NOASSERTION")
    member("      ", "copyrightText", "NOASSERTION")
    if (package in architecture) {
        member("      ", "sourceInfo", "source package " source[package])
        printf "      \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", " \
            "\"referenceType\": \"purl\", \"referenceLocator\": \"%s\"}],\n", purl(package, bare)
    }
    print "      \"filesAnalyzed\": false\n    }" comma
}

# pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64&distro=debian-12
function purl(package, bare, encoded, of) {
    encoded = package_version[package]
    gsub(/%/, "%25", encoded)
    gsub(/\+/, "%2B", encoded)
    gsub(/:/, "%3A", encoded)
    gsub(/\+/, "%2B", bare)
    split(system_id, of, " ")
    return "pkg:deb/" of[1] "/" bare "@" encoded "?arch=" architecture[package] \
        (of[2] == "" ? "" : "&distro=" of[1] "-" of[2])
}

function print_file(i, comma) {
    print "    {"
    member("      ", "SPDXID", id("file-" path[i]))
    member("      ", "fileName", "./" path[i])
    printf "      \"fileTypes\": [\"%s\"],\n", i == 1 ? "BINARY" : "TEXT"
    printf "      \"checksums\": [{\"algorithm\": \"SHA1\", \"checksumValue\": \"%s\"},\n", sha1[i]
    printf "                    {\"algorithm\": \"SHA256\", \"checksumValue\": \"%s\"}]\n    }%s\n",
        sha256[i], comma
}

function relation(from, type, to, comma) {
    printf "    {\"spdxElementId\": \"%s\", \"relationshipType\": \"%s\", " \
        "\"relatedSpdxElement\": \"%s\"}%s\n", from, type, to, comma
}
