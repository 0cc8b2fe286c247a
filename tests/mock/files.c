/* Answers that are files in mock/calls/ or fixtures/, named by the ID:
 *
 *     PROVIDER-ID.json                 the call, status 200
 *     PROVIDER-ID.404.json             the same with another status; also .html
 *     PROVIDER-ID.404.headers          lines `Name: value` that are sent with it
 *     PROVIDER-ID.turns.json           Diga's messages; .turns2.json is the next page, ...
 *     PROVIDER-ID.http                 a complete answer: status line, headers, body
 *
 * {host} in a call is the mock's own host and port, for links to its recordings.
 *
 * A base_url of /saved/FOLDER/STEM answers with fixtures/FOLDER/STEM.json and its like, whatever
 * the ID is. A character of the ID that is not a letter, a digit or one of ._- is _ in the name. */
#include "tests/mock/mock.h"

#include "base/alloc.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PAGES = 100 };

static const char *const dirs[] = {"mock/calls", "fixtures"};
enum { DIRS = sizeof dirs / sizeof *dirs };

bool files_read(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    char block[4096];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        buf_add(out, block, n);
    fclose(file);
    return true;
}

/* The status, if what follows the stem is [.STATUS].json, .html or .http; else 0. */
static int status_of(const char *rest)
{
    char *end;
    if (strcmp(rest, ".json") == 0 || strcmp(rest, ".html") == 0 || strcmp(rest, ".http") == 0)
        return 200;
    if (*rest != '.' || !isdigit((unsigned char)rest[1]))
        return 0;
    int status = (int)strtol(rest + 1, &end, 10);
    return strcmp(end, ".json") == 0 || strcmp(end, ".html") == 0 ? status : 0;
}

/* The file in the directory that begins with the stem, which the caller frees, or NULL. */
static char *find_file(const char *dir, const char *stem, int *status)
{
    DIR *d = opendir(dir);
    char *found = NULL;
    for (struct dirent *e; d && !found && (e = readdir(d));) {
        bool fits = strncmp(e->d_name, stem, strlen(stem)) == 0;
        *status = fits ? status_of(e->d_name + strlen(stem)) : 0;
        if (*status)
            found = xasprintf("%s/%s", dir, e->d_name);
    }
    if (d)
        closedir(d);
    return found;
}

/* Splits the lines of r->own_headers into names and values. */
static void split_headers(struct reply *r)
{
    size_t i = 0;
    for (char *line = r->own_headers; *line && i < sizeof r->header / sizeof *r->header;) {
        char *end = line + strcspn(line, "\r\n"), *colon = memchr(line, ':', (size_t)(end - line));
        char *next = end + strspn(end, "\r\n");
        *end = '\0';
        if (colon) {
            *colon = '\0';
            r->header[i][0] = line;
            r->header[i++][1] = colon + 1 + strspn(colon + 1, " ");
        }
        line = next;
    }
}

static void read_headers(const char *body_path, struct reply *r)
{
    struct buf text = {0};
    char *path = xasprintf("%.*s.headers", (int)(strrchr(body_path, '.') - body_path), body_path);
    if (files_read(path, &text)) {
        r->own_headers = buf_take(&text);
        split_headers(r);
    }
    buf_done(&text);
    free(path);
}

/* Takes the status line and the headers off the body. */
static void split_http(struct reply *r)
{
    static const char line[] = "HTTP/1.1 ", type[] = "Content-Type", blank[] = "\r\n\r\n";
    char *all = buf_take(&r->body), *end = strstr(all, blank);
    if (strncmp(all, line, strlen(line)) == 0 && end) {
        r->status = (int)strtol(all + strlen(line), NULL, 10);
        r->own_headers = xasprintf("%.*s", (int)(end - all), all);
        split_headers(r);
        for (size_t i = 0; i < sizeof r->header / sizeof *r->header; i++)
            if (r->header[i][0] && strcmp(r->header[i][0], type) == 0)
                r->content_type = r->header[i][1], r->header[i][0] = NULL;
            else if (r->header[i][0] && strncmp(r->header[i][0], "Content-", 8) == 0)
                r->header[i][0] = NULL;
        buf_puts(&r->body, end + strlen(blank));
    }
    free(all);
}

