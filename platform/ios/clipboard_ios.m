#import "rooms_ios.h"
#import <UIKit/UIKit.h>

/* Secret text on the pasteboard: it stays in this phone (not on the person's Mac beside
 * it), and goes away by itself, also where the app is stopped. */

/* The number of what we have put there, by which it is known again. */
static NSData *offer(NSString *seconds, NSData *secret) {
	NSDate *ends = [NSDate dateWithTimeIntervalSinceNow:(NSTimeInterval)seconds.longLongValue];
	NSString *text = [[NSString alloc] initWithData:secret encoding:NSUTF8StringEncoding];
	if (!text) return kauth_failed(@"fault", @"not text");
	__block NSInteger number = 0;
	kauth_on_main(^{
		[UIPasteboard.generalPasteboard setItems:@[@{@"public.utf8-plain-text": text}]
			options:@{UIPasteboardOptionLocalOnly: @YES, UIPasteboardOptionExpirationDate: ends}];
		number = UIPasteboard.generalPasteboard.changeCount;
	});
	return kauth_text([NSString stringWithFormat:@"%ld", (long)number]);
}

/* changeCount tells nothing of what is there, so that iOS tells the person nothing. */
static BOOL held(NSString *number, BOOL drop) {
	__block BOOL ours = NO;
	kauth_on_main(^{
		ours = UIPasteboard.generalPasteboard.changeCount == (NSInteger)number.longLongValue;
		if (ours && drop) UIPasteboard.generalPasteboard.items = @[];
	});
	return ours;
}

NSData *kauth_clipboard(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"offer"]) return offer(text, data);
	if ([verb isEqualToString:@"held"]) return kauth_text(held(text, NO) ? @"yes" : @"no");
	if ([verb isEqualToString:@"drop"]) return kauth_text(held(text, YES) ? @"yes" : @"no");
	return kauth_unknown(verb);
}
