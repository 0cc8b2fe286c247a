#include "provider/extract/parts.h"

#include "provider/extract/field.h"
#include "provider/extract/scalar.h"
#include "text/url.h"

/* A link, or an object whose members the description names. Without a link that keeps its name
 * among the other fields. */
static bool fill(struct extraction *x, struct value *v, struct given_link *into)
{
    *into = (struct given_link){0};
    if (v->type == VALUE_OBJECT && field_fill_own(x, FIELD_GIVEN_LINK_url, v, into)) {
        field_fill_own(x, FIELD_GIVEN_LINK_name, v, into);
        return true;
    }
    if (v->type != VALUE_STRING || !url_is_web(v->text))
        return false;
    into->url = scalar_string(x->arena, v);
    v->used = true;
    x->found++;
    return true;
}

/* Those after GIVEN_LINKS_MAX stay among the other fields. */
void given_links_extract(struct extraction *x)
{
    struct value *list = field_list(x, "links", &x->provider->links, x->root);
    struct given_link *links = arena_array(x->arena, extraction_count(list), sizeof *links);
    size_t count = 0;
    struct value *v = extraction_first(list);
    for (; v && count < GIVEN_LINKS_MAX; v = extraction_next(list, v))
        count += fill(x, v, &links[count]);
    if (v)
        extraction_note(x, "links: only the first %d are taken", GIVEN_LINKS_MAX);
    x->call->given_links = links;
    x->call->given_link_count = count;
}
