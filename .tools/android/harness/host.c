/*
 * Runs the app's Android library on this machine: a Java machine with the classes of
 * harness/java, an X window in the place of the screen, and the callbacks of a native
 * activity. A simulated Android framework; no emulator, and no device.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <jni.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <X11/Xlib.h>
#include "shim.h"

/* android/native_activity.h, as far as it is used. */
typedef struct activity activity;
typedef struct {
	void (*start)(activity *), (*resume)(activity *);
	void *(*save)(activity *, size_t *);
	void (*pause)(activity *), (*stop)(activity *), (*destroy)(activity *);
	void (*focus)(activity *, int);
	void (*window)(activity *, void *), (*resized)(activity *, void *), (*redraw)(activity *, void *), (*nowindow)(activity *, void *);
	void (*queue)(activity *, void *), (*noqueue)(activity *, void *);
	void (*rect)(activity *, void *);
	void (*configuration)(activity *), (*memory)(activity *);
} callbacks;
struct activity {
	callbacks *callbacks;
	JavaVM *vm;
	JNIEnv *env;
	jobject clazz;
	const char *internal, *external;
	int32_t sdk;
	void *instance, *assets;
	const char *obb;
};

static void *library;
static activity *now;
static Display *screen;
static Window window;
static double began;

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void load_native(JNIEnv *e, jclass c, jobject self) {
	(void)c;
	void (*create)(activity *, void *, size_t) = dlsym(library, "ANativeActivity_onCreate");
	now = calloc(1, sizeof *now);
	now->callbacks = calloc(1, sizeof *now->callbacks);
	(*e)->GetJavaVM(e, &now->vm);
	now->env = e;
	now->clazz = (*e)->NewGlobalRef(e, self);
	now->sdk = 35;
	shim_keep_words(); /* what the app begins with can end it, */
	create(now, NULL, 0);
	shim_keep_words(); /* but a slow one had no pipe yet */
}

static void say(JNIEnv *e, jclass c, jstring line) {
	(void)c;
	const char *s = (*e)->GetStringUTFChars(e, line, NULL);
	shim_say("%s", s);
	(*e)->ReleaseStringUTFChars(e, line, s);
}

static void input(JNIEnv *e, jclass c, jint type, jint action, jfloat x, jfloat y, jint key) {
	(void)e, (void)c;
	shim_input(type, action, x, y, key);
}

static JavaVM *machine;
static jclass world;
static jmethodID unused;

/* On a thread of the app's that is attached. */
static void left(int action, int key) {
	JNIEnv *e;
	if ((*machine)->GetEnv(machine, (void **)&e, JNI_VERSION_1_8) != JNI_OK) return;
	(*e)->CallStaticVoidMethod(e, world, unused, action, key);
	if ((*e)->ExceptionCheck(e)) (*e)->ExceptionDescribe(e);
}

static void tap(JNIEnv *e, jclass c, jfloat x, jfloat y) {
	(void)e, (void)c;
	shim_tap(x, y);
}

static void race(JNIEnv *e, jclass c) {
	(void)e, (void)c;
	shim_race();
}

/* Whether a thread waits for nothing but the processor (R) or for the disk (D): proc_pid_stat(5). */
static int runs(const char *thread) {
	char path[64], line[512] = "";
	snprintf(path, sizeof path, "/proc/self/task/%.20s/stat", thread);
	FILE *f = fopen(path, "r");
	if (!f) return 0; /* it has ended */
	char *name = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
	fclose(f);
	return name && (name[2] == 'R' || name[2] == 'D');
}

/* Whether every thread but the one that asks waits for something to happen. It does not
   depend on how busy the machine is: who has work and waits for its turn does not rest. */
static jboolean resting(JNIEnv *e, jclass c) {
	(void)e, (void)c;
	char self[24];
	snprintf(self, sizeof self, "%d", gettid());
	DIR *all = opendir("/proc/self/task");
	if (!all) return JNI_TRUE;
	int busy = 0;
	for (struct dirent *d = readdir(all); d && !busy; d = readdir(all))
		busy = d->d_name[0] != '.' && strcmp(d->d_name, self) && runs(d->d_name);
	closedir(all);
	return !busy;
}

static void look(JNIEnv *e, jclass c, jboolean yes) {
	(void)e, (void)c;
	shim_look(yes);
}

static jint frames(JNIEnv *e, jclass c) {
	(void)e, (void)c;
	return shim_frames(0);
}

