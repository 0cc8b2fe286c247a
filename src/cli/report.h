/* Lines of a report for people: titles, and under them a label and a sentence each. What is wrong
 * is marked by a '!' and counted. Every text is sanitised here. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/buf.h"

struct report {
    struct buf text;
    int wrong;
};

void report_title(struct report *r, const char *title);
/* label "": a further line of the one before. */
void report_line(struct report *r, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void report_wrong(struct report *r, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
