/* Providers as data: a description says how to ask and where each thing stands in the answer.
 * The built-in ones and a user's [provider NAME] sections come through the same parser. A set is
 * made once at start and never changes afterwards, so every thread may read it. */
#ifndef PROVIDER_PROVIDER_H
#define PROVIDER_PROVIDER_H

#include "call/fields.h"
#include "config/secret.h"

#include <stdbool.h>
#include <stddef.h>

enum unit {
    UNIT_NONE,
    UNIT_S,
    UNIT_MS,
    UNIT_US,
    UNIT_MIN,
    UNIT_HMS,
    UNIT_ISO,
    UNIT_RFC2822,
    UNIT_ID,
    UNIT_WORDS /* true is one word, false another */
};

/* One place where a thing may stand: a JSON Pointer from the root (or from the list's element);
 * "" is the value itself. `ok` and `root` count from the document, as do second.root, second.more
 * and second.cursor from a page; `turns` counts from second.root where there is a second document.
 */
struct source {
    const char *pointer;
    enum unit unit;
    const char *if_true, *if_false; /* UNIT_WORDS */
};

/* Tried in order: the first that is present, not null and of a usable type wins. */
struct sources {
    const struct source *at;
    size_t count;
};

enum party { PARTY_FROM, PARTY_TO, PARTY_CONTACT, PARTY_AGENT, PARTY_COUNT };
enum turns_form { TURNS_AUTO, TURNS_ROWS, TURNS_KEYED, TURNS_TEXT };

struct header {
    const char *name, *value; /* value may hold {key} and {variables}; name NULL: none here */
};

enum { VARIABLES_MAX = 16 };

struct error_code {
    const char *code; /* a trailing * matches any end */
    int kind;         /* enum kind */
};

struct variable {
    const char *name;
    const char *allowed;     /* "us|eu|in"; NULL: anything visible */
    size_t hex_min, hex_max; /* lower case hexadecimal digits of this length; 0: no such rule */
    bool optional;           /* a header that needs it is left out when it is not set */
    const char *value;       /* from the environment or the configuration; NULL: not set */
    const char *origin;      /* of the value: the environment's variable, or "FILE:LINE" */
};

/* Where the transcript is a document of its own. The next page is asked for with the query
 * `cursor`, in which {/POINTER} stands for a value of this page. */
struct second_document {
    const char *path; /* NULL: there is none */
    struct sources root;
    const char *more, *cursor; /* pointer of "has more"; "after={/last_id}" */
    int missing_status;        /* this status means: no transcript; 0: none does */
};

struct provider {
    const char *name, *title, *id_form, *base_url, *path, *web_url, *basic;
    bool enabled;
    const char *broken; /* why it cannot be used ("file:line: ..."); NULL: it can */
    const struct header *headers;
    size_t header_count;
    const struct variable *variables;
    size_t variable_count;
    const struct error_code *codes;
    size_t code_count;
    struct sources root, id, ok, people, turns, tools, recordings;
    struct sources repeats; /* what says again what a field has: nothing of it is left over */
    struct sources fields[FIELD_COUNT];
    struct sources parties[PARTY_COUNT][FIELD_COUNT]; /* those of provider_party_has */
    const char *live; /* status words of a call that goes on, blanks between */
    enum turns_form turns_form;
    struct second_document second;
    struct secret_source secret;
};

struct provider_set {
    struct provider *list; /* the built-in ones first, then the user's, in order */
    size_t count;
    struct arena *arena;
};

/* Named "any": stands for all that have a key, asked at once. In no set; nothing but its name, its
 * title and provider_has_key is to be asked of it. */
extern const struct provider provider_any;

/* By its name; provider_any for "any". */
const struct provider *provider_find(const struct provider_set *set, const char *name);
/* The name nearest to a mistyped one, or NULL. */
const char *provider_nearest(const struct provider_set *set, const char *name);
/* Whether party.ROLE can be given this field: all that a participant has but the role. */
bool provider_party_has(enum field field);
/* May be asked: enabled, not broken, and somewhere there is a key. */
bool provider_has_key(const struct provider *p);

#endif