static void life(JNIEnv *e, jclass c, jstring name) {
	(void)c;
	static int drawn;
	const char *what = (*e)->GetStringUTFChars(e, name, NULL);
	callbacks *cb = now->callbacks;
	if (!strcmp(what, "start")) cb->start(now);
	else if (!strcmp(what, "resume")) cb->resume(now);
	else if (!strcmp(what, "window")) {
		cb->queue(now, &shim_queue);
		cb->window(now, (void *)window);
		shim_miss();
	} else if (!strcmp(what, "redraw")) {
		cb->redraw(now, (void *)window);
		shim_miss();
		if (!drawn++) shim_say("! drawn %.3f", seconds() - began);
	} else if (!strcmp(what, "focus")) cb->focus(now, 1);
	else if (!strcmp(what, "nofocus")) cb->focus(now, 0);
	else if (!strcmp(what, "pause")) cb->pause(now);
	else if (!strcmp(what, "nowindow")) {
		cb->nowindow(now, (void *)window);
		cb->noqueue(now, &shim_queue);
	} else if (!strcmp(what, "stop")) cb->stop(now);
	else if (!strcmp(what, "destroy")) cb->destroy(now);
	else if (!strcmp(what, "memory")) cb->memory(now);
	else if (!strcmp(what, "configuration")) cb->configuration(now);
	else if (!strncmp(what, "size ", 5)) {
		sscanf(what + 5, "%dx%d", &shim_width, &shim_height);
		XResizeWindow(screen, window, shim_width, shim_height);
		XSync(screen, False);
	}
	(*e)->ReleaseStringUTFChars(e, name, what);
}

static int fail(JNIEnv *e, const char *what) {
	shim_say("= error %s", what);
	if (e && (*e)->ExceptionCheck(e)) (*e)->ExceptionDescribe(e);
	return 1;
}

/* usage: host LIBRARY FRAMEWORK-CLASSES APP-CLASSES HOME RESOURCES [JAVA-OPTION]... */
int main(int argc, char **argv) {
	if (argc < 6) return fail(NULL, "usage");
	began = seconds();
	shim_dies_aloud();
	XInitThreads(); /* EGL uses the display's connection too */
	screen = XOpenDisplay(NULL);
	if (!screen) return fail(NULL, "no display");
	window = XCreateSimpleWindow(screen, DefaultRootWindow(screen), 0, 0, shim_width, shim_height, 0, 0, 0);
	XMapWindow(screen, window);
	XSync(screen, False);
	dlopen("libEGL.so.1", RTLD_NOW | RTLD_GLOBAL);
	dlopen("libGLESv2.so.2", RTLD_NOW | RTLD_GLOBAL);

	char classes[4096], home[4096], resources[4096], libraries[4096];
	snprintf(classes, sizeof classes, "-Djava.class.path=%s", argv[2]);
	snprintf(home, sizeof home, "-Dfake.home=%s", argv[4]);
	snprintf(resources, sizeof resources, "-Dfake.res=%s", argv[5]);
	char *folder = strdup(argv[1]);
	*strrchr(folder, '/') = 0;
	snprintf(libraries, sizeof libraries, "-Djava.library.path=%s", folder);
	JavaVMOption options[32] = {{classes, 0}, {home, 0}, {resources, 0}, {libraries, 0},
		{"-Xcheck:jni", 0}, {"-XX:+DisplayVMOutputToStderr", 0} /* else a line of ours ends one of its own */, {"-Xmx256m", 0}, {"-Xshare:auto", 0}, {"-XX:TieredStopAtLevel=1", 0}};
	int n = 9;
	for (int i = 6; i < argc && n < 32; i++) options[n++].optionString = argv[i];
	JavaVMInitArgs a = {JNI_VERSION_1_8, n, options, 0};
	JavaVM *vm;
	JNIEnv *e;
	if (JNI_CreateJavaVM(&vm, (void **)&e, &a)) return fail(NULL, "no Java machine");
	/* Global, as the app looks its own functions up; and bound to the shim first. */
	library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL | RTLD_DEEPBIND);
	if (!library) return fail(NULL, dlerror());
	shim_say("! loaded %.3f", seconds() - began);

	jclass native = (*e)->FindClass(e, "android/app/NativeActivity");
	JNINativeMethod load = {"loadNative", "(Ljava/lang/Object;)V", load_native};
	jclass host = (*e)->FindClass(e, "fake/Host");
	JNINativeMethod all[] = {
		{"say", "(Ljava/lang/String;)V", say}, {"input", "(IIFFI)V", input}, {"tap", "(FF)V", tap},
		{"resting", "()Z", resting}, {"race", "()V", race}, {"look", "(Z)V", look}, {"frames", "()I", frames}, {"life", "(Ljava/lang/String;)V", life}};
	if (!native || !host || (*e)->RegisterNatives(e, native, &load, 1) || (*e)->RegisterNatives(e, host, all, sizeof all / sizeof *all))
		return fail(e, "no framework");
	machine = vm;
	world = (*e)->NewGlobalRef(e, (*e)->FindClass(e, "fake/World"));
	unused = world ? (*e)->GetStaticMethodID(e, world, "left", "(II)V") : NULL;
	if (!unused) return fail(e, "no fake.World.left");
	shim_left = left;
	jclass start = (*e)->FindClass(e, "fake/Main");
	jmethodID run = start ? (*e)->GetStaticMethodID(e, start, "run", "(Ljava/lang/String;)V") : NULL;
	if (!run) return fail(e, "no fake.Main");
	shim_say("! ready %.3f", seconds() - began);
	(*e)->CallStaticVoidMethod(e, start, run, (*e)->NewStringUTF(e, argv[3]));
	if ((*e)->ExceptionCheck(e)) return fail(e, "an exception");
	fflush(NULL);
	_exit(0); /* as the system ends it: without a word to the app */
}
