/* An arena: memory that is allocated piece by piece and freed all at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* a may be NULL */
/* Frees all that it has, but keeps some room for what comes next. */
void arena_clear(struct arena *a);

/* Takes something that release frees when the arena is freed. */
void arena_own(struct arena *a, void *owned, void (*release)(void *owned));

/* Memory that belongs to the arena: zeroed, and aligned for any type but long double. */
void *arena_alloc(struct arena *a, size_t bytes);
/* The same, but not zeroed. */
void *arena_room(struct arena *a, size_t bytes);
void *arena_array(struct arena *a, size_t count, size_t bytes);
/* The same for an array of which often only a part is used: memory is taken where it is. */
void *arena_sparse_array(struct arena *a, size_t count, size_t bytes);
/* A copy that belongs to the arena, ended by a NUL. NULL when s is NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t bytes);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
