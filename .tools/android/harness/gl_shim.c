/*
 * libEGL.so and libGLESv2.so: Mesa's, but that a frame nobody looks at is drawn small, a
 * 256th of its points, and stays off the screen: Mesa draws with the processor, a quarter of
 * all that the journeys took. Every call of the app still reaches Mesa, and what a picture is
 * taken of is drawn whole ("look").
 */
#define _GNU_SOURCE
#include <EGL/egl.h>
#include <GLES2/gl2.h>
#include <dlfcn.h>
#include <stdlib.h>
#include "shim.h"

enum { SMALL = 16 };
static int whole; /* the frame that is being drawn */
static int shown; /* the width of what is on the screen: Mesa asks for the window's size after that */

static void *real(const char *library, const char *name) {
	return dlsym(dlopen(library, RTLD_NOW), name);
}

static GLsizei wide, high;

static void view(void) {
	static void (*f)(GLint, GLint, GLsizei, GLsizei);
	if (!f) f = real("libGLESv2.so.2", "glViewport");
	f(0, 0, wide / (whole ? 1 : SMALL), high / (whole ? 1 : SMALL));
}

/* Fyne's is the whole window, from 0, 0. */
void glViewport(GLint x, GLint y, GLsizei w, GLsizei h) {
	(void)x, (void)y;
	wide = w, high = h;
	view();
}

/* Fyne begins each frame with it. */
void glClear(GLbitfield what) {
	static void (*f)(GLbitfield);
	if (!f) f = real("libGLESv2.so.2", "glClear");
	whole = shim_looked();
	view();
	f(what);
}

void glScissor(GLint x, GLint y, GLsizei w, GLsizei h) {
	static void (*f)(GLint, GLint, GLsizei, GLsizei);
	if (!f) f = real("libGLESv2.so.2", "glScissor");
	int by = whole ? 1 : SMALL;
	f(x / by, y / by, w / by, h / by);
}

EGLBoolean eglSwapBuffers(EGLDisplay d, EGLSurface s) {
	static EGLBoolean (*f)(EGLDisplay, EGLSurface);
	if (!f) f = real("libEGL.so.1", "eglSwapBuffers");
	shim_frames(1);
	if (!whole && shown == shim_wide()) {
		glFlush();
		return EGL_TRUE;
	}
	EGLBoolean done = f(d, s);
	if (whole && shown == shim_wide()) shim_say("! seen");
	shown = shim_wide();
	return done;
}
