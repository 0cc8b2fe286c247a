#include "provider/extract/document.h"

#include "provider/extract/refusal.h"
#include "provider/extract/scalar.h"
#include "text/media_type.h"

#include <string.h>

/* Whether the answer says that it is an error, although its HTTP status does not. */
static bool says_failed(struct extraction *x, struct value *document)
{
    const struct provider *p = x->provider;
    for (size_t i = 0; i < p->ok.count; i++) {
        struct value *v = value_find(document, p->ok.at[i].pointer);
        if (!v)
            continue;
        trace_add(x->trace, &p->ok.at[i], OUTCOME_FILLED, v,
                  scalar_is_false(v) ? "an error" : NULL);
        if (scalar_is_false(v))
            return true;
        v->used = true;
    }
    return false;
}

static struct failure *not_json(const struct answer_body *answer, const char *why)
{
    const char *type = answer->content_type ? answer->content_type : "";
    size_t n = strcspn(type, "; \t");
    if (!n || media_type_is(type, "json"))
        return failure_new(KIND_PROVIDER, answer->http_status, "%s", why);
    return failure_new(KIND_PROVIDER, answer->http_status, "not JSON (%.*s)", (int)n, type);
}

struct failure *document_refused(struct extraction *x, const struct answer_body *answer,
                                 struct value *document, const char *why)
{
    bool is_success = answer_is_success(answer);
    size_t blanks = 0;
    while (blanks < answer->count && answer->bytes[blanks] &&
           strchr(" \t\r\n", answer->bytes[blanks]))
        blanks++;
    if (is_success && blanks == answer->count)
        return failure_new(KIND_PROVIDER, answer->http_status, "the answer is empty");
    if (is_success && !document && !refusal_is_page(answer))
        return not_json(answer, why);
    if (x->trace)
        x->trace->tried = is_success && document;
    if (!is_success || !document || says_failed(x, document))
        return refusal_new(x->provider, answer, document);
    return NULL;
}

bool document_has_error(const struct value *document)
{
    const struct value *error = value_member(document, "error");
    return error && error->type != VALUE_NULL && !scalar_is_false(error);
}
