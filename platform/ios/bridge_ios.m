#define __STDC_WANT_LIB_EXT1__ 1 /* memset_s of string.h, which no optimizer leaves out */
#import "rooms_ios.h"
#include "_cgo_export.h"
#include <stdlib.h>
#include <string.h>

/* Some wait for a person, or for the system, which both need the main thread: whoever
 * called them there would wait for ever. Go's main function runs there until Fyne starts. */
static const struct { const char *name; kauth_room answers; BOOL waits; } rooms[] = {
	{"keys", kauth_keys, NO},
	{"signer", kauth_signer, NO},
	{"unlock", kauth_unlock, YES},
	{"camera", kauth_camera, YES},
	{"notices", kauth_notices, YES},
	{"clipboard", kauth_clipboard, NO},
	{"network", kauth_network, NO},
	{"push", kauth_push, NO},
	{"browser", kauth_browser, NO},
	{"comfort", kauth_comfort, NO},
	{"phone", kauth_phone, NO},
};

/* The first byte says how it went. A secret may follow: the caller clears it. */
static NSMutableData *reply(unsigned char how, NSData *what) {
	NSMutableData *out = [NSMutableData dataWithLength:1 + what.length];
	unsigned char *to = out.mutableBytes;
	to[0] = how;
	if (what.length > 0) memcpy(to + 1, what.bytes, what.length);
	return out;
}

NSData *kauth_done(NSData *what) { return reply(0, what); }

NSData *kauth_text(NSString *what) { return kauth_done([what dataUsingEncoding:NSUTF8StringEncoding]); }

NSData *kauth_failed(NSString *kind, NSString *words) {
	NSString *said = [NSString stringWithFormat:@"%@ %@", kind, words];
	return reply(1, [said dataUsingEncoding:NSUTF8StringEncoding]);
}

NSData *kauth_unknown(NSString *verb) {
	return kauth_failed(@"fault", [@"no such call: " stringByAppendingString:verb]);
}

void kauth_on_main(__attribute__((noescape)) void (^work)(void)) {
	if ([NSThread isMainThread]) work();
	else dispatch_sync(dispatch_get_main_queue(), work);
}

void kauth_tell(NSString *what, NSString *text, NSData *data) {
	/* Go copies all three before it returns. */
	kauthIOSEvent((char *)what.UTF8String, (char *)text.UTF8String, (void *)data.bytes, (int)data.length);
}

static NSData *answer(NSString *what, NSString *text, NSData *data) {
	NSRange dot = [what rangeOfString:@"."];
	if (dot.location == NSNotFound) return kauth_unknown(what);
	NSString *room = [what substringToIndex:dot.location], *verb = [what substringFromIndex:dot.location + 1];
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
		if (strcmp(room.UTF8String, rooms[i].name) != 0) continue;
		if (rooms[i].waits && [NSThread isMainThread]) return kauth_failed(@"fault", @"called on the main thread");
		return rooms[i].answers(verb, text, data);
	}
	return kauth_unknown(what);
}

/* It may be a key. */
static void wipe(NSMutableData *d) {
	if (d.length > 0) memset_s(d.mutableBytes, d.length, 0, d.length);
}

kauth_answer kauth_ios_call(const char *what, const char *text, const void *data, int len) {
	kauth_answer out = {NULL, 0};
	/* A thread of Go's has no pool of its own: what is autoreleased would stay. */
	@autoreleasepool {
		NSMutableData *body = [NSMutableData dataWithLength:len]; /* of this call alone */
		if (len > 0) memcpy(body.mutableBytes, data, len);
		NSMutableData *said = (NSMutableData *)answer([NSString stringWithUTF8String:what], [NSString stringWithUTF8String:text], body);
		out.data = malloc(said.length);
		if (out.data) {
			out.len = (int)said.length;
			memcpy(out.data, said.bytes, said.length);
		}
		wipe(said);
		wipe(body);
	}
	return out;
}

void kauth_ios_done(kauth_answer a) {
	memset_s(a.data, a.len, 0, a.len);
	free(a.data);
}
