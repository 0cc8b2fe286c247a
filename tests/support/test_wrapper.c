#include "tests/support/test_wrapper.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *wrapper(void)
{
    const char *command = getenv("CALLBROWSER_TEST_WRAPPER");
    return command && *command ? command : NULL;
}

void wrapped_skip(const char *why)
{
    if (!wrapper())
        return;
    print_message("under %s, %s\n", wrapper(), why);
    skip();
}

static bool is_ours(const char *program)
{
    const char *slash = strrchr(program, '/');
    const char *name = slash ? slash + 1 : program;
    return strcmp(name, "callbrowser") == 0 || strcmp(name, "mock") == 0;
}

static size_t split(const char *command, char **words)
{
    size_t count = 0;
    while (*(command += strspn(command, " "))) {
        size_t n = strcspn(command, " ");
        words[count++] = xstrndup(command, n);
        command += n;
    }
    return count;
}

char **wrapped_words(const char *const *argv)
{
    const char *before = is_ours(argv[0]) ? wrapper() : NULL;
    size_t count = before ? strlen(before) : 0;
    for (const char *const *word = argv; *word; word++)
        count++;
    char **words = xcalloc(count + 1, sizeof *words);
    size_t n = before ? split(before, words) : 0;
    for (; *argv; argv++)
        words[n++] = xstrdup(*argv);
    return words;
}

void wrapped_free(char **words)
{
    for (char **word = words; word && *word; word++)
        free(*word);
    free(words);
}

int wrapped_ms(int ms)
{
    const char *slow = getenv("CALLBROWSER_TEST_SLOW");
    long times = slow ? strtol(slow, NULL, 10) : 1;
    return ms * (int)(times < 1 ? 1 : times > 100 ? 100 : times);
}
