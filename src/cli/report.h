/* A report for people: titles, and below each of them lines with a label and a sentence. Lines that
 * report a problem begin with '!' and are counted. Sentences are sanitised here. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/buf.h"

struct report {
    struct buf text;
    int problem_count;
};

void report_title(struct report *r, const char *title);
/* Adds a line. An empty label continues the line before. */
void report_line(struct report *r, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds a line about something wrong. */
void report_problem(struct report *r, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds a line with a library's version, and with the version it was compiled with if that differs.
 * `version` appends both. */
void report_library(struct report *r, const char *name,
                    void (*version)(struct buf *compiled, struct buf *running));

#endif
