/* Runs the seeds of an entry, and the inputs of tests/fuzz/corpus/NAME that once went wrong or are
 * of interest. Each of them is told that fails: they run in a child, and another one goes on after
 * it.
 *
 *   build/tests/fuzz/NAME           all of them
 *   build/tests/fuzz/NAME FILE...   these inputs */
#include "tests/fuzz/fuzz.h"

#include "base/alloc.h"
#include "config/file_text.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { INPUT_MAX_BYTES = 1 << 20 };

static struct input {
    char *name, *bytes;
    size_t n;
} * inputs;
static size_t count;

static void add(const char *name, const char *bytes, size_t n)
{
    inputs = xgrow(inputs, count, sizeof *inputs);
    struct input *in = &inputs[count++];
    *in = (struct input){xstrdup(name), xmalloc(n ? n : 1), n}; /* exactly, so that reading beyond
                                                                    it is found */
    memcpy(in->bytes, bytes, n);
}

static bool add_file(const char *path)
{
    struct file_text text;
    struct err e;
    if (!file_text_read(&text, path, INPUT_MAX_BYTES, 0, &e)) {
        printf("%s\n", e.text);
        return false;
    }
    add(path, text.data, text.bytes);
    file_text_done(&text);
    return true;
}

static bool add_corpus(const char *entry)
{
    char *pattern = xasprintf("tests/fuzz/corpus/%s/*", entry);
    bool ok = true;
    glob_t found;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            ok = add_file(found.gl_pathv[i]) && ok;
        globfree(&found);
    }
    free(pattern);
    return ok;
}

static void free_all(void)
{
    for (size_t i = 0; i < count; i++) {
        free(inputs[i].name);
        free(inputs[i].bytes);
    }
    free(inputs);
}

/* In the child: *at is the input that runs. */
static void run_from(size_t *at)
{
    for (; *at < count; ++*at)
        LLVMFuzzerTestOneInput((const uint8_t *)inputs[*at].bytes, inputs[*at].n);
    free_all();
    exit(0);
}

static bool run_all(size_t *at)
{
    bool ok = true;
    while (*at < count) {
        int status = 0;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0)
            run_from(at);
        if (child < 0 || waitpid(child, &status, 0) < 0)
            return false;
        if (status == 0)
            break;
        printf("FAILED: %s\n", *at < count ? inputs[*at].name : "(at the end)");
        ok = false;
        ++*at;
    }
    return ok;
}

int main(int argc, char **argv)
{
    size_t *at = mmap(NULL, sizeof *at, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const char *slash = strrchr(argv[0], '/');
    bool ok = at != MAP_FAILED;
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++)
        ok = add_file(argv[i]) && ok;
    if (argc == 1) {
        fuzz_seeds(add);
        ok = add_corpus(slash ? slash + 1 : argv[0]) && ok;
    }
    ok = ok && count && run_all(at);
    printf("%zu inputs\n", count);
    free_all();
    return ok ? 0 : 1;
}
