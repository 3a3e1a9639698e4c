#include <jni.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "bridge_android.h"

/* What Java is called by. Made once; the lock keeps two first calls apart. */
static jclass bridge;
static jmethodID call;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

enum { NO_CLASS = 1, NO_METHOD, NO_MEMORY, EXCEPTION };

/* No JNI call but a few may follow while an exception is pending. */
static int threw(JNIEnv *e) {
	if (!(*e)->ExceptionCheck(e)) return 0;
	(*e)->ExceptionClear(e);
	return 1;
}

/* What is freed may hold a key, or a link with one: no compiler leaves a volatile write out. */
static void give_back(void *data, size_t len) {
	for (volatile char *p = data; p && len > 0; len--) *p++ = 0;
	free(data);
}

/* Java's collector frees an array as it is. */
static void wipe(JNIEnv *e, jbyteArray a, jsize len) {
	void *data = (*e)->GetPrimitiveArrayCritical(e, a, NULL);
	if (!data) { threw(e); return; }
	memset(data, 0, len);
	(*e)->ReleasePrimitiveArrayCritical(e, a, data, 0);
}

/* On a thread of Go's, FindClass looks in the system's class loader alone. */
static jclass find(JNIEnv *e, jobject context) {
	jclass of = (*e)->GetObjectClass(e, context);
	jmethodID loader = (*e)->GetMethodID(e, of, "getClassLoader", "()Ljava/lang/ClassLoader;");
	if (threw(e) || !loader) return NULL;
	jobject l = (*e)->CallObjectMethod(e, context, loader);
	if (threw(e) || !l) return NULL;
	jmethodID load = (*e)->GetMethodID(e, (*e)->GetObjectClass(e, l), "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
	if (threw(e) || !load) return NULL;
	jstring name = (*e)->NewStringUTF(e, "kauth.app.Bridge");
	if (threw(e) || !name) return NULL;
	jclass c = (*e)->CallObjectMethod(e, l, load, name);
	if (threw(e) || !c) return NULL;
	return (*e)->NewGlobalRef(e, c);
}

static int ready(JNIEnv *e, jobject context) {
	int trouble = 0;
	pthread_mutex_lock(&lock);
	if (!call) {
		if (!bridge) bridge = find(e, context);
		if (!bridge) trouble = NO_CLASS;
		else {
			call = (*e)->GetStaticMethodID(e, bridge, "call",
				"(Landroid/content/Context;Ljava/lang/String;Ljava/lang/String;[B)[B");
			if (threw(e) || !call) { call = NULL; trouble = NO_METHOD; }
		}
	}
	pthread_mutex_unlock(&lock);
	return trouble;
}

static jbyteArray bytes(JNIEnv *e, const void *data, int len) {
	jbyteArray a = (*e)->NewByteArray(e, len);
	if (threw(e) || !a) return NULL;
	(*e)->SetByteArrayRegion(e, a, 0, len, data);
	return threw(e) ? NULL : a;
}

/* Text goes as bytes of UTF-8 made a string by Java: NewStringUTF takes another encoding. */
static jstring string(JNIEnv *e, const char *s) {
	jclass of = (*e)->FindClass(e, "java/lang/String");
	if (threw(e) || !of) return NULL;
	jmethodID make = (*e)->GetMethodID(e, of, "<init>", "([BLjava/lang/String;)V");
	if (threw(e) || !make) return NULL;
	jbyteArray b = bytes(e, s, strlen(s));
	jstring utf8 = (*e)->NewStringUTF(e, "UTF-8");
	if (threw(e) || !b || !utf8) return NULL;
	jstring out = (*e)->NewObject(e, of, make, b, utf8);
	return threw(e) ? NULL : out;
}

static kauth_answer answer(JNIEnv *e, jobject context, const char *what, const char *text, const void *data, int len) {
	kauth_answer out = {NULL, 0, 0};
	jstring name = string(e, what), words = string(e, text);
	jbyteArray body = data ? bytes(e, data, len) : NULL;
	if (!name || !words || (data && !body)) { out.trouble = NO_MEMORY; return out; }
	jbyteArray got = (*e)->CallStaticObjectMethod(e, bridge, call, context, name, words, body);
	if (threw(e) || !got) { out.trouble = EXCEPTION; return out; }
	out.len = (*e)->GetArrayLength(e, got);
	out.data = malloc(out.len + 1);
	if (!out.data) { out.trouble = NO_MEMORY; return out; }
	(*e)->GetByteArrayRegion(e, got, 0, out.len, out.data);
	if (threw(e)) { kauth_done(out); out.data = NULL; out.trouble = EXCEPTION; }
	wipe(e, got, out.len);
	return out;
}

void kauth_done(kauth_answer a) { give_back(a.data, a.len); }

kauth_answer kauth_call(uintptr_t env, uintptr_t ctx, const char *what, const char *text, const void *data, int len) {
	JNIEnv *e = (JNIEnv *)env;
	kauth_answer out = {NULL, 0, 0};
	if ((*e)->PushLocalFrame(e, 32)) { threw(e); out.trouble = NO_MEMORY; return out; }
	out.trouble = ready(e, (jobject)ctx);
	if (!out.trouble) out = answer(e, (jobject)ctx, what, text, data, len);
	(*e)->PopLocalFrame(e, NULL);
	return out;
}

/* A Java string in UTF-8; GetStringUTFChars would give another encoding. */
static char *utf8(JNIEnv *e, jstring s) {
	jclass of = (*e)->GetObjectClass(e, s);
	jmethodID get = (*e)->GetMethodID(e, of, "getBytes", "(Ljava/lang/String;)[B");
	jstring name = (*e)->NewStringUTF(e, "UTF-8");
	if (threw(e) || !get || !name) return NULL;
	jbyteArray b = (*e)->CallObjectMethod(e, s, get, name);
	if (threw(e) || !b) return NULL;
	jsize n = (*e)->GetArrayLength(e, b);
	char *out = malloc(n + 1);
	if (!out) return NULL;
	(*e)->GetByteArrayRegion(e, b, 0, n, (jbyte *)out);
	out[n] = 0;
	return out;
}

JNIEXPORT void JNICALL Java_kauth_app_Bridge_event(JNIEnv *e, jclass c, jstring what, jstring text, jbyteArray data) {
	(void)c;
	char *name = utf8(e, what), *words = utf8(e, text);
	int n = data ? (*e)->GetArrayLength(e, data) : 0;
	void *body = n ? malloc(n) : NULL;
	if (body) (*e)->GetByteArrayRegion(e, data, 0, n, body);
	if (name && words && (body || !n)) kauthEvent(name, words, body, n);
	give_back(name, name ? strlen(name) : 0);
	give_back(words, words ? strlen(words) : 0);
	give_back(body, n);
}
