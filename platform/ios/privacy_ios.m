#import "rooms_ios.h"
#import <UIKit/UIKit.h>

/* A view over the window while the app is not in front: the picture that iOS keeps for
 * the list of recent apps shows it. iOS lets no app forbid a screenshot. */

@interface KauthCover : NSObject
@end

static BOOL shown; /* main thread alone: the window may be seen in the list */
static UIView *cover;

static void put(void) {
	UIWindow *window = [UIApplication sharedApplication].keyWindow;
	if (shown || cover || !window) return;
	cover = [[UIView alloc] initWithFrame:window.bounds];
	cover.backgroundColor = UIColor.systemBackgroundColor;
	cover.autoresizingMask = UIViewAutoresizingFlexibleWidth | UIViewAutoresizingFlexibleHeight;
	[window addSubview:cover];
}

static void take(void) {
	[cover removeFromSuperview];
	cover = nil;
}

@implementation KauthCover
/* Before main, so that the first picture is covered already. The observers stay as long
 * as the process. */
+ (void)load {
	NSNotificationCenter *center = [NSNotificationCenter defaultCenter];
	NSOperationQueue *main = [NSOperationQueue mainQueue];
	[center addObserverForName:UIApplicationWillResignActiveNotification object:nil queue:main usingBlock:^(NSNotification *n) { put(); }];
	[center addObserverForName:UIApplicationDidBecomeActiveNotification object:nil queue:main usingBlock:^(NSNotification *n) { take(); }];
}
@end

NSData *kauth_privacy(NSString *verb, NSString *text, NSData *data) {
	BOOL hide = [verb isEqualToString:@"hide"];
	if (!hide && ![verb isEqualToString:@"show"]) return kauth_unknown(verb);
	kauth_on_main(^{ shown = !hide; });
	return kauth_done(nil);
}
