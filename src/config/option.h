/* Finds options by name, and checks a value against its row of option.def. */
#ifndef CONFIG_OPTION_H
#define CONFIG_OPTION_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

enum option_type { OPTION_STRING, OPTION_BOOL, OPTION_INT, OPTION_DECIMAL, OPTION_CHOICE };

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

/* Checks a value, and stores it in *number if the option is BOOL or INT; of a DECIMAL the number of
 * thousandths, of a CHOICE its index among the values. Returns false, with e saying what is
 * allowed, if the option cannot have this value. */
bool option_read(const struct option *o, const char *value, int *number, struct err *e);
/* Appends what a number or a choice may be: "1 to 3600 s", "auto, side, stacked". */
void option_put_values(struct buf *out, const struct option *o);
/* OPTION_COUNT if no option has this name. */
enum option_id option_find(const char *name);
/* The name of an option that is similar, or NULL. */
const char *option_nearest(const char *name);

#endif
