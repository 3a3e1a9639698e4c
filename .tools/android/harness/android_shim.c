/* libandroid.so and liblog.so, as far as Fyne uses them: log, looper, input, size. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "shim.h"

int shim_width = 390, shim_height = 844, shim_density = 160, shim_queue;
static volatile int looked, frames;
static FILE *out;

/* Fyne sends what is written to standard output to the log, and so to here. */
__attribute__((constructor)) static void begin(void) {
	out = fdopen(dup(1), "w");
	setvbuf(out, NULL, _IOLBF, 0);
	char *size = getenv("SHIM_SIZE"); /* width x height x density */
	if (size) sscanf(size, "%dx%dx%d", &shim_width, &shim_height, &shim_density);
	looked = getenv("SHIM_LOOKED") != NULL; /* from the first frame on */
}

/* One line, whole: several threads say something. */
static void line(const char *start, const char *format, va_list a) {
	char *text;
	if (vasprintf(&text, format, a) < 0) return;
	flockfile(out);
	fprintf(out, "%s%s\n", start, text);
	fflush(out);
	funlockfile(out);
	free(text);
}

void shim_say(const char *format, ...) {
	va_list a;
	va_start(a, format);
	line("", format, a);
	va_end(a);
}

int __android_log_vprint(int level, const char *tag, const char *format, va_list a) {
	char start[80];
	snprintf(start, sizeof start, "# %d/%s: ", level, tag);
	line(start, format, a);
	return 0;
}

int __android_log_print(int level, const char *tag, const char *format, ...) {
	va_list a;
	va_start(a, format);
	__android_log_vprint(level, tag, format, a);
	va_end(a);
	return 0;
}

int __android_log_write(int level, const char *tag, const char *text) {
	return __android_log_print(level, tag, "%s", text);
}

void *AConfiguration_new(void) { return calloc(1, 8); }
void AConfiguration_delete(void *c) { free(c); }
void AConfiguration_fromAssetManager(void *c, void *a) { (void)c, (void)a; }
int32_t AConfiguration_getDensity(void *c) { (void)c; return shim_density; }
int32_t AConfiguration_getOrientation(void *c) { (void)c; return shim_width > shim_height ? 2 : 1; }

int32_t ANativeWindow_getWidth(void *w) { (void)w; return shim_width; }
int32_t ANativeWindow_getHeight(void *w) { (void)w; return shim_height; }
int32_t ANativeWindow_setBuffersGeometry(void *w, int32_t a, int32_t b, int32_t f) { (void)w, (void)a, (void)b, (void)f; return 0; }

void shim_look(int yes) { looked = yes; }
int shim_looked(void) { return looked; }
int shim_wide(void) { return shim_width; }
int shim_frames(int another) { return frames += another; }

/* One queue of input, and one looper, which waits for it. */
typedef struct { int type, action, key; float x, y; } event;
static event ring[256];
static unsigned head, tail;
static int woken, attached, ident;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

void shim_input(int type, int action, float x, float y, int key) {
	pthread_mutex_lock(&lock);
	ring[tail++ & 255] = (event){type, action, key, x, y};
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

/* A finger that comes down and goes up: at once, as Fyne takes what is slower for another gesture. */
void shim_tap(float x, float y) {
	pthread_mutex_lock(&lock);
	for (int action = 0; action < 2; action++) ring[tail++ & 255] = (event){2, action, 0, x, y};
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

void *ALooper_prepare(int o) { (void)o; return &lock; }

void ALooper_wake(void *l) {
	(void)l;
	pthread_mutex_lock(&lock);
	woken = 1;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

int ALooper_pollOnce(int ms, int *fd, int *events, void **data) {
	(void)fd, (void)events, (void)data;
	struct timespec end;
	clock_gettime(CLOCK_REALTIME, &end);
	long ns = end.tv_nsec + (ms < 0 ? 0 : (long)(ms % 1000) * 1000000);
	end.tv_sec += (ms < 0 ? 3600 : ms / 1000) + ns / 1000000000;
	end.tv_nsec = ns % 1000000000;
	enum { WAKE = -1, TIMEOUT = -3, UNDECIDED = -99 }; /* ALOOPER_POLL_ of android/looper.h */
	int said = UNDECIDED;
	pthread_mutex_lock(&lock);
	while (said == UNDECIDED) {
		if (woken) woken = 0, said = WAKE;
		else if (attached && head != tail) said = ident;
		else if (ms == 0 || pthread_cond_timedwait(&changed, &lock, &end)) said = TIMEOUT;
	}
	pthread_mutex_unlock(&lock);
	return said;
}

void AInputQueue_attachLooper(void *q, void *l, int id, void *cb, void *d) {
	(void)q, (void)l, (void)cb, (void)d;
	pthread_mutex_lock(&lock);
	attached = 1;
	ident = id;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

void AInputQueue_detachLooper(void *q) { (void)q; attached = 0; }

int32_t AInputQueue_getEvent(void *q, void **e) {
	(void)q;
	int none = -1;
	pthread_mutex_lock(&lock);
	if (head != tail) {
		*e = &ring[head++ & 255];
		none = 0;
	}
	pthread_mutex_unlock(&lock);
	return none;
}

int32_t AInputQueue_preDispatchEvent(void *q, void *e) { (void)q, (void)e; return 0; }
void (*shim_left)(int action, int key);
void AInputQueue_finishEvent(void *q, event *e, int handled) {
	(void)q;
	if (!handled && e->type == 1 && shim_left) shim_left(e->action, e->key);
}
int32_t AInputEvent_getType(event *e) { return e->type; }
int32_t AInputEvent_getDeviceId(event *e) { return e->type == 1 ? 1 : 0; } /* keys are of a keyboard that is plugged in; what is on the screen types by Java */
int32_t AKeyEvent_getAction(event *e) { return e->action; }
int32_t AKeyEvent_getKeyCode(event *e) { return e->key; }
int32_t AKeyEvent_getMetaState(event *e) { (void)e; return 0; }
int32_t AMotionEvent_getAction(event *e) { return e->action; }
size_t AMotionEvent_getPointerCount(event *e) { (void)e; return 1; }
int32_t AMotionEvent_getPointerId(event *e, size_t i) { (void)e, (void)i; return 0; }
float AMotionEvent_getX(event *e, size_t i) { (void)i; return e->x; }
float AMotionEvent_getY(event *e, size_t i) { (void)i; return e->y; }
