/* Words that are used alike, in groups: what is learned of "pylon" then speaks of "substation", too. Looked up once for each word of a
 * report that names or tells something; costs as many products as there are numbers in all centres.
 */
#include "room.h"

#include <string.h>

int cast_nearest(const cast_groups *g, const float *vector)
{
    int best = CAST_NONE;
    float most = 0;
    for (uint32_t block = 0; block < g->n; block += CAST_BLOCK) {
        const float *c = g->centre + cast_centre(g, block, 0);
        float sum[CAST_BLOCK] = {0};
        for (uint32_t i = 0; i < g->size; i++, c += CAST_BLOCK)
            for (int k = 0; k < CAST_BLOCK; k++) sum[k] += c[k] * vector[i]; /* eight sums side by side: a compiler does them at once */
        for (uint32_t k = 0; k < CAST_BLOCK && block + k < g->n; k++)
            if (best == CAST_NONE || sum[k] > most) best = (int)(block + k), most = sum[k];
    }
    return best;
}

static bool has_group(const cast_report *r, uint32_t i)
{
    casus_pos p = cast_pos(r, i);
    return cast_tok(r, i)->kind == CASUS_WORD && cast_tok(r, i)->norm.n > 2 &&
           (p == CASUS_POS_NOUN || p == CASUS_POS_VERB || p == CASUS_POS_ADJ || p == CASUS_POS_PROPN);
}

static casus_str written(cast_report *r, int group)
{
    char z[8];
    size_t n = 0;
    if (group == CAST_NONE) return (casus_str){0};
    for (int v = group; v || !n; v /= 10) z[n++] = (char)('0' + v % 10);
    char *p = casus_arena_get(r->a, n, 1);
    if (!p) {
        r->failed = true;
        return (casus_str){0};
    }
    for (size_t i = 0; i < n; i++) p[i] = z[n - 1 - i];
    return (casus_str){p, n};
}

typedef struct {
    uint64_t hash; /* 0: empty */
    casus_str group;
} known_word;

/* Words repeat: each is looked up once. */
bool cast_find_groups(cast_report *r)
{
    uint32_t n = r->f->text->n_token, size = 64;
    r->group = casus_arena_get(r->a, (size_t)n + 1, sizeof *r->group);
    if (!r->group) return false;
    if (!r->groups || !r->groups->n || !r->f->model || casus_model_vector_size(r->f->model) != r->groups->size) return true;
    while (size < 2 * n) size *= 2;
    known_word *known = casus_arena_get(r->a, size, sizeof *known);
    if (!known) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!has_group(r, i)) continue;
        uint64_t hash = casus_hash(cast_tok(r, i)->norm, 7);
        if (!hash) hash = 1;
        uint32_t at = (uint32_t)hash & (size - 1);
        while (known[at].hash && known[at].hash != hash) at = (at + 1) & (size - 1);
        if (!known[at].hash) {
            float v[CAST_MOST_VECTOR] = {0};
            bool any = casus_model_vector(r->f->model, cast_tok(r, i)->norm, v);
            known[at] = (known_word){hash, any ? written(r, cast_nearest(r->groups, v)) : (casus_str){0}};
        }
        r->group[i] = known[at].group;
    }
    return !r->failed;
}
