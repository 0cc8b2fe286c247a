/* `make sbom`: the bill of materials is SPDX 2.3 (tests/sbom.schema.json), and true: the checksums
 * are those of the files, and each library that the program loads is in it, with the version that
 * is loaded here. Runs at the top of the repository, after everything was built. */
#include "base/alloc.h"
#include "cli/args.h"
#include "tests/support/elf_file.h"
#include "tests/support/run.h"
#include "tests/support/schema.h"
#include "tests/support/scratch.h"

#include <cJSON.h>
#include <ctype.h>
#include <curl/curl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

static char *program, *text;
static cJSON *bill;

/* Runs `make sbom` and returns what it wrote, which the caller frees. */
static char *make_sbom(const char *build)
{
    struct run r;
    char *build_arg = xasprintf("BUILD=%s", build);
    run_program(&r,
                (const char *const[]){"env", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL",
                                      "make", "-s", build_arg, "sbom", NULL},
                NULL);
    if (r.code != 0)
        fail_msg("make sbom: expected exit code 0, got %d: %s", r.code, buf_str(&r.err));
    run_done(&r);
    free(build_arg);
    return scratch_read(build, "callbrowser.spdx.json");
}

static int begin(void **state)
{
    (void)state;
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    setenv("CALLBROWSER_TEST_SLOW", "4", 0); /* make and dpkg, beside other tests */
    program = xasprintf("%s/callbrowser", build);
    text = make_sbom(build);
    bill = text ? cJSON_Parse(text) : NULL;
    return bill ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    cJSON_Delete(bill);
    free(text);
    free(program);
    return 0;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *value = cJSON_GetStringValue(member(object, name));
    return value ? value : "";
}

/* The element of a list of the bill that has this value; NULL if it has none. */
static const cJSON *element(const char *list, const char *name, const char *value)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, member(bill, list))
    {
        if (strcmp(text_of(one, name), value) == 0)
            return one;
    }
    return NULL;
}

static void sbom__document__is_spdx_2_3(void **state)
{
    (void)state;
    struct buf why = {0};
    struct schema *spdx = schema_read("tests/sbom.schema.json");
    if (!schema_holds(spdx, text, strlen(text), &why))
        fail_msg("%s", buf_str(&why));
    schema_free(spdx);
    buf_done(&why);
}

/* The name of the document for the program and another file; the caller frees it. */
static char *document_with(const char *file)
{
    struct run r;
    char *first = xasprintf("755:%s:bin/callbrowser", program),
         *second = xasprintf("644:%s:doc", file);
    run_program(
        &r,
        (const char *const[]){"src/tools/sbom.sh", "callbrowser", "1", "zlib", first, second, NULL},
        NULL);
    assert_int_equal(r.code, 0);
    cJSON *made = cJSON_Parse(buf_str(&r.out));
    char *name = xstrdup(text_of(made, "documentNamespace"));
    cJSON_Delete(made);
    run_done(&r);
    free(first);
    free(second);
    return name;
}

static void sbom__document__has_a_name_of_its_own(void **state)
{
    (void)state;
    char *one = document_with("README.md"), *again = document_with("README.md"),
         *other = document_with("Makefile");
    assert_string_equal(one, again);
    assert_string_not_equal(one, other);
    free(one);
    free(again);
    free(other);
}

static bool is_named(const char *id)
{
    return strcmp(id, text_of(bill, "SPDXID")) == 0 || element("packages", "SPDXID", id) ||
           element("files", "SPDXID", id);
}

static bool is_related(const char *id)
{
    return element("relationships", "relatedSpdxElement", id) != NULL;
}

/* Nothing is named that is not described, everything is reached from something, and no two things
 * have one identifier. */
