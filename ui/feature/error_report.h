/* A report on the failure that the tab shows. UI thread. */
#ifndef UI_FEATURE_ERROR_REPORT_H
#define UI_FEATURE_ERROR_REPORT_H

struct app;

/* Copies the report for the provider's support. The tab shows a failure. */
void error_report_copy(struct app *a);

#endif
