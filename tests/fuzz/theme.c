/* A theme's file: every look has colours that there are, and problems are clean sentences. */
#include "theme/theme.h"

#include "base/alloc.h"
#include "os/file.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/scratch.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

static char *scratch;

static void remove_scratch(void)
{
    scratch_free(scratch);
}

/* The file that each input is written to. */
static const char *path(void)
{
    static char *made;
    if (!made) {
        scratch = scratch_new();
        made = scratch_path(scratch, "x.ini");
        atexit(remove_scratch);
    }
    return made;
}

static void check(const char *name, int colours)
{
    struct theme t;
    struct err e = {""};
    struct problems problems = {0};
    if (theme_load(&t, name, colours, &problems, &e))
        for (int role = 0; role < ROLE_COUNT; role++) {
            const struct look *l = &t.roles[role];
            int last = colours ? colours : 1;
            FUZZ_CHECK(l->fg >= -1 && l->fg < last && l->bg >= -1 && l->bg < last);
            FUZZ_CHECK(l->attributes < LOOK_DIM * 2);
        }
    else
        FUZZ_CHECK(*e.text);
    for (size_t i = 0; i < problems.count; i++)
        FUZZ_CHECK(clean_is_clean(problems.list[i].text, strlen(problems.list[i].text), 0));
    problems_done(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int colours[] = {0, 8, 16, 256};
    FUZZ_CHECK(file_replace(path(), (const char *)data, size) == 0);
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        check(path(), colours[i]);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_files(seed, "themes/*.ini", NULL);
    static const char *const texts[] = {
        "[256]\ntext = 255 on 0 bold underline reverse dim\n[mono]\ntext = reverse\n",
        "[16]\ntext = bright-red on on\n[8]\ntext = 8 on -1\n[theme]\nfor = x\n",
        "[8]\ntext = 8 on 7\n[16]\ntext = 15 on 16\n[256]\ntext = 256 on 255\n", NULL};
    fuzz_seed_texts(seed, texts);
}
