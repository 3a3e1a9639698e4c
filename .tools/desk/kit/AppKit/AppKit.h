/* What the app uses of macOS's AppKit, by hand from Apple's documentation: enough to read
 * our Objective-C where no Mac is. Foundation is the iOS kit's. */
#pragma once
#import <Foundation/Foundation.h>

typedef unsigned int FourCharCode, AEEventClass, AEEventID, AEKeyword;
enum {
	kInternetEventClass = 'GURL',
	kAEGetURL = 'GURL',
	keyDirectObject = '----',
};

@interface NSAppleEventDescriptor : NSObject
- (NSAppleEventDescriptor *)paramDescriptorForKeyword:(AEKeyword)keyword;
@property (readonly, copy) NSString *stringValue;
@end

@interface NSAppleEventManager : NSObject
@property (class, readonly) NSAppleEventManager *sharedAppleEventManager;
- (void)setEventHandler:(id)handler andSelector:(SEL)selector forEventClass:(AEEventClass)eventClass andEventID:(AEEventID)eventID;
@end

extern NSString *const NSApplicationWillFinishLaunchingNotification;
