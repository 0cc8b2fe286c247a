/* What the linker and the compiler put into the program that `make install` installs, so that an
 * error in it is harder to use: read from the file itself, whatever the Makefile says. Runs at the
 * top of the repository, after everything was built. */
#include "base/alloc.h"
#include "tests/support/elf_file.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *dir, *path;
static struct elf_file program;

static int install(void **state)
{
    (void)state;
    struct run r;
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    setenv("CALLBROWSER_TEST_SLOW", "4", 0); /* make, beside other tests */
    dir = scratch_new();
    path = scratch_path(dir, "usr/bin/callbrowser");
    char *build_arg = xasprintf("BUILD=%s", build), *destdir = xasprintf("DESTDIR=%s", dir);
    run_program(&r,
                (const char *const[]){"env", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL",
                                      "make", "-s", build_arg, destdir, "PREFIX=/usr", "install",
                                      NULL},
                NULL);
    int code = r.code;
    run_done(&r);
    free(destdir);
    free(build_arg);
    if (code == 0)
        elf_file_open(&program, path);
    return code;
}

static int uninstall(void **state)
{
    (void)state;
    elf_file_close(&program);
    free(path);
    scratch_free(dir);
    return 0;
}

static uint64_t flags_of(Elf64_Sxword tag)
{
    const Elf64_Dyn *d = elf_file_dynamic(&program, tag, 0);
    return d ? d->d_un.d_val : 0;
}

/* The kernel loads it at an address that nobody knows before. */
static void program__address__is_not_fixed(void **state)
{
    (void)state;
    assert_int_equal(elf_file_header(&program)->e_type, ET_DYN);
    assert_non_null(elf_file_segment(&program, PT_INTERP, 0));
    assert_true(flags_of(DT_FLAGS_1) & DF_1_PIE);
}

/* All functions of libraries are found at the start, and their table cannot be written after it. */
static void program__functions_of_libraries__are_read_only(void **state)
{
    (void)state;
    const Elf64_Phdr *relro = elf_file_segment(&program, PT_GNU_RELRO, 0);
    assert_non_null(relro);
    assert_true((flags_of(DT_FLAGS) & DF_BIND_NOW) || (flags_of(DT_FLAGS_1) & DF_1_NOW));
    const Elf64_Dyn *table = elf_file_dynamic(&program, DT_PLTGOT, 0);
    if (table)
        assert_in_range(table->d_un.d_ptr, relro->p_vaddr, relro->p_vaddr + relro->p_memsz - 1);
}

static void program__memory__is_never_both_written_and_run(void **state)
{
    (void)state;
    const Elf64_Phdr *stack = elf_file_segment(&program, PT_GNU_STACK, 0), *load;
    assert_non_null(stack);
    assert_false(stack->p_flags & PF_X);
    for (size_t i = 0; (load = elf_file_segment(&program, PT_LOAD, i)); i++)
        assert_int_not_equal(load->p_flags & (PF_W | PF_X), PF_W | PF_X);
    assert_null(elf_file_dynamic(&program, DT_TEXTREL, 0));
    assert_false(flags_of(DT_FLAGS) & DF_TEXTREL);
}

/* Libraries come from where the system has them. */
static void program__libraries__from_no_other_folder(void **state)
{
    (void)state;
    assert_null(elf_file_dynamic(&program, DT_RPATH, 0));
    assert_null(elf_file_dynamic(&program, DT_RUNPATH, 0));
    for (size_t i = 0; elf_file_needed(&program, i); i++)
        assert_null(strchr(elf_file_needed(&program, i), '/'));
}

static void program__stack__is_guarded(void **state)
{
    (void)state;
    assert_true(elf_file_imports(&program, "__stack_chk_fail"));
}

/* The sanitizer, or the counters, that the program was built with; NULL without. */
static const char *instruments(void)
{
    static const char *const marks[] = {"__asan_", "__tsan_", "__ubsan_",
                                        "__msan_", "__gcov_", "__sanitizer_"};
    struct elf_symbol s;
    for (size_t i = 0; elf_file_symbol(&program, SHT_SYMTAB, i, &s); i++)
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
            if (strncmp(s.name, marks[m], strlen(marks[m])) == 0)
                return marks[m];
    return NULL;
}

static void skip_where_not_fortified(void)
{
    const char *why = instruments();
#ifndef __OPTIMIZE__
    why = why ? why : "-O0";
#endif
#ifndef __GLIBC__
    why = why ? why : "a C library without such calls";
#endif
    if (!why)
        return;
    print_message("built with %s, so no call is fortified\n", why);
    skip();
}

/* Those whose format is not known to the compiler: of others it may take the plain function, as
 * they need no check. */
static void program__calls__are_fortified(void **state)
{
    (void)state;
    skip_where_not_fortified();
    static const char *const names[] = {"vsnprintf", "vasprintf"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *checked = xasprintf("__%s_chk", names[i]);
        if (elf_file_imports(&program, names[i]) || !elf_file_imports(&program, checked))
            fail_msg("expected %s in place of %s", checked, names[i]);
        free(checked);
    }
    assert_true(elf_file_imports(&program, "__snprintf_chk"));
    assert_true(elf_file_imports(&program, "__memcpy_chk"));
}

/* Functions of the compiler's own start files. */
static bool is_of_the_start(const char *name)
{
    return strcmp(name, "_start") == 0 || strcmp(name, "_init") == 0 || strcmp(name, "_fini") == 0;
}

/* On x86-64 each function that others can call begins with a mark (ENDBR64), which a processor
 * with indirect branch tracking asks for. */
static void program__functions__begin_with_a_mark(void **state)
{
    (void)state;
#ifdef __x86_64__
    static const unsigned char mark[] = {0xf3, 0x0f, 0x1e, 0xfa};
    size_t functions = 0;
    struct elf_symbol s;
    for (size_t i = 0; elf_file_symbol(&program, SHT_SYMTAB, i, &s); i++) {
        if (s.entry->st_info != ELF64_ST_INFO(STB_GLOBAL, STT_FUNC) || is_of_the_start(s.name) ||
            s.entry->st_shndx == SHN_UNDEF)
            continue;
        functions++;
        if (memcmp(elf_file_code(&program, &s, sizeof mark), mark, sizeof mark) != 0)
            fail_msg("%s: expected ENDBR64", s.name);
    }
    assert_true(functions > 500);
#else
    print_message("not on this processor\n");
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(program__address__is_not_fixed),
        cmocka_unit_test(program__functions_of_libraries__are_read_only),
        cmocka_unit_test(program__memory__is_never_both_written_and_run),
        cmocka_unit_test(program__libraries__from_no_other_folder),
        cmocka_unit_test(program__stack__is_guarded),
        cmocka_unit_test(program__calls__are_fortified),
        cmocka_unit_test(program__functions__begin_with_a_mark),
    };
    return cmocka_run_group_tests(tests, install, uninstall);
}
