/* The figures of a call as the words of its facts. Pure. */
#ifndef CALL_FIGURE_FACTS_H
#define CALL_FIGURE_FACTS_H

#include "base/buf.h"
#include "call/call.h"

struct figure_fact {
    const char *name, *label;
    const char *origin; /* where it comes from; NULL if the value says so */
    /* Appends the value, in which texts of the provider are raw; nothing if it is not known. */
    void (*put)(struct buf *out, const struct call *c);
};

/* In the order in which they are shown. */
enum { FIGURE_FACTS = 10 };
extern const struct figure_fact figure_facts[FIGURE_FACTS];

/* Appends " (from the provider)" or " (from the turns' times)". */
void figure_facts_put_origin(struct buf *out, enum origin from);

/* Appends all of them in one line, each with its origin: "Tools 2 (from the transcript); Cost $0.14
 * (from the provider)"; texts of the provider are raw. */
void figure_facts_put_all(struct buf *out, const struct call *c);

/* "$0.14", "EUR 0.14" or "12 credits"; the amount has a currency. */
void figure_facts_put_money(struct buf *out, const struct money *m);
/* "greeting: success (The agent said hello.)", raw. */
void figure_facts_put_evaluation(struct buf *out, const struct evaluation *e);

#endif
