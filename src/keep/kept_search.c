#include "keep/kept_search.h"

#include "base/alloc.h"
#include "keep/kept_file.h"
#include "keep/kept_folder.h"
#include "keep/kept_list.h"
#include "keep/kept_sieve.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>

struct kept_search {
    struct kept_search_terms terms;
    struct kept_sieve sieve;
    struct kept_list *list;
    size_t total, looked;
    struct list_row **rows; /* not taken yet */
    size_t row_count;
    struct kept_troubles troubles;
};

struct kept_search *kept_search_new(const struct kept_search_terms *terms)
{
    struct kept_search *s = xcalloc(1, sizeof *s);
    s->terms = *terms;
    s->sieve = kept_sieve_of(terms->query);
    s->list = kept_list_new(terms->dir);
    return s;
}

void kept_search_free(struct kept_search *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->row_count; i++)
        free(s->rows[i]);
    free(s->rows);
    kept_list_free(s->list);
    free(s);
}

bool kept_search_matches(const struct query *q, const struct provider *p, const struct call *c)
{
    struct list_look look;
    list_row_look(p, c, &look);
    bool matches = query_matches(q, &look.row);
    list_row_looked(&look);
    return matches;
}

static enum kept_trouble match(struct kept_search *s, const struct kept_call *k)
{
    const struct provider *p = provider_find(s->terms.providers, k->head.provider);
    if (!p)
        return KEPT_TROUBLE_NO_PROVIDER;
    if (!query_asks(s->terms.query, p->name))
        return KEPT_TROUBLE_NONE;
    struct extracted made = kept_call_extract(k, p);
    enum kept_trouble why = made.call ? KEPT_TROUBLE_NONE : KEPT_TROUBLE_UNREADABLE_CALL;
    if (made.call && kept_search_matches(s->terms.query, p, made.call)) {
        s->rows = xgrow(s->rows, s->row_count, sizeof *s->rows);
        s->rows[s->row_count++] = list_row_new(p, made.call);
    }
    call_free(made.call);
    failure_free(made.failure);
    return why;
}

/* A call under another call's name would be found, but could be neither opened nor forgotten. */
static bool is_in_place(const struct kept_entry *entry, const struct kept_head *head)
{
    char *folder = kept_folder_name(head->provider), *name = kept_folder_file_name(head->id);
    bool same = strcmp(folder, entry->folder) == 0 && strcmp(name, entry->name) == 0;
    free(folder);
    free(name);
    return same;
}

static enum kept_trouble look_at_text(struct kept_search *s, const struct kept_entry *entry,
                                      const struct buf *text)
{
    struct kept_call k = {0};
    if (!kept_sieve_passes(&s->sieve, buf_str(text), text->len))
        return KEPT_TROUBLE_NONE;
    enum kept_trouble why = kept_call_read(&k, buf_str(text), text->len);
    if (!why && !is_in_place(entry, &k.head))
        why = KEPT_TROUBLE_OTHER_CALL;
    if (!why)
        why = match(s, &k);
    kept_call_done(&k);
    return why;
}

/* A folder whose name has no hash is named as its provider (kept_folder.h). A call that was
 * forgotten meanwhile is no trouble. */
static void look(struct kept_search *s, const struct kept_entry *entry)
{
    if (!strchr(entry->folder, '~') && !query_asks(s->terms.query, entry->folder))
        return;
    struct kept_file file;
    struct buf text = {0};
    char *path = kept_list_path(s->list, entry);
    enum kept_trouble why = kept_file_read_text(&text, path, s->terms.max_bytes, &file);
    free(path);
    if (!why)
        why = look_at_text(s, entry, &text);
    if (why && why != KEPT_TROUBLE_MISSING)
        s->troubles.count[why]++;
    buf_done(&text);
}

bool kept_search_step(struct kept_search *s, int64_t until_ms)
{
    if (kept_list_step(s->list, until_ms))
        return true;
    if (!s->looked) {
        s->troubles = *kept_list_troubles(s->list);
        s->total = kept_list_count(s->list);
    }
    while (s->looked < s->total) {
        look(s, kept_list_at(s->list, s->looked++));
        if (time_now_ms() >= until_ms)
            break;
    }
    return s->looked < s->total;
}

struct list_row **kept_search_take(struct kept_search *s, size_t *count)
{
    struct list_row **rows = s->rows;
    *count = s->row_count;
    s->rows = NULL;
    s->row_count = 0;
    return rows;
}

size_t kept_search_total(const struct kept_search *s)
{
    return s->total;
}

size_t kept_search_looked(const struct kept_search *s)
{
    return s->looked;
}

const struct kept_troubles *kept_search_troubles(const struct kept_search *s)
{
    return &s->troubles;
}
