#import "rooms_ios.h"
#import <UIKit/UIKit.h>

/* What the person asked of iOS for all apps: Text Size (Larger Text of Accessibility
 * included), and Reduce Motion. */

/* "17pt still": the points of body text, which follow the category that the person chose
 * (UIContentSizeCategory), and whether nothing is to move. Main thread alone. */
static NSString *wishes(void) {
	double points = [UIFont preferredFontForTextStyle:UIFontTextStyleBody].pointSize;
	return [NSString stringWithFormat:@"%gpt%@", points, UIAccessibilityIsReduceMotionEnabled() ? @" still" : @""];
}

static BOOL watched; /* main thread alone; the observers stay as long as the process */

/* An app that was stopped is told nothing of what changed meanwhile, so it looks when the
 * person is back. Go tells on what is another wish than the last. */
static void watch(void) {
	if (watched) return;
	watched = YES;
	NSArray<NSNotificationName> *changes = @[
		UIContentSizeCategoryDidChangeNotification,
		UIAccessibilityReduceMotionStatusDidChangeNotification,
		UIApplicationDidBecomeActiveNotification,
	];
	for (NSNotificationName change in changes) {
		[[NSNotificationCenter defaultCenter] addObserverForName:change object:nil queue:[NSOperationQueue mainQueue]
			usingBlock:^(NSNotification *n) { kauth_tell(@"comfort.changed", wishes(), nil); }];
	}
}

NSData *kauth_comfort(NSString *verb, NSString *text, NSData *data) {
	if (![verb isEqualToString:@"read"]) return kauth_unknown(verb);
	__block NSString *now = @"";
	kauth_on_main(^{
		watch();
		now = wishes();
	});
	return kauth_text(now);
}
