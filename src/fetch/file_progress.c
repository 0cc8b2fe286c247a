#include "fetch/file_progress.h"

#include "text/time.h"

enum { SILENCE_EVERY_MS = 1000 };

struct answer *file_progress_answer(struct file_progress *p, unsigned job, enum answer_type type,
                                    uint64_t bytes, uint64_t total)
{
    struct answer *a = fetch_answer_new(job, type);
    int64_t now = time_now_ms();
    download_rules_count_rate(&p->rate, now, bytes);
    a->bytes = bytes;
    a->total = total;
    a->bytes_per_s = p->rate.per_s;
    a->seconds = p->started_ms ? (double)(now - p->started_ms) / 1000 : 0;
    p->reported_ms = now;
    p->reported_bytes = bytes;
    return a;
}

int file_progress_wait_ms(const struct file_progress *p, uint64_t bytes, int64_t now_ms)
{
    int every_ms = bytes == p->reported_bytes ? SILENCE_EVERY_MS : FILE_PROGRESS_EVERY_MS;
    int64_t left_ms = p->reported_ms + every_ms - now_ms;
    return left_ms > 0 ? (int)left_ms : 0;
}
