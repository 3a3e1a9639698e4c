#pragma once
#import <Foundation/Foundation.h>
#include <stdlib.h>

typedef struct { CGFloat top, left, bottom, right; } UIEdgeInsets;
extern const UIEdgeInsets UIEdgeInsetsZero;
typedef NSInteger UIInterfaceOrientation;
enum { UIInterfaceOrientationPortrait = 1, UIInterfaceOrientationPortraitUpsideDown = 2, UIInterfaceOrientationLandscapeRight = 3, UIInterfaceOrientationLandscapeLeft = 4 };
enum { UIDeviceOrientationUnknown, UIDeviceOrientationPortrait, UIDeviceOrientationPortraitUpsideDown, UIDeviceOrientationLandscapeLeft, UIDeviceOrientationLandscapeRight };
typedef NSInteger UIUserInterfaceStyle;
enum { UIUserInterfaceStyleDark = 2 };
enum { UITextAutocapitalizationTypeNone = 0, UITextAutocorrectionTypeNo = 1 };
enum { UIReturnKeyDefault = 0, UIReturnKeyDone = 9, UIKeyboardTypeDefault = 0, UIKeyboardTypeNumberPad = 4 };
enum { UIDocumentPickerModeOpen = 1, UIDocumentPickerModeMoveToService = 3 };
typedef NSUInteger UIViewAutoresizing;
enum { UIViewAutoresizingFlexibleWidth = 1 << 1, UIViewAutoresizingFlexibleHeight = 1 << 4 };
typedef uint64_t UIAccessibilityTraits;
extern const UIAccessibilityTraits UIAccessibilityTraitNone;
extern const UIAccessibilityTraits UIAccessibilityTraitButton;
extern const UIAccessibilityTraits UIAccessibilityTraitStaticText;
extern const UIAccessibilityTraits UIAccessibilityTraitLink;

extern NSNotificationName const UIKeyboardWillShowNotification;
extern NSNotificationName const UIKeyboardWillHideNotification;
extern NSString *const UIKeyboardFrameEndUserInfoKey;
extern NSNotificationName const UIApplicationWillResignActiveNotification;
extern NSNotificationName const UIApplicationDidBecomeActiveNotification;
extern NSNotificationName const UIContentSizeCategoryDidChangeNotification;
extern NSNotificationName const UIAccessibilityReduceMotionStatusDidChangeNotification;
BOOL UIAccessibilityIsReduceMotionEnabled(void);
typedef NSString *UIFontTextStyle;
extern UIFontTextStyle const UIFontTextStyleBody;
@interface UIFont : NSObject
+ (UIFont *)preferredFontForTextStyle:(UIFontTextStyle)s;
@property (readonly) CGFloat pointSize;
@end

@class UIApplication, UIColor, UIView, UIViewController, UIWindow;
@interface UIEvent : NSObject
@end
@interface UITraitCollection : NSObject
@property (readonly) UIUserInterfaceStyle userInterfaceStyle;
@end
@interface UIResponder : NSObject
- (BOOL)becomeFirstResponder;
- (BOOL)resignFirstResponder;
- (void)reloadInputViews;
@end
@interface UIColor : NSObject
@property (class, readonly) UIColor *systemBackgroundColor;
@end
@interface UIView : UIResponder
- (instancetype)initWithFrame:(CGRect)f;
- (void)addSubview:(UIView *)v;
- (void)removeFromSuperview;
@property BOOL userInteractionEnabled;
@property (getter=isMultipleTouchEnabled) BOOL multipleTouchEnabled;
@property (readonly) UIEdgeInsets safeAreaInsets;
@property CGRect frame;
@property CGRect bounds;
@property (strong) UIColor *backgroundColor;
@property UIViewAutoresizing autoresizingMask;
@property (copy) NSArray *accessibilityElements;
@end
@interface UIAccessibilityElement : UIResponder
- (instancetype)initWithAccessibilityContainer:(id)c;
@property (copy) NSString *accessibilityLabel;
@property UIAccessibilityTraits accessibilityTraits;
@property CGRect accessibilityFrame;
@end
typedef uint32_t UIAccessibilityNotifications;
extern UIAccessibilityNotifications UIAccessibilityLayoutChangedNotification;
CGRect UIAccessibilityConvertFrameToScreenCoordinates(CGRect, UIView *);
void UIAccessibilityPostNotification(UIAccessibilityNotifications, id);

