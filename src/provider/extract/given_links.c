#include "provider/extract/given_links.h"

#include "provider/extract/field.h"
#include "text/url.h"

/* A text that is a link, or an object whose members the description names. */
static bool fill(struct extraction *x, struct value *v, struct given_link *into)
{
    *into = (struct given_link){0};
    if (v->type == VALUE_OBJECT)
        return field_fill_all(x, SCOPE_GIVEN_LINK, v, into) && into->url;
    if (v->type != VALUE_STRING || !url_is_web(v->text))
        return false;
    into->url = v->text;
    v->used = true;
    x->found++;
    return true;
}

void given_links_extract(struct extraction *x)
{
    struct value *list = field_list(x, "links", &x->provider->links, x->root);
    struct given_link *links = arena_array(x->arena, extraction_count(list), sizeof *links);
    size_t count = 0;
    for (struct value *v = extraction_first(list); v; v = extraction_next(list, v))
        count += fill(x, v, &links[count]);
    x->call->given_links = links;
    x->call->given_link_count = count;
}
