#pragma once
#import <Foundation/Foundation.h>

/* What the files of the abilities share. A room takes a verb, a text and bytes, on a
 * thread that may wait, and answers with kauth_done or kauth_failed. */
typedef NSData *(*kauth_room)(NSString *verb, NSString *text, NSData *data);

NSData *kauth_keys(NSString *verb, NSString *text, NSData *data);
NSData *kauth_signer(NSString *verb, NSString *text, NSData *data);
NSData *kauth_unlock(NSString *verb, NSString *text, NSData *data);
NSData *kauth_camera(NSString *verb, NSString *text, NSData *data);
NSData *kauth_notices(NSString *verb, NSString *text, NSData *data);
NSData *kauth_clipboard(NSString *verb, NSString *text, NSData *data);
NSData *kauth_network(NSString *verb, NSString *text, NSData *data);
NSData *kauth_push(NSString *verb, NSString *text, NSData *data);
NSData *kauth_browser(NSString *verb, NSString *text, NSData *data);
NSData *kauth_comfort(NSString *verb, NSString *text, NSData *data);
NSData *kauth_phone(NSString *verb, NSString *text, NSData *data);

/* what may be nil: it went well, and there is nothing to say. */
NSData *kauth_done(NSData *what);
NSData *kauth_text(NSString *what);
/* The kinds are those of platform/bridge. words go into a log: no name, no secret. */
NSData *kauth_failed(NSString *kind, NSString *words);
NSData *kauth_unknown(NSString *verb);
/* What Security's status means, and which call gave it. */
NSData *kauth_status(NSString *call, OSStatus status);

/* Runs it on the main queue, where UIKit lives, and waits. */
void kauth_on_main(__attribute__((noescape)) void (^work)(void));
/* Tells Go, on any thread. */
void kauth_tell(NSString *what, NSString *text, NSData *data);

/* What joins several texts into one. */
#define KAUTH_PART @"\x1f"
