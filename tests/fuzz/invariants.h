/* What must hold for any report, whatever the bytes were. Breaking one aborts, which every fuzzer and test runner notices. */
#ifndef CASUS_FUZZ_INVARIANTS_H
#define CASUS_FUZZ_INVARIANTS_H

#include <casus/page.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MUST(cond)                                                             \
    do {                                                                       \
        if (!(cond)) {                                                         \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #cond); \
            abort();                                                           \
        }                                                                      \
    } while (0)

static inline int on_border(casus_str s, size_t i) { return i == s.n || ((unsigned char)s.p[i] & 0xC0) != 0x80; }

static inline int is_text(casus_str s) { return !s.n || casus_utf8_valid(s, NULL); }

static inline void check_runs(const casus_record *rec, const casus_report *r)
{
    size_t at = 0;
    for (uint32_t i = 0; i < r->n_run; i++) {
        const casus_run *k = &r->run[i];
        MUST(k->t == at && k->n > 0);
        MUST(k->p <= rec->bytes.n);
        if (k->copied) {
            MUST((size_t)k->p + k->n <= rec->bytes.n);
            MUST(memcmp(rec->bytes.p + k->p, r->body.p + k->t, k->n) == 0);
        }
        at += k->n;
    }
    MUST(at == r->body.n);
}

static inline void check_furniture(const casus_report *r)
{
    size_t at = 0;
    for (uint32_t i = 0; i < r->n_furniture; i++) {
        casus_span f = r->furniture[i];
        MUST(f.len > 0 && f.off >= at && (size_t)f.off + f.len <= r->body.n);
        MUST(on_border(r->body, f.off) && on_border(r->body, casus_span_end(f)));
        at = casus_span_end(f);
    }
    MUST(!r->caption.len || (r->n_furniture && r->furniture[r->n_furniture - 1].off == r->caption.off));
}

static inline void check_report(const casus_record *rec, const casus_report *r)
{
    MUST(is_text(r->body));
    MUST(is_text(r->title) && is_text(r->id) && is_text(r->url));
    MUST(is_text(r->publisher) && is_text(r->language));
    MUST(strlen(r->sha256) == 64);
    MUST((r->published.basis == CASUS_PUB_NONE) == (r->published.edtf[0] == 0));
    MUST(r->published.day == CASUS_DAY_NONE || strlen(r->published.edtf) == 10);
    check_runs(rec, r);
    check_furniture(r);
}

#endif
