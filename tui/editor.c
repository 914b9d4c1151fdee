/* The user's own editor on a temporary file. */
#include "tui/editor.h"

#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SUFFIX ".txt"

/* a file of the user's alone, new, in a folder of the user's if there is one */
static int make_file(char *path, size_t size)
{
	const char *folder = getenv("XDG_RUNTIME_DIR");
	int file = -1;

	if (folder && folder[0] == '/' && snprintf(path, size, "%s/ziping-XXXXXX" SUFFIX, folder) < (int)size)
		file = mkstemps(path, (int)strlen(SUFFIX));
	if (file >= 0)
		return file;
	snprintf(path, size, "/tmp/ziping-XXXXXX" SUFFIX);
	return mkstemps(path, (int)strlen(SUFFIX));
}

static bool write_all(int file, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(file, text, len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* by its name, as editors put a new file in its place */
static bool read_back(const char *path, struct strbuf *out)
{
	int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat about;
	char bytes[4096];
	ssize_t n = 0;

	if (file < 0)
		return false;
	if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
		close(file);
		errno = EINVAL;
		return false;
	}
	while (out->len <= EDITOR_TEXT_MAX && ((n = read(file, bytes, sizeof(bytes))) > 0 || (n < 0 && errno == EINTR))) {
		if (n > 0)
			strbuf_add(out, bytes, (size_t)n);
	}
	close(file);
	return n >= 0 && strbuf_ok(out);
}

static void run_child(const char *command, const char *path)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	struct strbuf line;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int number = 1; number < 32; number++)
		(void)sigaction(number, &usual, NULL);
	strbuf_init(&line, 0);
	strbuf_printf(&line, "%s \"$1\"", command);
	if (strbuf_ok(&line))
		execl("/bin/sh", "sh", "-c", line.text, "sh", path, (char *)NULL);
	_exit(127);
}

/* waits for it; the keys that interrupt are its own, the one that stops stops us both; the exit status, or -1 */
static int run(const char *command, const char *path)
{
	struct sigaction ignored = { .sa_handler = SIG_IGN }, usual = { .sa_handler = SIG_DFL }, before[3];
	int status = 0;
	pid_t child;

	(void)sigaction(SIGINT, &ignored, &before[0]);
	(void)sigaction(SIGQUIT, &ignored, &before[1]);
	(void)sigaction(SIGTSTP, &usual, &before[2]);
	child = fork();
	if (child == 0)
		run_child(command, path);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	(void)sigaction(SIGINT, &before[0], NULL);
	(void)sigaction(SIGQUIT, &before[1], NULL);
	(void)sigaction(SIGTSTP, &before[2], NULL);
	if (child < 0)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void drop_returns(struct strbuf *text)
{
	size_t kept = 0;

	for (size_t i = 0; i < text->len; i++) {
		if (text->text[i] != '\r' || i + 1 == text->len || text->text[i + 1] != '\n')
			text->text[kept++] = text->text[i];
	}
	strbuf_truncate(text, kept);
}

/* what came back, if it can be a value */
static bool judge(const char *path, struct strbuf *text, struct error *reterr)
{
	size_t bad;

	if (text->len > EDITOR_TEXT_MAX)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("kept in '%s': the text is longer than a value can be, and nothing was changed"), path);
	if (memchr(text->text, '\0', text->len))
		return error_set(reterr, ERR_VALUE, NOWHERE, _("kept in '%s': the text holds NUL bytes, and nothing was changed"), path);
	if (!text_valid(text->text, text->len, &bad))
		return error_set(reterr, ERR_VALUE, NOWHERE, _("kept in '%s': the text is not in UTF-8, and nothing was changed"), path);
	return true;
}

static const char *editor_command(void)
{
	const char *command = getenv("VISUAL");

	if (!command || !command[0])
		command = getenv("EDITOR");
	return command && command[0] ? command : "vi";
}

/* the editor went wrong: what it may have written is kept, if it is anything new */
static bool refuse(const char *path, const char *command, bool changed, struct error *reterr)
{
	if (changed)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("what was written is kept in '%s': the editor failed, and the text is as it was"), path);
	unlink(path);
	return error_set(reterr, ERR_REFUSED, NOWHERE, _("the editor '%s' failed; the text is as it was"), command);
}

bool editor_run(const char *text, size_t len, struct strbuf *ret, bool *ret_changed, struct error *reterr)
{
	const char *command = editor_command();
	char path[512];
	int file = make_file(path, sizeof(path)), status;
	bool same;

	*ret_changed = false;
	if (file < 0)
		return error_set(reterr, ERR_IO, NOWHERE, _("no temporary file can be made for the editor: %s"), error_cause(errno));
	if (!write_all(file, text, len) || (close(file) != 0 && errno != EINTR)) {
		unlink(path);
		return error_set(reterr, ERR_IO, NOWHERE, _("the temporary file for the editor cannot be written: %s"), error_cause(errno));
	}
	status = run(command, path);
	strbuf_clear(ret);
	if (!read_back(path, ret))
		return error_set(reterr, ERR_IO, NOWHERE, _("what the editor '%s' wrote cannot be read; the text is as it was"), command);
	same = ret->len == len && memcmp(ret->text, text, len) == 0;
	if (status != 0)
		return refuse(path, command, !same, reterr);
	if (!judge(path, ret, reterr))
		return false;
	drop_returns(ret);
	if (ret->len > 0 && ret->text[ret->len - 1] == '\n' && (len == 0 || text[len - 1] != '\n'))
		strbuf_truncate(ret, ret->len - 1);
	*ret_changed = ret->len != len || memcmp(ret->text, text, len) != 0;
	unlink(path);
	return true;
}
