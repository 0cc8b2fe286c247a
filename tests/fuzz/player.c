/* A line of the player: whatever it is, what is read of it is within bounds, and where it is JSON
 * without a name twice, the values are those of the JSON. */
#include "play/player_line.h"

#include "play/player_version.h"
#include "provider/json.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_bounds(const struct player_line *l)
{
    FUZZ_CHECK(memchr(l->text, '\0', sizeof l->text));
    FUZZ_CHECK(memchr(l->reason, '\0', sizeof l->reason));
    FUZZ_CHECK(isfinite(l->as_number));
    FUZZ_CHECK(l->number >= 0);
}

static bool has_twins(const struct value *object)
{
    for (const struct value *v = object->child; v; v = v->next)
        if (value_member(object, v->name) != v)
            return true;
    return false;
}

/* Plain texts only: those that JSON repairs are read in another way. */
static void check_text(const char *got, const struct value *v)
{
    size_t n = 0;
    while (v->text[n] >= ' ' && v->text[n] < 0x7f)
        n++;
    if (v->type == VALUE_STRING && n == v->bytes && n < PLAYER_TEXT_BYTES / 2)
        FUZZ_SAME(got, v->text);
}

static void check_property(const struct player_line *l, const struct value *root)
{
    const struct value *data = value_member(root, "data");
    if (l->value == PLAYER_NUMBER && data->type == VALUE_NUMBER)
        FUZZ_CHECK(!(l->as_number < data->number) && !(l->as_number > data->number));
    if (l->value == PLAYER_BOOL)
        FUZZ_CHECK(data->type == VALUE_BOOL && data->truth == l->as_bool);
    if (l->value == PLAYER_TEXT) {
        FUZZ_CHECK(data->type == VALUE_STRING);
        check_text(l->text, data);
    }
}

static void check_json(const struct player_line *l, const struct value *root)
{
    const struct value *event = value_member(root, "event");
    bool is_event = event && event->type == VALUE_STRING && /* no number that no double can hold */
                    !strchr("-0123456789", event->text[0]);
    bool is_property = is_event && strcmp(event->text, "property-change") == 0;
    if (l->kind == PLAYER_LINE_PROPERTY)
        check_property(l, root);
    if (l->kind == PLAYER_LINE_EVENT)
        check_text(l->text, event);
    if (l->kind == PLAYER_LINE_ANSWER)
        check_text(l->text, value_member(root, "error"));
    FUZZ_CHECK(!is_event || is_property || l->kind == PLAYER_LINE_EVENT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct player_line l;
    struct arena *a = arena_new();
    player_line_read((const char *)data, size, &l);
    check_bounds(&l);
    const struct value *root = json_parse(a, (const char *)data, size, NULL);
    bool is_marked = size && data[0] == 0xef; /* a mark of the encoding, which mpv does not write */
    if (root && !is_marked && root->type == VALUE_OBJECT && !has_twins(root) &&
        !memchr(data, '\\', size))
        check_json(&l, root);
    arena_free(a);
    char *text = fuzz_text(fuzz_begin(data, size)), *version = player_version_read(text);
    if (version)
        player_version_is_enough(version);
    free(version);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    static const char *const texts[] = {
        "{\"event\":\"property-change\",\"id\":1,\"name\":\"time-pos\",\"data\":1.5}",
        "{\"event\":\"property-change\",\"id\":2,\"data\":\"a\\u00e9\\n\"}",
        "{\"event\":\"property-change\",\"id\":3,\"data\":{\"a\":[1,\"}\"]}}",
        "{\"event\":\"property-change\",\"id\":3,\"data\":true}",
        "{\"event\":\"end-file\",\"reason\":\"error\",\"file_error\":\"loading failed\"}",
        "{\"request_id\":7,\"error\":\"success\",\"data\":null}",
        "{\"event\":\"idle\"} x",
        "mpv 0.35.1 Copyright",
        "mpv v0.38.0-12-gdeadbee Copyright",
        NULL};
    fuzz_seed_texts(seed, texts);
}
