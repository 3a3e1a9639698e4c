#pragma once
#import <Foundation/Foundation.h>

typedef NSInteger LAPolicy;
enum { LAPolicyDeviceOwnerAuthenticationWithBiometrics = 1, LAPolicyDeviceOwnerAuthentication = 2 };
typedef NSInteger LABiometryType;
enum { LABiometryTypeNone = 0, LABiometryTypeTouchID = 1, LABiometryTypeFaceID = 2, LABiometryTypeOpticID = 4 };
enum {
	LAErrorAuthenticationFailed = -1,
	LAErrorUserCancel = -2,
	LAErrorUserFallback = -3,
	LAErrorSystemCancel = -4,
	LAErrorPasscodeNotSet = -5,
	LAErrorBiometryNotAvailable = -6,
	LAErrorBiometryNotEnrolled = -7,
	LAErrorBiometryLockout = -8,
	LAErrorAppCancel = -9,
	LAErrorInvalidContext = -10,
	LAErrorNotInteractive = -1004,
};
@interface LAContext : NSObject
- (BOOL)canEvaluatePolicy:(LAPolicy)p error:(NSError **)e;
- (void)evaluatePolicy:(LAPolicy)p localizedReason:(NSString *)r reply:(void (^)(BOOL ok, NSError *e))b;
- (void)invalidate;
@property (readonly) LABiometryType biometryType;
@property (readonly) NSData *evaluatedPolicyDomainState;
@property (copy) NSString *localizedReason;
@property (copy) NSString *localizedFallbackTitle;
@property BOOL interactionNotAllowed;
@property NSTimeInterval touchIDAuthenticationAllowableReuseDuration;
@end
