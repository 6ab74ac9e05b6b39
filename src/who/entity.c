/* Numbers of entities and the short names a report uses for them: the surname of a person, the acronym of a body.
 * One open hash for both: "=name|country" leads to the entity, a folded word to the actor it stands for.
 */
#include "room.h"

#include <string.h>

static bool grow_slots(who_finder *f)
{
    uint32_t n = f->n_slot ? f->n_slot * 2 : 64;
    who_alias *slot = casus_arena_get(f->arena, n, sizeof *slot);
    if (!slot) return false;
    for (uint32_t i = 0; i < f->n_slot; i++) {
        if (!f->alias[i].key) continue;
        uint32_t k = (uint32_t)f->alias[i].key & (n - 1);
        while (slot[k].key) k = (k + 1) & (n - 1);
        slot[k] = f->alias[i];
    }
    f->alias = slot;
    f->n_slot = n;
    return true;
}

static who_alias *slot_of(const who_finder *f, uint64_t key)
{
    if (!f->n_slot) return NULL;
    uint32_t k = (uint32_t)key & (f->n_slot - 1);
    while (f->alias[k].key && f->alias[k].key != key) k = (k + 1) & (f->n_slot - 1);
    return &f->alias[k];
}

static bool put(who_finder *f, uint64_t key, int32_t entity, const casus_actor *as)
{
    if (f->n_alias * 2 >= f->n_slot && !grow_slots(f)) return false;
    who_alias *s = slot_of(f, key);
    if (!s) return false;
    if (!s->key) f->n_alias++;
    *s = (who_alias){key, entity, as};
    return true;
}

static uint64_t key_of(casus_str s, uint64_t seed)
{
    uint64_t h = casus_hash(s, seed);
    return h ? h : 1;
}

static uint64_t entity_key(const casus_actor *x)
{
    bool by_country = x->generic && x->kind != CASUS_ACTOR_FORCES && x->kind != CASUS_ACTOR_STATE;
    uint64_t seed = by_country ? key_of((casus_str){x->country, 2}, 7) : 5; /* forces and states carry it in their name */
    return key_of(x->name, seed);
}

bool who_take(who_finder *f, casus_actor *x)
{
    casus_actor *grown = casus_arena_grow(f->arena, f->actor, f->n_actor, (size_t)f->n_actor + 1, sizeof *grown, &f->cap);
    if (!grown) return false;
    f->actor = grown;
    uint64_t key = entity_key(x);
    const who_alias *s = slot_of(f, key);
    bool old = s && s->key;
    x->entity = old ? s->entity : f->n_entity++;
    x->span = casus_text_cover(f->text, x->first, x->n);
    f->actor[f->n_actor++] = *x;
    f->from = x->first + x->n;
    return old || put(f, key, x->entity, NULL);
}

const casus_actor *who_known(const who_finder *f, uint32_t i)
{
    const casus_token *t = &f->text->token[i];
    if (t->kind != CASUS_WORD || !t->capital || t->norm.n < 3) return NULL;
    const who_alias *s = slot_of(f, key_of(t->norm, 1));
    return s && s->key ? s->as : NULL;
}

static bool know_as(who_finder *f, uint32_t token, const casus_actor *x)
{
    const casus_token *t = &f->text->token[token];
    if (t->kind != CASUS_WORD || !t->capital || t->norm.n < 3 || who_match(f, token, &f->agents)) return true;
    casus_actor *as = casus_arena_get(f->arena, 1, sizeof *as);
    if (!as) return false;
    *as = *x;
    return put(f, key_of(t->norm, 1), x->entity, as);
}

/* "the Organisation of X (OX)": the capitals in brackets stand for it from here on. */
static bool know_acronym(who_finder *f, const casus_actor *x)
{
    uint32_t i = x->first + x->n;
    if (!who_is(f, i, "(") || !who_is(f, i + 2, ")") || !f->text->token[i + 1].upper) return true;
    return who_match(f, i + 1, &f->actors) ? true : know_as(f, i + 1, x);
}

bool who_name_parts(who_finder *f, const casus_actor *x)
{
    if (x->generic) return true;
    if (x->kind == CASUS_ACTOR_PERSON) return x->n < 2 || know_as(f, x->first + x->n - 1, x);
    return know_acronym(f, x);
}
