#import "rooms_ios.h"
#include "_cgo_export.h"
#include <stdlib.h>
#include <string.h>

static const struct { const char *name; kauth_room answers; } rooms[] = {
	{"keys", kauth_keys},
	{"signer", kauth_signer},
	{"unlock", kauth_unlock},
	{"camera", kauth_camera},
	{"notices", kauth_notices},
	{"clipboard", kauth_clipboard},
	{"privacy", kauth_privacy},
	{"network", kauth_network},
	{"push", kauth_push},
	{"browser", kauth_browser},
	{"phone", kauth_phone},
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
	/* Whoever waits on the main thread for what needs it waits for ever. */
	if ([NSThread isMainThread]) return kauth_failed(@"fault", @"called on the main thread");
	if (dot.location == NSNotFound) return kauth_unknown(what);
	NSString *room = [what substringToIndex:dot.location], *verb = [what substringFromIndex:dot.location + 1];
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
		if (strcmp(room.UTF8String, rooms[i].name) == 0) return rooms[i].answers(verb, text, data);
	}
	return kauth_unknown(what);
}

kauth_answer kauth_ios_call(const char *what, const char *text, const void *data, int len) {
	kauth_answer out = {NULL, 0};
	/* A thread of Go's has no pool of its own: what is autoreleased would stay. */
	@autoreleasepool {
		NSData *body = [NSData dataWithBytes:data length:len];
		NSMutableData *said = (NSMutableData *)answer([NSString stringWithUTF8String:what], [NSString stringWithUTF8String:text], body);
		out.data = malloc(said.length);
		if (out.data) {
			out.len = (int)said.length;
			memcpy(out.data, said.bytes, said.length);
		}
		memset_s(said.mutableBytes, said.length, 0, said.length);
	}
	return out;
}
