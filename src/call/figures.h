/* How a call went: what its provider says, and what follows from the times of its turns. Each
 * figure says where it comes from; a figure without an origin is unknown and is never shown. Pure.
 *
 * The times of a figure are those of spoken turns, which are the agent's and the person's; tool
 * calls, what the agent was told and other rows are left out. A figure is worked out from times
 * when at least 80 % of the spoken turns have both a start and an end. Where the provider gives a
 * figure, nothing is worked out. */
#ifndef CALL_FIGURES_H
#define CALL_FIGURES_H

#include <stddef.h>

struct value;

enum __attribute__((packed)) truth { TRUTH_UNKNOWN, TRUTH_NO, TRUTH_YES };

enum origin { ORIGIN_UNKNOWN, ORIGIN_PROVIDER, ORIGIN_TIMES };

struct money {
    const char *currency; /* static: "USD", "EUR" or "credits"; NULL: there is no amount */
    double amount;        /* in units of it, not in cents */
};

struct durations {
    const double *list; /* seconds */
    size_t count;
};

struct cost_part {
    const char *name;
    double amount; /* in the currency of the cost */
};

struct evaluation {
    const char *name;
    const struct value *result;
    const char *reason;
};

/* How long persons waited for the agent's turns. Median and p90 are by nearest rank: the
 * ceil(q n)-th smallest. */
struct reply_figure {
    enum origin from;
    size_t count;
    double median_s, p90_s, max_s; /* p90 is NAN for fewer than 10 values */
    size_t max_turn;               /* the turn of max_s; SIZE_MAX if it is not known */
};

struct figures {
    /* Filled by the description. A number is NAN, and a text NULL, if the provider did not send it.
     */
    struct durations replies;
    double ring_s;
    double by_person, by_agent; /* interruptions */
    struct money cost;
    const struct cost_part *cost_parts;
    size_t cost_part_count;
    enum truth success, voicemail;
    const char *sentiment, *outcome;
    const char *hung_up; /* "agent", "person", or the provider's word */
    const char *transfer_to, *transfer_status;
    const struct evaluation *evaluations;
    size_t evaluation_count;

    /* Set by figures_measure (figures_measure.h). */
    struct reply_figure reply;
    enum origin turn_reply; /* of the turns' reply_s; they count only if it is known */
    struct {
        enum origin from;
        double by_person, by_agent; /* NAN: that side is not known */
    } interruptions;
    struct {
        enum origin from;
        double seconds;
    } silence;
    struct {
        enum origin from;
        double agent_s, person_s;
    } talk;
    double first_words_s; /* when the agent first spoke; NAN if unknown */
    struct {
        size_t count, failed;
        double slowest_s;    /* NAN if no tool call says how long it took */
        size_t slowest_turn; /* SIZE_MAX if it is not known */
    } tools;
};

/* Nothing is known. */
struct figures figures_unknown(void);
/* "provider" or "times"; NULL for ORIGIN_UNKNOWN. */
const char *figures_origin_name(enum origin from);

#endif
