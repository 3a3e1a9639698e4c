/*
 * What a process says when it dies: glibc of a broken heap, Go of a panic. Fyne has standard
 * error be a pipe whose other end the same process reads, so those words die with it. A
 * process beside it keeps the reading end, and says what was left in there.
 */
#define _GNU_SOURCE
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "shim.h"

static int kept;
static int beside = -1; /* a socket to the other process; it closes when this one ends */

union room { struct cmsghdr h; char space[CMSG_SPACE(sizeof(int))]; };

static struct msghdr message(struct iovec *v, union room *r) {
	return (struct msghdr){.msg_iov = v, .msg_iovlen = 1, .msg_control = r, .msg_controllen = sizeof *r};
}

/* The other process: takes the pipe, waits for the end of the first, and reads what is left. */
static void keeps(int from) {
	char byte;
	struct iovec v = {&byte, 1};
	union room r;
	struct msghdr m = message(&v, &r);
	if (recvmsg(from, &m, 0) != 1 || !CMSG_FIRSTHDR(&m)) _exit(0);
	int words;
	memcpy(&words, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof words);
	while (read(from, &byte, 1) > 0) {}
	fcntl(words, F_SETFL, O_NONBLOCK);
	FILE *f = fdopen(words, "r");
	char line[1024];
	for (int n = 0; n < 200 && f && fgets(line, sizeof line, f); n++) {
		line[strcspn(line, "\n")] = 0;
		if (*line) shim_say("! last words: %s", line);
	}
	_exit(0);
}

/* A broken heap, above all: where it was found, for want of where it was broken. Go stops
   its world at a panic, and here it has to read on: the time is for that. */
static void aborted(int n) {
	void *at[40];
	backtrace_symbols_fd(at, backtrace(at, 40), 2);
	usleep(500000);
	signal(n, SIG_DFL);
	raise(n);
}

void shim_dies_aloud(void) {
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) return;
	if (fork() == 0) {
		close(ends[0]);
		close(0);
		keeps(ends[1]);
	}
	close(ends[1]);
	beside = ends[0];
	void *at[1];
	backtrace(at, 1); /* what it needs is loaded now */
	struct sigaction a = {.sa_handler = aborted, .sa_flags = SA_ONSTACK};
	sigaction(SIGABRT, &a, NULL);
}

/* The end that reads what goes to standard error, or -1. */
static int reading(void) {
	struct stat to, s;
	if (fstat(2, &to) || !S_ISFIFO(to.st_mode)) return -1;
	for (int i = 3; i < 1024; i++)
		if (!fstat(i, &s) && s.st_ino == to.st_ino && s.st_dev == to.st_dev && (fcntl(i, F_GETFL) & O_ACCMODE) == O_RDONLY) return i;
	return -1;
}

/* Once the app's code is loaded, and has standard error be that pipe. */
void shim_keep_words(void) {
	int words = reading();
	if (words < 0 || beside < 0 || kept) return;
	struct iovec v = {"w", 1};
	union room r = {.h = {.cmsg_len = CMSG_LEN(sizeof words), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
	memcpy(CMSG_DATA(&r.h), &words, sizeof words);
	struct msghdr m = message(&v, &r);
	sendmsg(beside, &m, 0);
	kept = 1;
	const char *once = getenv("SHIM_SMASH"); /* a file: the start that finds it breaks its heap */
	size_t *volatile chunk = malloc(64);
	*chunk = 0x21; /* what free takes for the size of a chunk, but 8 bytes off */
	void *volatile broken = chunk + 1;
	if (once && *once && !unlink(once)) free(broken);
	free(chunk);
}
