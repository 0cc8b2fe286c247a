#include "fetch/held.h"

#include "base/alloc.h"

#include <stdlib.h>

static void forget_raw(struct response *r)
{
    wipe_bytes(r->raw.data, r->raw.len);
    buf_done(&r->raw);
}

static void take_answers(struct held *h, struct job *j)
{
    h->call_answer = j->call_answer;
    h->pages = j->pages;
    h->page_count = j->page_count;
    j->call_answer = (struct response){0};
    j->pages = NULL;
    j->page_count = 0;
    forget_raw(&h->call_answer);
    for (size_t i = 0; i < h->page_count; i++)
        forget_raw(&h->pages[i]);
}

struct held *held_take(struct job *j, const struct call *c)
{
    const struct instant *t = c->started.known ? &c->started : &c->created;
    struct held *h = xcalloc(1, sizeof *h);
    h->number = j->number;
    h->provider = j->provider;
    h->id = xstrdup(j->id);
    h->note = j->note;
    h->note_kind = j->note_kind;
    h->call_us = t->known ? t->us : INT64_MIN;
    j->note = NULL;
    take_answers(h, j);
    return h;
}

void held_free(struct held *h)
{
    if (!h)
        return;
    response_done(&h->call_answer);
    for (size_t i = 0; i < h->page_count; i++)
        response_done(&h->pages[i]);
    free(h->pages);
    free(h->note);
    free(h->id);
    free(h);
}

static struct kept_document document_of(const char *name, const struct response *r)
{
    struct answer_body body = response_body(r);
    return (struct kept_document){name, body.bytes, body.count, r->http_status};
}

struct kept_document *held_documents(const struct held *h)
{
    struct kept_document *list = xcalloc(h->page_count + 1, sizeof *list);
    list[0] = document_of("call", &h->call_answer);
    for (size_t i = 0; i < h->page_count; i++)
        list[i + 1] = document_of("turns", &h->pages[i]);
    return list;
}
