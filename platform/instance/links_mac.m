//go:build darwin && !ios && cgo

#import <AppKit/AppKit.h>

void kauthHearLinks(void);
void kauthLinkOpened(char *text); /* links_mac.go */

@interface KauthLinks : NSObject
@end

@implementation KauthLinks

/* Not before: AppKit puts its own handler there while it starts. */
+ (void)starting:(NSNotification *)note {
	[NSAppleEventManager.sharedAppleEventManager setEventHandler:self
	                                                 andSelector:@selector(opened:reply:)
	                                               forEventClass:kInternetEventClass
	                                                  andEventID:kAEGetURL];
}

/* Any app may open such an address: package link looks at it. */
+ (void)opened:(NSAppleEventDescriptor *)event reply:(NSAppleEventDescriptor *)reply {
	NSString *link = [event paramDescriptorForKeyword:keyDirectObject].stringValue;
	if (link != nil) kauthLinkOpened((char *)link.UTF8String);
}
@end

void kauthHearLinks(void) {
	NSNotificationCenter *center = NSNotificationCenter.defaultCenter;
	[center removeObserver:KauthLinks.class];
	[center addObserver:KauthLinks.class selector:@selector(starting:) name:NSApplicationWillFinishLaunchingNotification object:nil];
}
