/* Ordered parallel work over a ring of slots.
 *
 * Each slot goes free -> filled -> busy -> ready -> free. Filling happens in ring order under the input lock, consuming in ring
 * order by whoever finds the next slot ready, so results keep input order and at most n_slot records are in memory.
 */
#include <casus/base.h>

#include <pthread.h>

enum { MOST_THREADS = 64, SLOTS_PER_THREAD = 4 };

typedef struct {
    const casus_job *job;
    void *ctx;
    char *slot;       /* n_slot * slot_size */
    bool *ready;      /* slot i was worked on */
    size_t n_slot;
    uint64_t filled;  /* records read so far */
    uint64_t emitted; /* records consumed so far */
    bool ended, reading, emitting;
    casus_status status;
    pthread_mutex_t lock;
    pthread_cond_t change;
} ring;

static void *slot_at(ring *r, uint64_t i) { return r->slot + (i % r->n_slot) * r->job->slot_size; }

static void stop(ring *r, casus_status s)
{
    if (r->status == CASUS_OK) r->status = s;
    r->ended = true;
}

/* Consume what is ready, in order. Called and returns with the lock held; the consumer itself runs without it. */
static void emit_ready(ring *r)
{
    if (r->emitting) return;
    r->emitting = true;
    while (r->status == CASUS_OK && r->emitted < r->filled && r->ready[r->emitted % r->n_slot]) {
        void *slot = slot_at(r, r->emitted);
        pthread_mutex_unlock(&r->lock);
        casus_status s = r->job->done(r->ctx, slot);
        pthread_mutex_lock(&r->lock);
        r->ready[r->emitted % r->n_slot] = false;
        r->emitted++;
        if (s != CASUS_OK) stop(r, s);
        pthread_cond_broadcast(&r->change);
    }
    r->emitting = false;
}

/* Take the next record. Lock held on entry and return. False: nothing more to do. */
static bool take(ring *r, uint64_t *index)
{
    while (!r->ended && (r->reading || r->filled - r->emitted >= r->n_slot)) pthread_cond_wait(&r->change, &r->lock);
    if (r->ended) return false;
    r->reading = true;
    *index = r->filled;
    pthread_mutex_unlock(&r->lock);
    casus_status s = r->job->next(r->ctx, slot_at(r, *index));
    pthread_mutex_lock(&r->lock);
    r->reading = false;
    if (s == CASUS_OK)
        r->filled++;
    else
        stop(r, s == CASUS_END ? CASUS_OK : s);
    pthread_cond_broadcast(&r->change);
    return s == CASUS_OK;
}

static void *worker(void *arg)
{
    ring *r = arg;
    uint64_t i;
    pthread_mutex_lock(&r->lock);
    while (take(r, &i)) {
        pthread_mutex_unlock(&r->lock);
        r->job->work(r->ctx, slot_at(r, i));
        pthread_mutex_lock(&r->lock);
        r->ready[i % r->n_slot] = true;
        emit_ready(r);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

static void run_threads(ring *r, unsigned n_thread)
{
    pthread_t thread[MOST_THREADS];
    unsigned n = 0;
    while (n + 1 < n_thread && pthread_create(&thread[n], NULL, worker, r) == 0) n++;
    worker(r); /* the caller works too, so no thread at all is needed */
    while (n > 0) pthread_join(thread[--n], NULL);
    emit_ready(r);
}

casus_status casus_job_run(const casus_job *job, void *ctx, unsigned n_thread)
{
    if (n_thread < 1) n_thread = 1;
    if (n_thread > MOST_THREADS) n_thread = MOST_THREADS;
    ring r = {.job = job, .ctx = ctx, .n_slot = n_thread == 1 ? 1 : (size_t)n_thread * SLOTS_PER_THREAD};
    r.slot = casus_alloc(r.n_slot * job->slot_size);
    r.ready = casus_alloc(r.n_slot * sizeof *r.ready);
    size_t n_init = 0;
    casus_status s = r.slot && r.ready ? CASUS_OK : CASUS_E_NOMEM;
    for (; s == CASUS_OK && n_init < r.n_slot; n_init++) {
        s = job->init(ctx, slot_at(&r, n_init));
        if (s != CASUS_OK) break;
    }
    if (s == CASUS_OK) {
        pthread_mutex_init(&r.lock, NULL);
        pthread_cond_init(&r.change, NULL);
        run_threads(&r, n_thread);
        pthread_cond_destroy(&r.change);
        pthread_mutex_destroy(&r.lock);
        s = r.status;
    }
    for (size_t i = 0; i < n_init; i++) job->fini(ctx, slot_at(&r, i));
    casus_release(r.ready);
    casus_release(r.slot);
    return s;
}