@interface UITouch : NSObject
- (CGPoint)locationInView:(UIView *)v;
@property (readonly) UIView *view;
@end
@protocol UIViewControllerTransitionCoordinatorContext
@end
@protocol UIViewControllerTransitionCoordinator
- (BOOL)animateAlongsideTransition:(void (^)(id<UIViewControllerTransitionCoordinatorContext>))a completion:(void (^)(id<UIViewControllerTransitionCoordinatorContext>))c;
@end
@protocol UIContentContainer
@end
@interface UIViewController : UIResponder <UIContentContainer>
- (instancetype)initWithNibName:(NSString *)n bundle:(NSBundle *)b;
- (void)viewWillAppear:(BOOL)a;
- (void)viewWillDisappear:(BOOL)a;
- (void)viewDidLoad;
- (void)traitCollectionDidChange:(UITraitCollection *)t;
- (void)presentViewController:(UIViewController *)v animated:(BOOL)a completion:(void (^)(void))c;
@property (strong) UIView *view;
@property (readonly) UITraitCollection *traitCollection;
@end
@interface UIWindow : UIView
- (void)makeKeyAndVisible;
@property (strong) UIViewController *rootViewController;
@property (readonly, getter=isKeyWindow) BOOL keyWindow;
@end
@interface UIScreen : NSObject
+ (UIScreen *)mainScreen;
@property (readonly) CGFloat scale;
@property (readonly) CGFloat nativeScale;
@property (readonly) CGRect bounds;
@property (readonly) CGRect nativeBounds;
@end
typedef NSString *UIApplicationOpenURLOptionsKey;
typedef NSString *UIApplicationOpenExternalURLOptionsKey;
@protocol UIApplicationDelegate <NSObject>
@optional
- (BOOL)application:(UIApplication *)a openURL:(NSURL *)u options:(NSDictionary<UIApplicationOpenURLOptionsKey, id> *)o;
- (void)application:(UIApplication *)a didRegisterForRemoteNotificationsWithDeviceToken:(NSData *)t;
- (void)application:(UIApplication *)a didFailToRegisterForRemoteNotificationsWithError:(NSError *)e;
- (void)application:(UIApplication *)a didReceiveRemoteNotification:(NSDictionary *)i fetchCompletionHandler:(void (^)(NSUInteger))h;
@property (nonatomic, strong) UIWindow *window;
@end
typedef NSUInteger UIBackgroundFetchResult;
enum { UIBackgroundFetchResultNewData = 0, UIBackgroundFetchResultNoData = 1, UIBackgroundFetchResultFailed = 2 };
extern NSString *const UIApplicationOpenSettingsURLString;
@interface UIApplication : UIResponder
+ (UIApplication *)sharedApplication;
- (void)openURL:(NSURL *)u options:(NSDictionary<UIApplicationOpenExternalURLOptionsKey, id> *)o completionHandler:(void (^)(BOOL))c;
- (void)registerForRemoteNotifications;
- (void)unregisterForRemoteNotifications;
@property (assign) id<UIApplicationDelegate> delegate;
@property (readonly) UIInterfaceOrientation statusBarOrientation;
@property (readonly) UIWindow *keyWindow;
@property (readonly) NSArray<UIWindow *> *windows;
@property (getter=isIdleTimerDisabled) BOOL idleTimerDisabled;
@end
@protocol UITextFieldDelegate <NSObject>
@end
@interface UITextField : UIView
@property (assign) id<UITextFieldDelegate> delegate;
@property NSInteger autocapitalizationType;
@property NSInteger autocorrectionType;
@property NSInteger keyboardType;
@property NSInteger returnKeyType;
@end
typedef NSString *UIPasteboardOption;
extern UIPasteboardOption const UIPasteboardOptionExpirationDate;
extern UIPasteboardOption const UIPasteboardOptionLocalOnly;
@interface UIPasteboard : NSObject
@property (class, readonly) UIPasteboard *generalPasteboard;
- (void)setItems:(NSArray<NSDictionary<NSString *, id> *> *)i options:(NSDictionary<UIPasteboardOption, id> *)o;
@property (copy) NSString *string;
@property (copy) NSArray<NSDictionary<NSString *, id> *> *items;
@property (readonly) NSInteger changeCount;
@end
@interface UIDocumentPickerViewController : UIViewController
- (instancetype)initWithDocumentTypes:(NSArray *)t inMode:(NSInteger)m;
- (instancetype)initWithURL:(NSURL *)u inMode:(NSInteger)m;
@property (assign) id delegate;
@end
@interface UIDevice : NSObject
@property (class, readonly) UIDevice *currentDevice;
@property (readonly) NSString *model;
@end
@interface CADisplayLink : NSObject
+ (CADisplayLink *)displayLinkWithTarget:(id)t selector:(SEL)s;
- (void)addToRunLoop:(NSRunLoop *)r forMode:(NSRunLoopMode)m;
@end
int UIApplicationMain(int, char **, NSString *, NSString *);
