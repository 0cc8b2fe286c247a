#include "provider/extract/webhook.h"

struct form {
    const char *event, *inside;
    const char *id; /* of the call, inside; NULL: as in an answer */
};

/* NULL if the document is no envelope; then *event is not set. */
static const struct form *form_of(const struct value *document, const struct value **event)
{
    /* Retell, ElevenLabs, Vapi, Synthflow, whose event is the status. */
    static const struct form forms[] = {{"/event", "/call", NULL},
                                        {"/type", "/data", NULL},
                                        {"/message/type", "/message", "/call/id"},
                                        {"/status", "/call", NULL}};
    for (size_t i = 0; document && i < sizeof forms / sizeof *forms; i++) {
        const struct value *name = value_at(document, forms[i].event);
        const struct value *inside = value_at(document, forms[i].inside);
        if (!name || name->type != VALUE_STRING || !inside || inside->type != VALUE_OBJECT)
            continue;
        *event = name;
        return &forms[i];
    }
    return NULL;
}

const struct value *webhook_event(const struct value *document)
{
    const struct value *event;
    return form_of(document, &event) ? event : NULL;
}

bool webhook_provider(struct provider *out, struct source places[2], const struct provider *p,
                      const struct value *document)
{
    const struct value *event;
    const struct form *form = form_of(document, &event);
    if (!form)
        return false;
    places[0] = (struct source){.pointer = form->inside};
    places[1] = (struct source){.pointer = form->id};
    *out = *p;
    out->root = (struct sources){&places[0], 1};
    if (form->id)
        out->id = (struct sources){&places[1], 1};
    return true;
}
