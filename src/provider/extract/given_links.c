#include "provider/extract/given_links.h"

#include "provider/extract/field.h"
#include "provider/extract/scalar.h"
#include "text/url.h"

/* An object whose members the description names. Without a link it keeps its name among the other
 * fields. */
static bool object_fill(struct extraction *x, struct value *v, struct given_link *into)
{
    const struct sources *fields = x->provider->fields;
    if (!field_fill(x, FIELD_GIVEN_LINK_url, "links", &fields[FIELD_GIVEN_LINK_url], v, into))
        return false;
    field_fill(x, FIELD_GIVEN_LINK_name, "links", &fields[FIELD_GIVEN_LINK_name], v, into);
    return true;
}

static bool fill(struct extraction *x, struct value *v, struct given_link *into)
{
    *into = (struct given_link){0};
    if (v->type == VALUE_OBJECT)
        return object_fill(x, v, into);
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
