/* Inside the description parser: readers of the rows that are more than a text or a list of
 * pointers. `value` is the row's right-hand side. False, or READ_BAD, with e set if it cannot be
 * used. */
#ifndef PROVIDER_DESCRIBE_READERS_H
#define PROVIDER_DESCRIBE_READERS_H

#include "base/err.h"
#include "provider/draft.h"

/* READ_UNKNOWN: there is no such name. */
enum read { READ_UNKNOWN, READ_BAD, READ_DONE };

/* `rest` is the part of the row's name after "header", "error." and so on. */
enum read describe_read_header(struct draft *d, const char *rest, const char *value, struct err *e);
enum read describe_read_error(struct draft *d, const char *code, const char *value, struct err *e);
enum read describe_read_variable_rule(struct draft *d, const char *name, const char *value,
                                      struct err *e);
enum read describe_read_variable(struct draft *d, const char *name, const char *value,
                                 struct err *e);
bool describe_read_turns_form(struct draft *d, const char *value, struct err *e);
bool describe_read_turns_more(struct draft *d, const char *value, struct err *e);
bool describe_read_turns_missing(struct draft *d, const char *value, struct err *e);
bool describe_read_list_limit(struct draft *d, const char *value, struct err *e);
bool describe_read_enabled(struct draft *d, const char *value, struct err *e);

#endif
