/* The rows that are printed, judged by their bars, and written as JSON. */
#ifndef TESTS_BENCH_REPORT_H
#define TESTS_BENCH_REPORT_H

#include <stdbool.h>

enum report_bar { NO_BAR, MOST, LEAST, RATIO_MOST, RATIO_LEAST };

struct report_row {
    const char *what, *unit, *peer; /* peer: the program beside it, or NULL */
    enum report_bar kind;
    double bar; /* of the value, or of the value divided by the peer's */
};

/* Prints a row with the value of each build; NAN is not measured. */
void report(const struct report_row *row, const double *ours, double peer);
/* Writes all rows; false if that fails. */
bool report_json(const char *path);
/* Prints the rows whose last build is a fifth worse than the bar, and returns their number. */
int report_failures(void);

#endif
