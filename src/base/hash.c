/* Hashes. The fast one is a multiply-fold over eight bytes at a time, in the manner of wyhash: read little-endian on every
 * machine, so that files and ids made with it can travel. */
#include <casus/base.h>

#include <nettle/sha2.h>
#include <string.h>

static uint64_t read_le(const unsigned char *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++) v |= (uint64_t)p[i] << (8 * i);
    return v;
}

/* Eight bytes at once: one load, which compilers do not see in the loop above. */
static uint64_t read_8(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 m = (unsigned __int128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

uint64_t casus_hash(casus_str s, uint64_t seed)
{
    const unsigned char *p = (const unsigned char *)s.p;
    uint64_t h = seed ^ 0x9e3779b97f4a7c15u;
    size_t n = s.n;
    for (; n >= 8; n -= 8, p += 8) h = mix(h ^ read_8(p), 0xd6e8feb86659fd93u);
    if (n) h = mix(h ^ read_le(p, n), 0xa0761d6478bd642fu);
    return mix(h ^ s.n, 0xe7037ed1a0b428dbu);
}

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(casus_sha256_sum), "the public type holds nettle's");

/* Copied in and out, so that no pointer of one type looks at another. */
void casus_sha256_begin(casus_sha256_sum *s)
{
    struct sha256_ctx ctx;
    sha256_init(&ctx);
    memcpy(s, &ctx, sizeof ctx);
}

void casus_sha256_add(casus_sha256_sum *s, const void *p, size_t n)
{
    struct sha256_ctx ctx;
    memcpy(&ctx, s, sizeof ctx);
    sha256_update(&ctx, n, p);
    memcpy(s, &ctx, sizeof ctx);
}

void casus_sha256_end(casus_sha256_sum *s, char hex[65])
{
    static const char digit[] = "0123456789abcdef";
    struct sha256_ctx ctx;
    uint8_t sum[SHA256_DIGEST_SIZE];
    memcpy(&ctx, s, sizeof ctx);
    sha256_digest(&ctx, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++) {
        hex[2 * i] = digit[sum[i] >> 4];
        hex[2 * i + 1] = digit[sum[i] & 15];
    }
    hex[64] = '\0';
}

void casus_sha256(const void *p, size_t n, char hex[65])
{
    casus_sha256_sum s;
    casus_sha256_begin(&s);
    casus_sha256_add(&s, p, n);
    casus_sha256_end(&s, hex);
}
