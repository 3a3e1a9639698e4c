#import "rooms_ios.h"
#import <AuthenticationServices/AuthenticationServices.h>
#import <UIKit/UIKit.h>

/* A log in from this phone, in the system's own sheet of the browser: the address that it
 * comes back by is given to the app that opened it, and to no other that has claimed the
 * scheme (RFC 8252, section 7.1). */

@interface KauthSheet : NSObject <ASWebAuthenticationPresentationContextProviding>
@property (strong) ASWebAuthenticationSession *session;
@end

static KauthSheet *sheet; /* main thread alone */

@implementation KauthSheet
- (ASPresentationAnchor)presentationAnchorForWebAuthenticationSession:(ASWebAuthenticationSession *)session {
	return [UIApplication sharedApplication].keyWindow;
}
@end

/* On the main thread. The session tells on the main thread as well. */
static BOOL begin(NSURL *url, NSString *scheme) {
	[sheet.session cancel];
	KauthSheet *s = [KauthSheet new];
	s.session = [[ASWebAuthenticationSession alloc] initWithURL:url callbackURLScheme:scheme completionHandler:^(NSURL *back, NSError *error) {
		kauth_tell(@"browser.back", back ? back.absoluteString : @"", nil);
	}];
	s.session.presentationContextProvider = s;
	sheet = s; /* the session keeps its provider weakly, and nobody else keeps the session */
	return [s.session start];
}

NSData *kauth_browser(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"close"]) {
		kauth_on_main(^{
			[sheet.session cancel];
			sheet = nil;
		});
		return kauth_done(nil);
	}
	if (![verb isEqualToString:@"open"]) return kauth_unknown(verb);
	NSArray<NSString *> *part = [text componentsSeparatedByString:KAUTH_PART]; /* address, scheme */
	NSURL *url = part.count == 2 ? [NSURL URLWithString:part[0]] : nil;
	if (!url) return kauth_failed(@"fault", @"not an address");
	__block BOOL open = NO;
	kauth_on_main(^{ open = begin(url, part[1]); });
	return open ? kauth_done(nil) : kauth_failed(@"busy", @"ASWebAuthenticationSession");
}
