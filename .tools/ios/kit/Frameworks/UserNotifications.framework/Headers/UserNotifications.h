#pragma once
#import <Foundation/Foundation.h>

typedef NSUInteger UNNotificationPresentationOptions;
enum { UNNotificationPresentationOptionAlert = 1 << 2 };
typedef NSUInteger UNAuthorizationOptions;
enum { UNAuthorizationOptionBadge = 1 << 0, UNAuthorizationOptionSound = 1 << 1, UNAuthorizationOptionAlert = 1 << 2 };
typedef NSUInteger UNNotificationActionOptions;
enum { UNNotificationActionOptionNone = 0, UNNotificationActionOptionAuthenticationRequired = 1 << 0, UNNotificationActionOptionDestructive = 1 << 1, UNNotificationActionOptionForeground = 1 << 2 };
typedef NSUInteger UNNotificationCategoryOptions;
enum { UNNotificationCategoryOptionNone = 0, UNNotificationCategoryOptionHiddenPreviewsShowTitle = 1 << 2 };
typedef NSInteger UNAuthorizationStatus;
enum { UNAuthorizationStatusNotDetermined, UNAuthorizationStatusDenied, UNAuthorizationStatusAuthorized, UNAuthorizationStatusProvisional, UNAuthorizationStatusEphemeral };
typedef NSUInteger UNNotificationInterruptionLevel;
enum { UNNotificationInterruptionLevelPassive, UNNotificationInterruptionLevelActive, UNNotificationInterruptionLevelTimeSensitive, UNNotificationInterruptionLevelCritical };
extern NSString *const UNNotificationDefaultActionIdentifier;
extern NSString *const UNNotificationDismissActionIdentifier;

@interface UNNotificationSound : NSObject
@property (class, readonly) UNNotificationSound *defaultSound;
@end
@interface UNNotificationContent : NSObject
@property (readonly) NSDictionary *userInfo;
@property (readonly) NSString *categoryIdentifier;
@end
@interface UNMutableNotificationContent : UNNotificationContent
@property (copy) NSString *title;
@property (copy) NSString *body;
@property (copy) NSString *categoryIdentifier;
@property (copy) NSString *threadIdentifier;
@property (copy) NSDictionary *userInfo;
@property (copy) UNNotificationSound *sound;
@property UNNotificationInterruptionLevel interruptionLevel;
@end
@interface UNNotificationTrigger : NSObject
@end
@interface UNTimeIntervalNotificationTrigger : UNNotificationTrigger
+ (instancetype)triggerWithTimeInterval:(NSTimeInterval)s repeats:(BOOL)r;
@end
@interface UNNotificationRequest : NSObject
+ (instancetype)requestWithIdentifier:(NSString *)i content:(UNNotificationContent *)c trigger:(UNNotificationTrigger *)t;
@property (readonly) NSString *identifier;
@property (readonly) UNNotificationContent *content;
@end
@interface UNNotification : NSObject
@property (readonly) UNNotificationRequest *request;
@end
@interface UNNotificationResponse : NSObject
@property (readonly) UNNotification *notification;
@property (readonly) NSString *actionIdentifier;
@end
@interface UNNotificationAction : NSObject
+ (instancetype)actionWithIdentifier:(NSString *)i title:(NSString *)t options:(UNNotificationActionOptions)o;
@end
@interface UNNotificationCategory : NSObject
+ (instancetype)categoryWithIdentifier:(NSString *)i actions:(NSArray<UNNotificationAction *> *)a intentIdentifiers:(NSArray<NSString *> *)x options:(UNNotificationCategoryOptions)o;
@end
@interface UNNotificationSettings : NSObject
@property (readonly) UNAuthorizationStatus authorizationStatus;
@end
@class UNUserNotificationCenter;
@protocol UNUserNotificationCenterDelegate <NSObject>
@optional
- (void)userNotificationCenter:(UNUserNotificationCenter *)c didReceiveNotificationResponse:(UNNotificationResponse *)r withCompletionHandler:(void (^)(void))h;
@end
@interface UNUserNotificationCenter : NSObject
+ (UNUserNotificationCenter *)currentNotificationCenter;
- (void)requestAuthorizationWithOptions:(UNAuthorizationOptions)o completionHandler:(void (^)(BOOL, NSError *))h;
- (void)getNotificationSettingsWithCompletionHandler:(void (^)(UNNotificationSettings *))h;
- (void)addNotificationRequest:(UNNotificationRequest *)r withCompletionHandler:(void (^)(NSError *))h;
- (void)setNotificationCategories:(NSSet<UNNotificationCategory *> *)c;
- (void)removePendingNotificationRequestsWithIdentifiers:(NSArray<NSString *> *)i;
- (void)removeDeliveredNotificationsWithIdentifiers:(NSArray<NSString *> *)i;
@property (assign) id<UNUserNotificationCenterDelegate> delegate;
@end
