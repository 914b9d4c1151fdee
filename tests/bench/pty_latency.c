/*
 * pty_latency [-b KEYS] [-t TEXT] [-n TIMES] [-p TEXT] [-s STARTS] -- COMMAND... [-- FLOOR...]: what a program costs on a terminal
 * of 100 × 30, and what another one costs beside it.
 *
 *   -b  keys to send to COMMAND before (\e, \r, \xHH)        -t  text to type, a character at a time, -n times
 *   -p  text to send at once, -n times (a paste)            -s  nothing is typed: both are started so often
 *
 * Both run at the same time and get each key in turn, so that whatever else the machine does meets both alike. Out comes a
 * line for each: the median CPU time in µs (of the process, all its threads), the median time to the last byte in µs, and
 * the median of bytes.
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
#define FIRST_MS 2000 /* so long may the first byte of an answer take */
#define QUIET_MS 20
#define LONG_QUIET_MS 200

struct sample {
	double cpu, last;
	long bytes;
};

struct target {
	char **command;
	int fd;
	pid_t pid;
	clockid_t cpu;
	struct sample samples[KEYS_MOST];
};

static struct target targets[2]; /* COMMAND, FLOOR */
static size_t target_count, sample_count;

static double microseconds(clockid_t clock)
{
	struct timespec t;

	return clock_gettime(clock, &t) == 0 ? (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3 : 0;
}

/* reads from the first byte until nothing more comes; the time since `start` is that of the last byte */
static struct sample answer(const struct target *t, double start, double cpu, int quiet_ms)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	struct sample s = { .cpu = 0 };
	char bytes[65536];
	ssize_t n;

	while (poll(&p, 1, s.bytes ? quiet_ms : FIRST_MS) > 0 && (n = read(t->fd, bytes, sizeof(bytes))) > 0) {
		s.last = microseconds(CLOCK_MONOTONIC) - start;
		s.bytes += n;
	}
	s.cpu = microseconds(t->cpu) - cpu;
	return s;
}

static struct sample send_keys(const struct target *t, const char *keys, size_t len, int quiet_ms)
{
	double start = microseconds(CLOCK_MONOTONIC), cpu = microseconds(t->cpu);

	while (len > 0) {
		ssize_t n = write(t->fd, keys, len);

		if (n < 0 && errno != EINTR)
			break;
		keys += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return answer(t, start, cpu, quiet_ms);
}

/* the same to both */
static void send_all(const char *keys, size_t len, int quiet_ms)
{
	if (sample_count == KEYS_MOST)
		return;
	for (size_t i = 0; i < target_count; i++)
		targets[i].samples[sample_count] = send_keys(&targets[i], keys, len, quiet_ms);
	sample_count++;
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

/* starts it and waits for its first screen */
static bool start(struct target *t, struct sample *ret)
{
	const double began = microseconds(CLOCK_MONOTONIC);
	const struct winsize size = { .ws_row = 30, .ws_col = 100 };

	t->pid = forkpty(&t->fd, NULL, NULL, &size);
	if (t->pid < 0)
		return false;
	if (t->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		unsetenv("LINES");
		unsetenv("COLUMNS");
		execvp(t->command[0], t->command);
		_exit(127);
	}
	if (clock_getcpuclockid(t->pid, &t->cpu) != 0)
		return false;
	*ret = answer(t, began, 0, LONG_QUIET_MS);
	return true;
}

static void end(const struct target *t)
{
	(void)kill(t->pid, SIGKILL);
	(void)waitpid(t->pid, NULL, 0);
	close(t->fd);
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

static void print_medians(void)
{
	for (size_t i = 0; i < target_count; i++) {
		const struct sample *s = targets[i].samples;

		printf("%.1f %.0f %.0f\n", median(s, sample_count, cpu_of), median(s, sample_count, last_of),
		       median(s, sample_count, bytes_of));
	}
}

static bool start_often(size_t times)
{
	for (sample_count = 0; sample_count < times && sample_count < KEYS_MOST; sample_count++) {
		for (size_t i = 0; i < target_count; i++) {
			if (!start(&targets[i], &targets[i].samples[sample_count]))
				return false;
			end(&targets[i]);
		}
	}
	return true;
}

struct typing {
	char *before, *text, *paste;
	size_t times;
};

static bool type(const struct typing *t)
{
	size_t len = t->before ? unescape(t->before) : 0;
	struct sample ignored;

	for (size_t i = 0; i < target_count; i++) {
		if (!start(&targets[i], &ignored))
			return false;
	}
	for (size_t at = 0, n; at < len; at += n) {
		n = key_length(t->before + at, len - at);
		(void)send_keys(&targets[0], t->before + at, n, LONG_QUIET_MS);
	}
	len = t->paste ? unescape(t->paste) : t->text ? strlen(t->text) : 0;
	for (size_t i = 0; i < t->times; i++) {
		for (size_t at = 0, n; at < len; at += n) {
			n = t->paste ? len : key_length(t->text + at, len - at);
			send_all((t->paste ? t->paste : t->text) + at, n, t->paste ? LONG_QUIET_MS : QUIET_MS);
		}
	}
	for (size_t i = 0; i < target_count; i++)
		end(&targets[i]);
	return true;
}

int main(int argc, char **argv)
{
	struct typing typing = { .times = 1 };
	size_t starts = 0;
	int option;

	while ((option = getopt(argc, argv, "+b:t:n:p:s:")) != -1) {
		switch (option) {
		case 'b': typing.before = optarg; break;
		case 't': typing.text = optarg; break;
		case 'n': typing.times = strtoul(optarg, NULL, 10); break;
		case 'p': typing.paste = optarg; break;
		case 's': starts = strtoul(optarg, NULL, 10); break;
		default: return 2;
		}
	}
	if (optind >= argc)
		return 2;
	targets[target_count++].command = argv + optind;
	for (int i = optind; i + 1 < argc && target_count == 1; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		argv[i] = NULL;
		targets[target_count++].command = argv + i + 1;
	}
	if (!(starts ? start_often(starts) : type(&typing)))
		return 2;
	print_medians();
	return 0;
}