static bool give_stem(const char *dir, const char *stem, struct reply *r)
{
    int status = 200;
    char *path = find_file(dir, stem, &status);
    if (!path)
        return false;
    bool html = strstr(path, ".html");
    r->status = status;
    r->content_type = html ? "text/html" : "application/json";
    buf_clear(&r->body);
    files_read(path, &r->body);
    if (strstr(path, ".http"))
        split_http(r);
    else
        read_headers(path, r);
    free(path);
    return true;
}

/* Answers with the page that follows the one that ends with the cursor. */
static bool give_messages(const char *dir, const char *stem, const struct call_ref *a,
                          struct reply *r)
{
    char *after = query_get(a->query, "after");
    bool found = false, more = true;
    for (int page = 1; more && !found && page <= MAX_PAGES; page++) {
        bool here = !after || (page > 1 && strstr(buf_str(&r->body), after));
        char *name = page == 1 ? xasprintf("%s.turns", stem) : xasprintf("%s.turns%d", stem, page);
        more = give_stem(dir, name, r);
        found = more && here;
        free(name);
    }
    free(after);
    return found;
}

static bool give(const char *dir, const char *stem, const struct call_ref *a, struct reply *r)
{
    return a->messages ? give_messages(dir, stem, a, r) : give_stem(dir, stem, r);
}

static bool give_saved(const char *data_dir, const struct call_ref *a, struct reply *r)
{
    const char *stem = strchr(a->saved, '/') + 1;
    char *dir = xasprintf("%s/fixtures/%.*s", data_dir, (int)(stem - a->saved), a->saved);
    bool found = give(dir, stem, a, r);
    free(dir);
    return found;
}

/* The body may hold NULs. */
static void put_host(struct buf *body, const char *host)
{
    static const char name[] = "{host}";
    size_t count = body->len, at = 0;
    char *all = buf_take(body);
    for (char *found; (found = memmem(all + at, count - at, name, strlen(name)));) {
        buf_add(body, all + at, (size_t)(found - all) - at);
        buf_puts(body, host);
        at = (size_t)(found - all) + strlen(name);
    }
    buf_add(body, all + at, count - at);
    free(all);
}

bool files_answer(const char *data_dir, const struct call_ref *a, struct reply *r)
{
    if (a->saved)
        return give_saved(data_dir, a, r);
    char *stem = xasprintf("%s-%s", a->name, a->id);
    for (char *c = stem; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
            *c = '_';
    bool found = false;
    for (size_t i = 0; !found && i < DIRS; i++) {
        char *dir = xasprintf("%s/%s", data_dir, dirs[i]);
        found = give(dir, stem, a, r);
        free(dir);
    }
    free(stem);
    if (!found)
        buf_clear(&r->body);
    else if (strstr(r->content_type, "json"))
        put_host(&r->body, a->host);
    return found;
}

static void list_file(const char *dir, const char *file)
{
    const char *dash = strchr(file, '-'), *end = strrchr(file, '.');
    if (!dash || strstr(file, ".turns") || (strcmp(end, ".json") != 0 && strcmp(end, ".html") != 0))
        return;
    int status = 200;
    if (end - file > 4 && end[-4] == '.' && isdigit((unsigned char)end[-3])) {
        status = (int)strtol(end - 3, NULL, 10);
        end -= 4;
    }
    printf("%.*s\t%.*s\t%d, %s/%s\n", (int)(dash - file), file, (int)(end - dash - 1), dash + 1,
           status, dir, file);
}

void files_list(const char *data_dir)
{
    for (size_t i = 0; i < DIRS; i++) {
        char *path = xasprintf("%s/%s", data_dir, dirs[i]);
        struct dirent **entries;
        int n = scandir(path, &entries, NULL, alphasort);
        for (int k = 0; k < n; k++) {
            list_file(dirs[i], entries[k]->d_name);
            free(entries[k]);
        }
        if (n >= 0)
            free(entries);
        free(path);
    }
}