static void sbom__relationships__name_everything(void **state)
{
    (void)state;
    static const char *const lists[] = {"packages", "files"};
    const cJSON *one;
    cJSON_ArrayForEach(one, member(bill, "relationships"))
    {
        assert_true(is_named(text_of(one, "spdxElementId")));
        assert_true(is_named(text_of(one, "relatedSpdxElement")));
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        cJSON_ArrayForEach(one, member(bill, lists[i]))
        {
            if (!is_related(text_of(one, "SPDXID")))
                fail_msg("nothing is related to %s", text_of(one, "SPDXID"));
            assert_ptr_equal(element(lists[i], "SPDXID", text_of(one, "SPDXID")), one);
        }
}

static void sbom__program__is_this_version(void **state)
{
    (void)state;
    const cJSON *package = element("packages", "name", "callbrowser");
    assert_string_equal(text_of(package, "versionInfo"), CALLBROWSER_VERSION);
    assert_ptr_equal(cJSON_GetArrayItem(member(bill, "packages"), 0), package);
}

/* The checksum as another program says it. */
static void expect_checksum(const cJSON *file, int i, const char *command)
{
    struct run r;
    const cJSON *checksum = cJSON_GetArrayItem(member(file, "checksums"), i);
    run_program(&r, (const char *const[]){"openssl", "dgst", command, "-r", program, NULL}, NULL);
    assert_int_equal(r.code, 0);
    const char *value = text_of(checksum, "checksumValue");
    assert_int_equal(strncmp(buf_str(&r.out), value, strlen(value)), 0);
    run_done(&r);
}

static void sbom__files__have_their_checksums(void **state)
{
    (void)state;
    const cJSON *file = element("files", "fileName", "./bin/callbrowser");
    assert_non_null(file);
    expect_checksum(file, 0, "-sha1");
    expect_checksum(file, 1, "-sha256");
    assert_non_null(element("files", "fileName", "./share/man/man1/callbrowser.1"));
    assert_int_equal(cJSON_GetArraySize(member(bill, "files")), 6);
}

/* The name that Debian gives to the package of a library: libpcre2-8.so.0 is in libpcre2-8-0. */
static char *package_of(const char *library)
{
    const char *so = strstr(library, ".so.");
    assert_non_null(so);
    if (strcmp(library, "libz.so.1") == 0)
        return xstrdup("zlib1g");
    if (strcmp(library, "libm.so.6") == 0)
        return xstrdup("libc6");
    int n = (int)(so - library);
    bool dash = isdigit((unsigned char)so[-1]);
    return xasprintf("%.*s%s%s", n, library, dash ? "-" : "", so + strlen(".so."));
}

/* The package of the library, or the library itself where there is no dpkg; later versions of
 * Debian add "t64" to some. */
static const cJSON *find_package(const char *library)
{
    char *name = package_of(library), *later = xasprintf("%st64", name);
    const cJSON *found = element("packages", "name", name);
    found = found ? found : element("packages", "name", later);
    found = found ? found : element("packages", "name", library);
    free(later);
    free(name);
    return found;
}

static bool is_linked(const cJSON *package)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, member(bill, "relationships"))
    {
        if (strcmp(text_of(one, "relationshipType"), "DYNAMIC_LINK") == 0 &&
            strcmp(text_of(one, "spdxElementId"), "SPDXRef-callbrowser") == 0 &&
            strcmp(text_of(one, "relatedSpdxElement"), text_of(package, "SPDXID")) == 0)
            return true;
    }
    return false;
}

/* Libraries of the compiler, as those of its sanitizers, have packages of other names. */
static bool is_of_the_compiler(const char *library)
{
    return strstr(library, "san.so") || strstr(library, "libgcc_s");
}

static void sbom__libraries__all_that_the_file_needs(void **state)
{
    (void)state;
    struct elf_file f;
    elf_file_open(&f, program);
    size_t count = 0;
    for (const char *name; (name = elf_file_needed(&f, count)); count++)
        if (!is_of_the_compiler(name) && !is_linked(find_package(name)))
            fail_msg("%s is not among what is linked", name);
    assert_true(count >= 8);
    elf_file_close(&f);
}

static void expect_version(const char *library, const char *version)
{
    const cJSON *package = find_package(library);
    if (!strstr(text_of(package, "versionInfo"), version))
        fail_msg("%s: expected version %s, got '%s'", library, version,
                 text_of(package, "versionInfo"));
}

static void sbom__versions__are_those_that_are_loaded(void **state)
{
    (void)state;
    expect_version("libcurl.so.4", curl_version_info(CURLVERSION_NOW)->version);
    expect_version("libz.so.1", zlibVersion());
    expect_version("libcjson.so.1", cJSON_Version());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sbom__document__is_spdx_2_3),
        cmocka_unit_test(sbom__document__has_a_name_of_its_own),
        cmocka_unit_test(sbom__relationships__name_everything),
        cmocka_unit_test(sbom__program__is_this_version),
        cmocka_unit_test(sbom__files__have_their_checksums),
        cmocka_unit_test(sbom__libraries__all_that_the_file_needs),
        cmocka_unit_test(sbom__versions__are_those_that_are_loaded),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
