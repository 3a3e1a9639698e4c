#import "rooms_ios.h"
#import <UIKit/UIKit.h>

/* Where the vault lives, and what this phone and this package are. */

/* A folder that no backup takes along, since the vault's key stays in this phone; its
 * files can be read once the phone has been unlocked after its start. */
static NSData *folder(void) {
	NSArray<NSString *> *all = NSSearchPathForDirectoriesInDomains(NSApplicationSupportDirectory, NSUserDomainMask, YES);
	if (all.count == 0) return kauth_failed(@"fault", @"no folder");
	NSURL *url = [NSURL fileURLWithPath:[all.firstObject stringByAppendingPathComponent:@"kauth"] isDirectory:YES];
	NSError *error = nil;
	BOOL made = [[NSFileManager defaultManager] createDirectoryAtURL:url withIntermediateDirectories:YES
		attributes:@{NSFileProtectionKey: NSFileProtectionCompleteUntilFirstUserAuthentication} error:&error];
	BOOL kept = made && [url setResourceValue:@YES forKey:NSURLIsExcludedFromBackupKey error:&error];
	return kept ? kauth_text(url.path) : kauth_failed(@"moment", [NSString stringWithFormat:@"%@ %ld", error.domain, (long)error.code]);
}

/* What Info.plist says: the environment of APNs is the package's, and not to be asked. */
static NSString *said(NSString *key) {
	id value = [[NSBundle mainBundle] objectForInfoDictionaryKey:key];
	return [value isKindOfClass:[NSString class]] ? value : @"";
}

static NSData *settings(void) {
	kauth_on_main(^{
		NSURL *url = [NSURL URLWithString:UIApplicationOpenSettingsURLString];
		[[UIApplication sharedApplication] openURL:url options:@{} completionHandler:nil];
	});
	return kauth_done(nil);
}

NSData *kauth_phone(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"folder"]) return folder();
	if ([verb isEqualToString:@"settings"]) return settings();
	if ([verb isEqualToString:@"bundle"]) return kauth_text([NSBundle mainBundle].bundleIdentifier);
	if ([verb isEqualToString:@"environment"]) return kauth_text(said(@"KauthPushEnvironment"));
	if ([verb isEqualToString:@"model"]) {
		__block NSString *model = @"";
		kauth_on_main(^{ model = UIDevice.currentDevice.model; });
		return kauth_text(model);
	}
	return kauth_unknown(verb);
}
