/* The forms in which the rows of a list of calls are printed and saved, as a table: row_form.def
 * has one row for each. Pure. */
#ifndef PRINT_ROW_FORM_H
#define PRINT_ROW_FORM_H

#include "print/print_rows.h"

enum row_form {
#define ROW_FORM(member, name, ending, print) ROW_FORM_##member,
#include "print/row_form.def"
#undef ROW_FORM
    ROW_FORM_COUNT
};

/* ROW_FORM_COUNT when no form has this name. */
enum row_form row_form_find(const char *name);
/* The form whose ending the path has, in upper or lower case; ROW_FORM_COUNT when none has. */
enum row_form row_form_of_path(const char *path);
const char *row_form_name(enum row_form form);
/* "text, json, tsv, csv or id", for messages; static. */
const char *row_form_names(void);
/* Appends the rows, with the form's heading. */
void row_form_print(struct buf *out, enum row_form form, const struct print_rows *rows);

#endif
