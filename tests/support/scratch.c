/* Any failure here ends the program: a test that cannot write its files proves nothing. */
#include "tests/support/scratch.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

char *scratch_new(void)
{
    const char *base = getenv("TMPDIR");
    char *dir = xasprintf("%s/callbrowser-test-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(dir)) {
        perror(dir);
        exit(1);
    }
    return dir;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

void scratch_free(char *dir)
{
    if (dir)
        nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(dir);
}

char *scratch_path(const char *dir, const char *name)
{
    return xasprintf("%s/%s", dir, name);
}

static void make_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

void scratch_write(const char *dir, const char *name, mode_t mode, const char *text)
{
    char *path = scratch_path(dir, name);
    make_parents(path);
    FILE *f = fopen(path, "we");
    if (!f || fputs(text, f) == EOF || fchmod(fileno(f), mode) || fclose(f)) {
        perror(path);
        exit(1);
    }
    free(path);
}

void scratch_listen(const char *dir, const char *name)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int n = snprintf(at.sun_path, sizeof at.sun_path, "%s/%s", dir, name);
    bool fits = n > 0 && (size_t)n < sizeof at.sun_path;
    if (!fits || fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        perror(name);
        exit(1);
    }
    close(fd);
}

char *scratch_read(const char *dir, const char *name)
{
    char *path = scratch_path(dir, name);
    FILE *f = fopen(path, "re");
    free(path);
    if (!f)
        return NULL;
    struct buf b = {0};
    char chunk[4096];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&b, chunk, n);
    fclose(f);
    return buf_take(&b);
}
