#import "rooms_ios.h"
#import <UIKit/UIKit.h>

/* APNs' name for this phone: it comes to delegate_ios.m, or does not. */

NSData *kauth_push(NSString *verb, NSString *text, NSData *data) {
	BOOL begin = [verb isEqualToString:@"register"];
	if (!begin && ![verb isEqualToString:@"unregister"]) return kauth_unknown(verb);
	kauth_on_main(^{
		if (begin) [[UIApplication sharedApplication] registerForRemoteNotifications];
		else [[UIApplication sharedApplication] unregisterForRemoteNotifications];
	});
	return kauth_done(nil);
}
