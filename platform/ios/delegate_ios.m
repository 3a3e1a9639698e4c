#import "rooms_ios.h"
#import <UIKit/UIKit.h>
#import <UserNotifications/UserNotifications.h>

/* Methods of the app's delegate that Fyne's has not, added to its class: what opens the
 * app, and what a person said by a notice. Fyne makes itself the delegate of the notices
 * before the app has started, so an answer that starts the app is heard as well. All are
 * called on the main thread, and wait for nothing. */

enum { SETTLES = 10 }; /* s that the app may take to send a NO, of the 30 that iOS gives */

@interface GoAppAppDelegate : UIResponder <UIApplicationDelegate>
@end

@interface GoAppAppDelegate (Kauth) <UNUserNotificationCenterDelegate>
@end

@implementation GoAppAppDelegate (Kauth)

/* Any app may open such an address: package link looks at it. */
- (BOOL)application:(UIApplication *)app openURL:(NSURL *)url options:(NSDictionary<UIApplicationOpenURLOptionsKey, id> *)options {
	kauth_tell(@"links.opened", url.absoluteString, nil);
	return YES;
}

- (void)userNotificationCenter:(UNUserNotificationCenter *)center
didReceiveNotificationResponse:(UNNotificationResponse *)response
         withCompletionHandler:(void (^)(void))done {
	NSDictionary *about = response.notification.request.content.userInfo;
	NSString *said = response.actionIdentifier;
	if ([said isEqualToString:UNNotificationDefaultActionIdentifier]) said = @"open";
	id name = about[@"id"], word = about[@"word"]; /* a server's wake-up has neither: it opens the app */
	if ([name isKindOfClass:[NSString class]] && [word isKindOfClass:[NSString class]]) {
		kauth_tell(@"notices.answered", [@[name, word, said] componentsJoinedByString:KAUTH_PART], nil);
	}
	if (![said isEqualToString:@"no"]) {
		done();
		return;
	}
	/* A NO opens nothing, and iOS stops the app as soon as this is called. */
	dispatch_after(dispatch_time(DISPATCH_TIME_NOW, SETTLES * NSEC_PER_SEC), dispatch_get_main_queue(), done);
}

- (void)application:(UIApplication *)app didRegisterForRemoteNotificationsWithDeviceToken:(NSData *)name {
	kauth_tell(@"push.given", @"", name);
}

- (void)application:(UIApplication *)app didFailToRegisterForRemoteNotificationsWithError:(NSError *)error {
	kauth_tell(@"push.failed", [NSString stringWithFormat:@"%@ %ld", error.domain, (long)error.code], nil);
}
@end
