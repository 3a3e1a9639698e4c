#import "rooms_ios.h"
#import <UIKit/UIKit.h>

/* A view over the window while the app is not in front: the picture that iOS keeps for
 * the list of recent apps shows it. iOS lets no app forbid a screenshot. */

@interface KauthCover : NSObject
@end

static UIView *cover; /* main thread alone */

static void put(void) {
	UIWindow *window = [UIApplication sharedApplication].keyWindow;
	if (cover || !window) return;
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
