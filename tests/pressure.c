#include "pressure.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* the allocator behind: a sanitizer's, or the C library's own; whichever is there */
#define BEHIND(name) __attribute__((weak)) name
extern void *BEHIND(__interceptor_malloc)(size_t size);
extern void *BEHIND(__interceptor_calloc)(size_t count, size_t size);
extern void *BEHIND(__interceptor_realloc)(void *block, size_t size);
extern void BEHIND(__interceptor_free)(void *block);
extern void *BEHIND(__libc_malloc)(size_t size);
extern void *BEHIND(__libc_calloc)(size_t count, size_t size);
extern void *BEHIND(__libc_realloc)(void *block, size_t size);
extern void BEHIND(__libc_free)(void *block);
extern void BEHIND(__sanitizer_print_stack_trace)(void);

static atomic_long live;
static _Thread_local bool on, only_one, telling;
static _Thread_local long left, asked, refused;

bool pressure_possible(void)
{
	return __interceptor_malloc || __libc_malloc;
}

void pressure_on(long after, bool once)
{
	left = after;
	only_one = once;
	asked = refused = 0;
	on = true;
}

long pressure_off(void)
{
	on = false;
	return refused;
}

long pressure_asked(void)
{
	return asked;
}

long pressure_live(void)
{
	return atomic_load(&live);
}

void pressure_tell(bool tell)
{
	telling = tell;
}

static bool refuse(void)
{
	if (!on)
		return false;
	asked++;
	if (left > 0) {
		left--;
		return false;
	}
	if (left < 0 || (only_one && refused))
		return false;
	refused++;
	if (telling && refused == 1 && __sanitizer_print_stack_trace) {
		on = false;
		__sanitizer_print_stack_trace();
		on = true;
	}
	errno = ENOMEM;
	return true;
}

static void *counted(void *block)
{
	if (block)
		atomic_fetch_add(&live, 1);
	return block;
}

void *malloc(size_t size)
{
	if (refuse())
		return NULL;
	return counted(__interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
	if (refuse())
		return NULL;
	return counted(__interceptor_calloc ? __interceptor_calloc(count, size) : __libc_calloc(count, size));
}

void *realloc(void *block, size_t size)
{
	void *grown;

	if (refuse())
		return NULL;
	grown = __interceptor_realloc ? __interceptor_realloc(block, size) : __libc_realloc(block, size);
	return block ? grown : counted(grown);
}

void free(void *block)
{
	if (block)
		atomic_fetch_sub(&live, 1);
	if (__interceptor_free)
		__interceptor_free(block);
	else
		__libc_free(block);
}

/* a sanitizer has its own of these, which would not be counted */
char *strndup(const char *text, size_t most)
{
	const size_t len = strnlen(text, most);
	char *copy = malloc(len + 1);

	if (!copy)
		return NULL;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *strdup(const char *text)
{
	return strndup(text, SIZE_MAX);
}
