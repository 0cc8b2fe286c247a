/* A recording is a link, or an object with fields, or an object with one link under any name. */
#include "provider/extract/parts.h"

#include "provider/extract/field.h"
#include "provider/extract/scalar.h"
#include "text/blank.h"
#include "text/url.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Counts the web links in a value, and sets *last to the last one. The recursion is as deep as the
 * JSON, which the parser bounds. */
static size_t links_in(struct value *v, struct value **last)
{
    size_t n = v->type == VALUE_STRING && url_is_web(v->text + strspn(v->text, " \t\r\n"));
    if (n)
        *last = v;
    for (struct value *child = value_first(v); child; child = child->next)
        n += links_in(child, last);
    return n;
}

/* An element whose link is not where the description says. */
static struct value *link_of(struct extraction *x, struct value *v)
{
    struct value *link = NULL;
    if (v->type == VALUE_STRING)
        return v->bytes ? v : NULL;
    size_t links = links_in(v, &link);
    if (links > 1)
        extraction_note(x, "recordings: %s with %zu links, so none was taken",
                        field_type_word(v->type), links);
    else if (!links && v->type != VALUE_NULL)
        extraction_note(x, "recordings: %s where a link was expected", field_type_word(v->type));
    return links == 1 ? link : NULL;
}

/* A link cannot be opened with blanks around it. */
static const char *trimmed(struct arena *a, const char *url)
{
    char *bare = blank_trim(url, strlen(url));
    const char *copy = strcmp(bare, url) == 0 ? url : arena_strdup(a, bare);
    free(bare);
    return copy;
}

static bool fill(struct extraction *x, struct value *v, struct recording *into)
{
    *into = (struct recording){.duration_s = NAN};
    if (field_fill_all(x, SCOPE_RECORDING, v, into))
        return true;
    struct value *link = x->provider->recordings.count ? link_of(x, v) : NULL;
    if (!link)
        return false;
    link->used = true;
    into->url = scalar_string(x->arena, link);
    x->found++;
    return true;
}

void recordings_extract(struct extraction *x)
{
    const struct provider *p = x->provider;
    size_t notes = x->note_count, count = 0;
    /* Without a list, the recording's fields are in the call itself. */
    struct value *list =
        p->recordings.count ? field_list(x, "recordings", &p->recordings, x->root) : x->root;
    struct recording *recordings =
        arena_array(x->arena, extraction_count(list) + 1, sizeof *recordings);
    for (struct value *v = extraction_first(list); v; v = extraction_next(list, v))
        count += fill(x, v, &recordings[count]);
    for (size_t i = 0; i < count; i++)
        if (recordings[i].url)
            recordings[i].url = trimmed(x->arena, recordings[i].url);
    if (p->recording_path && field_holds(x, &p->recording_if)) {
        /* The recording behind the key is the first one that has a link, or else one more. */
        size_t at = 0;
        while (at < count && !recordings[at].url)
            at++;
        if (at == count)
            recordings[count++] = (struct recording){.duration_s = NAN};
        recordings[at].by_key = true;
    }
    x->call->recordings = recordings;
    x->call->recording_count = count;
    x->call->recordings_unread = !count && x->note_count > notes;
}
