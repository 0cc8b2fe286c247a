/* One value against its row of option.def. */
#ifndef CONFIG_OPTION_H
#define CONFIG_OPTION_H

#include "base/err.h"
#include <stdbool.h>

enum option_type { OPTION_STRING, OPTION_BOOL, OPTION_INT, OPTION_CHOICE };

enum option_id {
#define OPTION(member, type, def, lo, hi, unit, set, sentence) OPT_##member,
#include "config/option.def"
#undef OPTION
    OPTION_COUNT
};

struct option {
    const char *name;
    enum option_type type;
    const char *def;
    int low, high;
    const char *unit, *sentence;
};
extern const struct option options[OPTION_COUNT];

/* Reads a value; *number is set for BOOL and INT. False, e saying what it must be, when it is not
 * one of the option's. */
bool option_read(const struct option *o, const char *value, int *number, struct err *e);
/* OPTION_COUNT when there is none of that name. */
enum option_id option_find(const char *name);
/* The nearest option's name, or NULL. */
const char *option_nearest(const char *name);

#endif
