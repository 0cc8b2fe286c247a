#include "keep/kept_list.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "keep/kept_folder.h"
#include "text/time.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { US_PER_S = 1000000 };

struct kept_list {
    struct arena *arena;
    const char *dir;
    size_t max;
    DIR *outer, *inner; /* NULL: not open */
    const char **folders;
    size_t folder_count;
    const char *folder; /* the name of the inner one */
    struct kept_entry *entries;
    size_t count;
    bool complete;
    struct kept_troubles troubles;
    size_t tightened;
};

static DIR *open_dir(struct kept_list *l, const char *path)
{
    DIR *d = opendir(path);
    l->troubles.count[KEPT_TROUBLE_UNREADABLE] += !d;
    return d;
}

struct kept_list *kept_list_new(const char *dir)
{
    return kept_list_new_of(dir, KEPT_LIST_MAX);
}

struct kept_list *kept_list_new_of(const char *dir, size_t max)
{
    bool tightened;
    struct kept_list *l = xcalloc(1, sizeof *l);
    l->max = max;
    l->arena = arena_new();
    l->dir = arena_strdup(l->arena, dir);
    enum kept_trouble why = kept_folder_check(dir, &tightened);
    l->tightened += tightened;
    if (!why)
        l->outer = open_dir(l, dir);
    else if (why != KEPT_TROUBLE_MISSING)
        l->troubles.count[why]++;
    return l;
}

static void close_dir(DIR **d)
{
    if (*d)
        closedir(*d);
    *d = NULL;
}

void kept_list_free(struct kept_list *l)
{
    if (!l)
        return;
    close_dir(&l->outer);
    close_dir(&l->inner);
    free(l->folders);
    free(l->entries);
    arena_free(l->arena);
    free(l);
}

static bool is_call(const char *name)
{
    const size_t ending = strlen(KEPT_FOLDER_ENDING);
    size_t n = strlen(name);
    return name[0] != '.' && n > ending && strcmp(name + n - ending, KEPT_FOLDER_ENDING) == 0;
}

static void add_file(struct kept_list *l, const char *name)
{
    struct stat st;
    if (!is_call(name))
        return;
    if (fstatat(dirfd(l->inner), name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
        l->troubles.count[KEPT_TROUBLE_UNREADABLE] += errno != ENOENT; /* removed just now */
        return;
    }
    if (l->count >= l->max) {
        l->troubles.count[KEPT_TROUBLE_TOO_MANY]++;
        return;
    }
    int64_t call_us = (int64_t)st.st_mtim.tv_sec * US_PER_S + st.st_mtim.tv_nsec / 1000;
    l->entries = xgrow(l->entries, l->count, sizeof *l->entries);
    l->entries[l->count++] = (struct kept_entry){.folder = l->folder,
                                                 .name = arena_strdup(l->arena, name),
                                                 .call_us = call_us,
                                                 .bytes = (size_t)st.st_size};
}

/* Files of the user that lie beside the providers' folders are none of ours. */
static void enter(struct kept_list *l, const char *name)
{
    bool tightened;
    char *path = arena_printf(l->arena, "%s/%s", l->dir, name);
    if (name[0] == '.')
        return;
    enum kept_trouble why = kept_folder_check_inner(path, &tightened);
    l->tightened += tightened;
    if (why) {
        l->troubles.count[why] += why != KEPT_TROUBLE_NO_FOLDER;
        return;
    }
    l->inner = open_dir(l, path);
    l->folder = arena_strdup(l->arena, name);
    l->folders = xgrow(l->folders, l->folder_count, sizeof *l->folders);
    l->folders[l->folder_count++] = path;
}

static int newest_first(const void *a, const void *b)
{
    const struct kept_entry *x = a, *y = b;
    if (x->call_us != y->call_us)
        return x->call_us < y->call_us ? 1 : -1;
    int order = strcmp(x->folder, y->folder);
    return order ? order : strcmp(x->name, y->name);
}

/* Reads one more name of the inner folder, or else of the outer one. */
static void step(struct kept_list *l)
{
    DIR **d = l->inner ? &l->inner : &l->outer;
    errno = 0;
    struct dirent *entry = *d ? readdir(*d) : NULL;
    l->troubles.count[KEPT_TROUBLE_UNREADABLE] += !entry && errno;
    if (entry && d == &l->inner)
        add_file(l, entry->d_name);
    else if (entry)
        enter(l, entry->d_name);
    else
        close_dir(d);
    l->complete = !entry && d == &l->outer;
    if (l->complete && l->count)
        qsort(l->entries, l->count, sizeof *l->entries, newest_first);
}

bool kept_list_step(struct kept_list *l, int64_t until_ms)
{
    while (!l->complete) {
        step(l);
        if (!l->complete && time_now_ms() >= until_ms)
            return true;
    }
    return false;
}

size_t kept_list_count(const struct kept_list *l)
{
    return l->count;
}

const struct kept_entry *kept_list_at(const struct kept_list *l, size_t index)
{
    return &l->entries[index];
}

char *kept_list_path(const struct kept_list *l, const struct kept_entry *entry)
{
    return xasprintf("%s/%s/%s", l->dir, entry->folder, entry->name);
}

const char *kept_list_dir(const struct kept_list *l)
{
    return l->dir;
}

const char *kept_list_folder(const struct kept_list *l, size_t index)
{
    return index < l->folder_count ? l->folders[index] : NULL;
}

const struct kept_troubles *kept_list_troubles(const struct kept_list *l)
{
    return &l->troubles;
}

size_t kept_list_tightened(const struct kept_list *l)
{
    return l->tightened;
}
