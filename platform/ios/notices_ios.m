#import "rooms_ios.h"
#import <UIKit/UIKit.h>
#import <UserNotifications/UserNotifications.h>

/* Notices of requests. What Go says of one is a text of parts, as on Android: its id, a
 * word that answers carry, title, body, "urgent" or nothing, ms that it is worth showing
 * (iOS takes none back while the app is stopped), and then an answer and a label for each
 * button. delegate_ios.m hears the answers. */

/* YES opens the app, and counts only there. NO opens nothing; both want the phone to be
 * unlocked: before that, the vault's key cannot be read. */
static UNNotificationActionOptions options(NSString *answer) {
	UNNotificationActionOptions o = UNNotificationActionOptionAuthenticationRequired;
	return [answer isEqualToString:@"no"] ? o : o | UNNotificationActionOptionForeground;
}

/* The one category that there is; its labels are in the language of the last notice. */
static NSString *category(UNUserNotificationCenter *center, NSArray<NSString *> *part) {
	NSMutableArray<UNNotificationAction *> *actions = [NSMutableArray array];
	for (NSUInteger i = 6; i + 1 < part.count; i += 2) {
		[actions addObject:[UNNotificationAction actionWithIdentifier:part[i] title:part[i + 1] options:options(part[i])]];
	}
	if (actions.count == 0) return @"";
	UNNotificationCategory *c = [UNNotificationCategory categoryWithIdentifier:@"request" actions:actions
		intentIdentifiers:@[] options:UNNotificationCategoryOptionNone];
	[center setNotificationCategories:[NSSet setWithObject:c]];
	return @"request";
}

static NSData *show(UNUserNotificationCenter *center, NSArray<NSString *> *part) {
	if (part.count < 6) return kauth_failed(@"fault", @"too few parts");
	UNMutableNotificationContent *content = [UNMutableNotificationContent new];
	content.title = part[2];
	content.body = part[3];
	content.sound = UNNotificationSound.defaultSound;
	content.userInfo = @{@"id": part[0], @"word": part[1]};
	content.categoryIdentifier = category(center, part);
	UNNotificationRequest *request = [UNNotificationRequest requestWithIdentifier:part[0] content:content trigger:nil];
	dispatch_semaphore_t over = dispatch_semaphore_create(0);
	__block NSInteger code = 0;
	[center addNotificationRequest:request withCompletionHandler:^(NSError *error) {
		code = error.code;
		dispatch_semaphore_signal(over);
	}];
	dispatch_semaphore_wait(over, DISPATCH_TIME_FOREVER);
	return code == 0 ? kauth_done(nil) : kauth_failed(@"refused", [NSString stringWithFormat:@"UNError %ld", (long)code]);
}

static NSData *withdraw(UNUserNotificationCenter *center, NSString *name) {
	[center removePendingNotificationRequestsWithIdentifiers:@[name]];
	[center removeDeliveredNotificationsWithIdentifiers:@[name]];
	return kauth_done(nil);
}

/* "ask": nobody has been asked; "barred": the settings have to be changed; or nothing. */
static NSData *leave(UNUserNotificationCenter *center) {
	dispatch_semaphore_t over = dispatch_semaphore_create(0);
	__block UNAuthorizationStatus status = UNAuthorizationStatusNotDetermined;
	[center getNotificationSettingsWithCompletionHandler:^(UNNotificationSettings *s) {
		status = s.authorizationStatus;
		dispatch_semaphore_signal(over);
	}];
	dispatch_semaphore_wait(over, DISPATCH_TIME_FOREVER);
	if (status == UNAuthorizationStatusNotDetermined) return kauth_text(@"ask");
	return status == UNAuthorizationStatusDenied ? kauth_text(@"barred") : kauth_done(nil);
}

/* iOS shows its question once; later it answers itself, with what the person has said. */
static NSData *ask(UNUserNotificationCenter *center) {
	dispatch_semaphore_t over = dispatch_semaphore_create(0);
	__block BOOL yes = NO;
	[center requestAuthorizationWithOptions:UNAuthorizationOptionAlert | UNAuthorizationOptionSound completionHandler:^(BOOL granted, NSError *error) {
		yes = granted;
		dispatch_semaphore_signal(over);
	}];
	dispatch_semaphore_wait(over, DISPATCH_TIME_FOREVER);
	return yes ? kauth_done(nil) : kauth_failed(@"barred", @"the person said no");
}

NSData *kauth_notices(NSString *verb, NSString *text, NSData *data) {
	UNUserNotificationCenter *center = [UNUserNotificationCenter currentNotificationCenter];
	if ([verb isEqualToString:@"show"]) return show(center, [text componentsSeparatedByString:KAUTH_PART]);
	if ([verb isEqualToString:@"withdraw"]) return withdraw(center, text);
	if ([verb isEqualToString:@"leave"]) return leave(center);
	if ([verb isEqualToString:@"ask"]) return ask(center);
	if ([verb isEqualToString:@"settings"]) return kauth_phone(verb, text, data);
	return kauth_unknown(verb);
}
