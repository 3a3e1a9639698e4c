/* Bionic's calls on glibc of x86_64, where their ABI differs: errno, signals, addrinfo. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bionic's sigset_t of LP64: the first 8 bytes of glibc's. */
typedef struct { unsigned long bits; } bionic_set;
struct bionic_action {
	int flags;
	void *handler;
	bionic_set mask;
	void (*restorer)(void);
};
struct bionic_info {
	int flags, family, type, protocol;
	unsigned length;
	char *name;
	struct sockaddr *address;
	struct bionic_info *next;
};

static void *real(const char *name) {
	static void *libc;
	if (!libc) libc = dlopen("libc.so.6", RTLD_NOW | RTLD_NOLOAD);
	return dlsym(libc, name);
}

#define NAMED(shown) __asm__(shown)

int *__errno(void) { return __errno_location(); }

int our_sigfillset(bionic_set *s) NAMED("sigfillset");
int our_sigfillset(bionic_set *s) { s->bits = ~0ul; return 0; }
int our_sigemptyset(bionic_set *s) NAMED("sigemptyset");
int our_sigemptyset(bionic_set *s) { s->bits = 0; return 0; }
int our_sigaddset(bionic_set *s, int n) NAMED("sigaddset");
int our_sigaddset(bionic_set *s, int n) { s->bits |= 1ul << (n - 1); return 0; }
int our_sigismember(const bionic_set *s, int n) NAMED("sigismember");
int our_sigismember(const bionic_set *s, int n) { return s->bits >> (n - 1) & 1; }

int our_sigmask(int how, const bionic_set *set, bionic_set *old) NAMED("pthread_sigmask");
int our_sigmask(int how, const bionic_set *set, bionic_set *old) {
	static int (*f)(int, const sigset_t *, sigset_t *);
	if (!f) f = real("pthread_sigmask");
	sigset_t a, b;
	memset(&a, 0, sizeof a);
	if (set) memcpy(&a, set, sizeof *set);
	int r = f(how, set ? &a : NULL, old ? &b : NULL);
	if (old) memcpy(old, &b, sizeof *old);
	return r;
}

int our_sigaction(int n, const struct bionic_action *set, struct bionic_action *old) NAMED("sigaction");
int our_sigaction(int n, const struct bionic_action *set, struct bionic_action *old) {
	static int (*f)(int, const struct sigaction *, struct sigaction *);
	if (!f) f = real("sigaction");
	struct sigaction a, b;
	memset(&a, 0, sizeof a);
	if (set) {
		a.sa_sigaction = set->handler;
		a.sa_flags = set->flags;
		memcpy(&a.sa_mask, &set->mask, sizeof set->mask);
	}
	int r = f(n, set ? &a : NULL, old ? &b : NULL);
	if (old) {
		memset(old, 0, sizeof *old);
		old->handler = b.sa_sigaction;
		old->flags = b.sa_flags;
		memcpy(&old->mask, &b.sa_mask, sizeof old->mask);
	}
	return r;
}

/* EAI_ codes are numbered otherwise. */
static int code(int e) { return e == EAI_NONAME ? 8 : e == EAI_AGAIN ? 2 : 11; }

int our_getaddrinfo(const char *n, const char *s, const struct bionic_info *hints, struct bionic_info **out) NAMED("getaddrinfo");
int our_getaddrinfo(const char *n, const char *s, const struct bionic_info *hints, struct bionic_info **out) {
	const char *local = getenv("SHIM_LOCALHOST"); /* an address: what a phone's own hosts file would say */
	if (n && local && *local && !strcmp(n, "localhost")) n = local;
	static int (*f)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	if (!f) f = real("getaddrinfo");
	struct addrinfo h, *all;
	memset(&h, 0, sizeof h);
	if (hints) {
		h.ai_flags = hints->flags;
		h.ai_family = hints->family;
		h.ai_socktype = hints->type;
		h.ai_protocol = hints->protocol;
	}
	int e = f(n, s, hints ? &h : NULL, &all);
	if (e) return code(e);
	*out = NULL;
	for (struct addrinfo *r = all; r; r = r->ai_next) {
		struct bionic_info *b = calloc(1, sizeof *b);
		*b = (struct bionic_info){r->ai_flags, r->ai_family, r->ai_socktype, r->ai_protocol, r->ai_addrlen, r->ai_canonname, r->ai_addr, NULL};
		*out = b;
		out = &b->next;
	}
	return 0;
}

void our_freeaddrinfo(struct bionic_info *b) NAMED("freeaddrinfo");
void our_freeaddrinfo(struct bionic_info *b) { (void)b; } /* a test's process is short */
const char *our_gai_strerror(int e) NAMED("gai_strerror");
const char *our_gai_strerror(int e) { (void)e; return "no address"; }
int __res_search(const char *d, int c, int t, unsigned char *a, int n) { (void)d, (void)c, (void)t, (void)a, (void)n; return -1; }
int res_search(const char *d, int c, int t, unsigned char *a, int n) { return __res_search(d, c, t, a, n); }

/* The library's own: the secret of platform/unlock/unlocktest must not be there any more. */
void our_free(void *p) NAMED("free");
void our_free(void *p) {
	static void (*f)(void *);
	static const char secret[] = "thirty-two bytes of a wrap key..";
	if (!f) f = real("free");
	if (p && memmem(p, malloc_usable_size(p), secret, sizeof secret - 1)) fputs("freed with a secret in it\n", stderr);
	f(p);
}
