/* Inside src/provider: numbers of JSON as doubles. */
#ifndef PROVIDER_JSON_NUMBER_H
#define PROVIDER_JSON_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a double can hold the number, which is one by RFC 8259: its shortest digits name the same
 * one. *value is that double. */
bool json_number_fits(const char *s, size_t n, double *value);

#endif
