/* SHA-256 (FIPS 180-4): what a sign-off's digest is made of. */
#ifndef ZIPING_BASE_SHA256_H
#define ZIPING_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_BYTES 32

struct sha256 {
	uint32_t state[8];
	uint64_t size;
	unsigned char block[64];
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *bytes, size_t len);
void sha256_end(struct sha256 *h, unsigned char ret[SHA256_BYTES]);

#endif
