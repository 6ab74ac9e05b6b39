/* Who did it to whom: parse sentences and print the parties of each verb. Build: cc parse.c $(pkg-config --cflags --libs casus) */
#include <casus/parse.h>

#include <stdio.h>

static const char text[] = "Rebels attacked an army convoy near Idlib on Monday. The convoy was attacked by rebels.";

static const char *party(casus_rel r)
{
    if (r == CASUS_REL_NSUBJ || r == CASUS_REL_OBL_AGENT) return "doer";
    return r == CASUS_REL_OBJ || r == CASUS_REL_NSUBJ_PASS ? "done to" : NULL;
}

/* "attack doer rebel": base forms of a verb and of a word that hangs on it. */
static casus_status print_parties(const casus_lexicon *lex, const casus_text *t, const casus_parse *p, casus_arena *a)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < t->n_token && s == CASUS_OK; i++) {
        const casus_parsed *w = &p->word[i], *verb = w->head < t->n_token ? &p->word[w->head] : NULL;
        casus_str base[2];
        if (!verb || verb->pos != CASUS_POS_VERB || !party(w->rel)) continue;
        s = casus_lemma(lex, casus_cut(t->body, t->token[w->head].span), verb->pos, verb->tag, a, &base[0]);
        if (s == CASUS_OK) s = casus_lemma(lex, casus_cut(t->body, t->token[i].span), w->pos, w->tag, a, &base[1]);
        if (s == CASUS_OK) printf("%.*s %s %.*s\n", (int)base[0].n, base[0].p, party(w->rel), (int)base[1].n, base[1].p);
    }
    return s;
}

static void print_names(const casus_text *t, const casus_parse *p)
{
    for (uint32_t i = 0; i < p->n_name; i++) {
        const casus_name *n = &p->name[i];
        casus_str s = casus_cut(t->body, casus_text_cover(t, n->first, n->n));
        if (n->set == CASUS_NAMES_WIDE) printf("%s %.*s\n", casus_name_label(n->set, n->kind), (int)s.n, s.p);
    }
}

int main(void)
{
    casus_err err = {0};
    casus_lexicon *lexicon = NULL; /* only for base forms */
    casus_model *model = NULL;
    casus_parser *parser = NULL; /* one a thread */
    casus_arena *arena = casus_arena_new(0);
    casus_text split;
    casus_parse parse;
    casus_status s = arena ? casus_model_open(NULL, &model, &err) : CASUS_E_NOMEM;
    if (s == CASUS_OK) s = casus_parser_new(model, &parser, &err);
    if (s == CASUS_OK) s = casus_lexicon_open_tables(NULL, &lexicon, NULL, &err);
    if (s == CASUS_OK) s = casus_text_split(casus_str_of(text), NULL, 0, arena, &split, &err);
    if (s == CASUS_OK) s = casus_parse_text(parser, &split, NULL, arena, &parse, &err);
    if (s == CASUS_OK) s = print_parties(lexicon, &split, &parse, arena);
    if (s == CASUS_OK) print_names(&split, &parse);
    if (s != CASUS_OK) fprintf(stderr, "%s\n", err.what ? err.what : casus_status_text(s));
    casus_lexicon_close(lexicon);
    casus_parser_free(parser);
    casus_model_close(model);
    casus_arena_free(arena);
    return casus_status_exit(s);
}
