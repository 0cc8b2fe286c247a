/* Readers of the rows that are more than a text or a list of pointers; inside the description
 * parser only. Each gets what stands behind its name's beginning, and the right-hand side. */
#ifndef PROVIDER_DESCRIBE_READERS_H
#define PROVIDER_DESCRIBE_READERS_H

#include "provider/describe.h"

enum read { READ_UNKNOWN, READ_BAD, READ_DONE };

enum read read_as(bool ok);
enum read read_header(struct draft *d, const char *rest, const char *value, struct err *e);
enum read read_error(struct draft *d, const char *code, const char *value, struct err *e);
enum read read_variable_rule(struct draft *d, const char *name, const char *value, struct err *e);
enum read read_variable(struct draft *d, const char *name, const char *value, struct err *e);
bool read_form(struct draft *d, const char *value, struct err *e);
bool read_more(struct draft *d, const char *value, struct err *e);
bool read_missing(struct draft *d, const char *value, struct err *e);
bool read_enabled(struct draft *d, const char *value, struct err *e);

/* The name has a meaning in every description. */
bool describe_knows(const char *name);

#endif
