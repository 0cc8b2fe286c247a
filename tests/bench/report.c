#include "tests/bench/report.h"

#include "base/alloc.h"
#include "tests/bench/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double slack = 1.2; /* a fifth worse than its bar */

/* A row that was printed, with copies of its words. */
struct line {
    struct report_row row;
    double ours[BUILDS_MAX], peer;
};
static struct line *lines;
static size_t line_count;

static bool is_ratio(enum report_bar kind)
{
    return kind == RATIO_MOST || kind == RATIO_LEAST;
}

/* What the bar is about. */
static double judged(const struct line *l, int build)
{
    return is_ratio(l->row.kind) ? l->ours[build] / l->peer : l->ours[build];
}

/* What is not measured is worse than any bar, unless it is the peer that is missing. */
static bool is_worse(const struct line *l, int build, double by)
{
    double value = judged(l, build);
    if (l->row.kind == NO_BAR || (is_ratio(l->row.kind) && isnan(l->peer)))
        return false;
    if (l->row.kind == LEAST || l->row.kind == RATIO_LEAST)
        return !(value >= l->row.bar / by);
    return !(value <= l->row.bar * by);
}

static void print_number(double value, bool ratio)
{
    if (isnan(value))
        printf(" %10s", "-");
    else
        printf(" %10.*f", ratio || value < 100 ? 2 : value < 10000 ? 1 : 0, value);
}

static void print_line(const struct line *l)
{
    printf("%-52s", l->row.what);
    for (int i = 0; i < build_count; i++)
        print_number(l->ours[i], false);
    printf(" %-3s", l->row.unit);
    if (l->row.peer && !isnan(l->peer)) {
        printf("  %s", l->row.peer);
        print_number(l->peer, false);
        printf("  ratio");
        for (int i = 0; i < build_count; i++)
            print_number(l->ours[i] / l->peer, true);
    } else if (l->row.peer) {
        printf("  %s is not installed", l->row.peer);
    }
    if (l->row.kind != NO_BAR)
        printf("  (at %s %g)%s",
               l->row.kind == MOST || l->row.kind == RATIO_MOST ? "most" : "least", l->row.bar,
               is_worse(l, build_count - 1, 1) ? " OVER" : "");
    puts("");
}

void report(const struct report_row *row, const double *ours, double peer)
{
    lines = xreallocarray(lines, line_count + 1, sizeof *lines);
    struct line *l = &lines[line_count++];
    *l = (struct line){.row = *row, .peer = peer};
    l->row.what = xstrdup(row->what);
    memcpy(l->ours, ours, (size_t)build_count * sizeof *ours);
    print_line(l);
}

static void json_number(FILE *f, double value)
{
    if (isfinite(value))
        fprintf(f, "%.6g", value);
    else
        fputs("null", f);
}

static void json_line(FILE *f, const struct line *l)
{
    static const char *const kinds[] = {"null", "\"most\"", "\"least\"", "\"most\"", "\"least\""};
    fprintf(f, "{\"what\": \"%s\", \"unit\": \"%s\", \"ours\": [", l->row.what, l->row.unit);
    for (int i = 0; i < build_count; i++) {
        fputs(i ? ", " : "", f);
        json_number(f, l->ours[i]);
    }
    fprintf(f, "], \"peer\": %s%s%s, \"theirs\": ", l->row.peer ? "\"" : "",
            l->row.peer ? l->row.peer : "null", l->row.peer ? "\"" : "");
    json_number(f, l->row.peer ? l->peer : NAN);
    fprintf(f, ", \"bar\": %s, \"of\": \"%s\", \"at\": ", kinds[l->row.kind],
            is_ratio(l->row.kind) ? "ratio" : "value");
    json_number(f, l->row.kind == NO_BAR ? NAN : l->row.bar);
    fprintf(f, ", \"within\": %s}", is_worse(l, build_count - 1, 1) ? "false" : "true");
}

bool report_json(const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f)
        return false;
    fputs("{\"builds\": [", f);
    for (int i = 0; i < build_count; i++)
        fprintf(f, "%s\"%s\"", i ? ", " : "", builds[i].dir);
    fputs("], \"rows\": [\n", f);
    for (size_t i = 0; i < line_count; i++) {
        json_line(f, &lines[i]);
        fputs(i + 1 < line_count ? ",\n" : "\n", f);
    }
    fputs("]}\n", f);
    return fclose(f) == 0;
}

int report_failures(void)
{
    int failed = 0;
    for (size_t i = 0; i < line_count; i++)
        if (is_worse(&lines[i], build_count - 1, slack)) {
            if (!failed++)
                puts("\na fifth worse than the bar:");
            print_line(&lines[i]);
        }
    return failed;
}
