/*
 * pty_latency [-b KEYS] [-t TEXT] [-n TIMES] [-p TEXT] [-e KEYS] -- COMMAND...: what a key costs a program on a terminal of 100 × 30.
 *
 *   -b  keys to send before (\e, \r, \xHH)        -t  text to type, a character at a time, -n times
 *   -p  text to send at once instead (a paste)    -e  keys that end it
 *
 * One line comes out: CPU µs to the first quiet screen, µs to its last byte, bytes of it; the median of CPU µs, of µs to the last
 * byte and of bytes for a key (or those of the paste). CPU time is that of the process, all its threads.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KEYS_MOST 20000
#define QUIET_MS 20
#define START_QUIET_MS 300

struct sample {
	double cpu, last;
	long bytes;
};

struct target {
	int fd;
	pid_t pid;
	clockid_t cpu;
};

static double microseconds(clockid_t clock)
{
	struct timespec t;

	return clock_gettime(clock, &t) == 0 ? (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3 : 0;
}

/* reads until nothing came for that long; the time since `start` is that of the last byte */
static struct sample answer(const struct target *t, double start, double cpu, int quiet_ms)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	struct sample s = { .cpu = 0 };
	char bytes[65536];
	ssize_t n;

	while (poll(&p, 1, quiet_ms) > 0 && (n = read(t->fd, bytes, sizeof(bytes))) > 0) {
		s.last = microseconds(CLOCK_MONOTONIC) - start;
		s.bytes += n;
	}
	s.cpu = microseconds(t->cpu) - cpu;
	return s;
}

static struct sample send_keys(const struct target *t, const char *keys, size_t len)
{
	double start = microseconds(CLOCK_MONOTONIC), cpu = microseconds(t->cpu);

	while (len > 0) {
		ssize_t n = write(t->fd, keys, len);

		if (n < 0 && errno != EINTR)
			break;
		keys += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return answer(t, start, cpu, QUIET_MS);
}

/* \e \r \n \xHH in place; returns the length */
static size_t unescape(char *s)
{
	char *out = s, *start = s;

	for (; *s; s++) {
		if (*s != '\\' || !s[1]) {
			*out++ = *s;
			continue;
		}
		s++;
		if (*s == 'x' && s[1] && s[2]) {
			char hex[3] = { s[1], s[2], '\0' };

			*out++ = (char)strtol(hex, NULL, 16);
			s += 2;
		} else {
			*out++ = *s == 'e' ? '\033' : *s == 'r' ? '\r' : *s == 'n' ? '\n' : *s;
		}
	}
	*out = '\0';
	return (size_t)(out - start);
}

/* a key at the start of what is to be sent: a sequence of ESC, or a character */
static size_t key_length(const char *s, size_t len)
{
	size_t n = 1;

	if (s[0] == '\033' && len > 2 && s[1] == '[') {
		for (n = 2; n < len && !(s[n] >= '@' && s[n] <= '~'); n++)
			;
		return n < len ? n + 1 : len;
	}
	while (n < len && ((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static bool start(struct target *t, char **command)
{
	const struct winsize size = { .ws_row = 30, .ws_col = 100 };

	t->pid = forkpty(&t->fd, NULL, NULL, &size);
	if (t->pid < 0)
		return false;
	if (t->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		unsetenv("LINES");
		unsetenv("COLUMNS");
		execvp(command[0], command);
		_exit(127);
	}
	return clock_getcpuclockid(t->pid, &t->cpu) == 0;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(const struct sample *s, size_t count, double (*of)(const struct sample *s))
{
	static double values[KEYS_MOST];

	for (size_t i = 0; i < count; i++)
		values[i] = of(&s[i]);
	qsort(values, count, sizeof(values[0]), compare);
	return count ? values[count / 2] : 0;
}

static double cpu_of(const struct sample *s)
{
	return s->cpu;
}

static double last_of(const struct sample *s)
{
	return s->last;
}

static double bytes_of(const struct sample *s)
{
	return (double)s->bytes;
}

static void finish(const struct target *t, char *keys)
{
	if (keys)
		(void)send_keys(t, keys, unescape(keys));
	(void)kill(t->pid, SIGKILL);
	(void)waitpid(t->pid, NULL, 0);
}

int main(int argc, char **argv)
{
	static struct sample samples[KEYS_MOST];
	char *before = NULL, *text = NULL, *paste = NULL, *end = NULL;
	size_t count = 0, times = 1, len;
	struct sample first;
	struct target t;
	double began;
	int option;

	while ((option = getopt(argc, argv, "+b:t:n:p:e:")) != -1) {
		switch (option) {
		case 'b': before = optarg; break;
		case 't': text = optarg; break;
		case 'n': times = strtoul(optarg, NULL, 10); break;
		case 'p': paste = optarg; break;
		case 'e': end = optarg; break;
		default: return 2;
		}
	}
	began = microseconds(CLOCK_MONOTONIC);
	if (optind >= argc || !start(&t, argv + optind))
		return 2;
	first = answer(&t, began, 0, START_QUIET_MS);
	len = before ? unescape(before) : 0;
	for (size_t at = 0, n; at < len; at += n) {
		n = key_length(before + at, len - at);
		(void)send_keys(&t, before + at, n);
	}
	len = text ? strlen(text) : 0;
	for (size_t i = 0; i < times; i++) {
		for (size_t at = 0, n; at < len && count < KEYS_MOST; at += n) {
			n = key_length(text + at, len - at);
			samples[count++] = send_keys(&t, text + at, n);
		}
	}
	if (paste)
		samples[count++] = send_keys(&t, paste, unescape(paste));
	finish(&t, end);
	printf("%.0f %.0f %ld %.0f %.0f %.0f\n", first.cpu, first.last, first.bytes, median(samples, count, cpu_of),
	       median(samples, count, last_of), median(samples, count, bytes_of));
	return 0;
}
