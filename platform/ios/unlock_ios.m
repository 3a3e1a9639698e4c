#import "rooms_ios.h"
#import <LocalAuthentication/LocalAuthentication.h>
#import <Security/Security.h>

/* Asks the person to show who they are: face or finger, or the phone's own code. And a
 * secret that the Keychain gives to nobody but a face or finger that was on file when it
 * was stored. */

static LAContext *asking; /* under @synchronized([LAContext class]): at most one question */

/* Those of LAError.h; in the Keychain's answers they come as OSStatus. */
static NSData *failed(NSInteger code) {
	NSString *kind = @"cancelled";
	switch (code) {
	case LAErrorBiometryLockout: kind = @"locked"; break; /* until the phone's code is typed */
	case LAErrorAuthenticationFailed: kind = @"refused"; break;
	case LAErrorPasscodeNotSet: case LAErrorBiometryNotAvailable: case LAErrorBiometryNotEnrolled: kind = @"unsupported"; break;
	}
	return kauth_failed(kind, [NSString stringWithFormat:@"LAError %ld", (long)code]);
}

/* "face", "finger" or "eyes", which the phone can ask for now; "code" where it has only
 * its own code, and unsupported where it has not even that. */
static NSData *possible(void) {
	LAContext *c = [LAContext new];
	NSError *error = nil;
	if ([c canEvaluatePolicy:LAPolicyDeviceOwnerAuthenticationWithBiometrics error:&error]) {
		if (c.biometryType == LABiometryTypeFaceID) return kauth_text(@"face");
		return kauth_text(c.biometryType == LABiometryTypeTouchID ? @"finger" : @"eyes");
	}
	if (error.code == LAErrorBiometryLockout) return failed(error.code);
	if ([c canEvaluatePolicy:LAPolicyDeviceOwnerAuthentication error:&error]) return kauth_text(@"code");
	return failed(error.code);
}

/* nil where a question is open already. */
static LAContext *begin(NSString *reason) {
	@synchronized([LAContext class]) {
		if (asking) return nil;
		asking = [LAContext new];
		asking.localizedReason = reason;
		return asking;
	}
}

static void end(void) {
	@synchronized([LAContext class]) { asking = nil; }
}

/* iOS does not say which of both it was: "pin" is the lesser claim. */
static NSData *ask(NSString *reason) {
	LAContext *c = begin(reason);
	if (!c) return kauth_failed(@"busy", @"it is being asked already");
	dispatch_semaphore_t over = dispatch_semaphore_create(0);
	__block NSInteger code = 0;
	[c evaluatePolicy:LAPolicyDeviceOwnerAuthentication localizedReason:reason reply:^(BOOL ok, NSError *error) {
		if (!ok) code = error ? error.code : LAErrorAuthenticationFailed;
		dispatch_semaphore_signal(over); /* on a queue of the system's */
	}];
	dispatch_semaphore_wait(over, DISPATCH_TIME_FOREVER); /* -invalidate answers too */
	end();
	return code == 0 ? kauth_text(@"pin") : failed(code);
}

/* Answers whatever is asked with LAErrorAppCancel. */
static NSData *stop(void) {
	LAContext *c = nil;
	@synchronized([LAContext class]) { c = asking; }
	[c invalidate];
	return kauth_done(nil);
}

static NSMutableDictionary *item(NSString *name) {
	NSMutableDictionary *q = [NSMutableDictionary dictionary];
	q[(__bridge id)kSecClass] = (__bridge id)kSecClassGenericPassword;
	q[(__bridge id)kSecAttrService] = @"kAuth unlock";
	q[(__bridge id)kSecAttrAccount] = name;
	return q;
}

static NSData *removed(NSString *name) {
	OSStatus status = SecItemDelete((__bridge CFDictionaryRef)item(name));
	return status == errSecSuccess ? kauth_done(nil) : kauth_status(@"SecItemDelete", status);
}

/* Added anew, since an item's access control cannot be changed without asking. */
static NSData *set(NSString *name, NSData *secret) {
	CFErrorRef error = NULL;
	SecAccessControlRef access = SecAccessControlCreateWithFlags(kCFAllocatorDefault,
		kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, kSecAccessControlBiometryCurrentSet, &error);
	if (!access) {
		OSStatus status = error ? (OSStatus)CFErrorGetCode(error) : errSecParam;
		if (error) CFRelease(error);
		return kauth_status(@"SecAccessControlCreateWithFlags", status);
	}
	NSMutableDictionary *q = item(name);
	SecItemDelete((__bridge CFDictionaryRef)q);
	q[(__bridge id)kSecAttrAccessControl] = (__bridge_transfer id)access;
	q[(__bridge id)kSecValueData] = secret;
	OSStatus status = SecItemAdd((__bridge CFDictionaryRef)q, NULL);
	return status == errSecSuccess ? kauth_done(nil) : kauth_status(@"SecItemAdd", status);
}

/* Asks; after a change of the faces or fingers on file the item is not found any more. */
static NSData *get(NSString *name, NSString *reason) {
	LAContext *c = begin(reason);
	if (!c) return kauth_failed(@"busy", @"it is being asked already");
	NSMutableDictionary *q = item(name);
	q[(__bridge id)kSecReturnData] = @YES;
	q[(__bridge id)kSecMatchLimit] = (__bridge id)kSecMatchLimitOne;
	q[(__bridge id)kSecUseAuthenticationContext] = c;
	CFTypeRef found = NULL;
	OSStatus status = SecItemCopyMatching((__bridge CFDictionaryRef)q, &found);
	end();
	if (status == errSecSuccess) return kauth_done((__bridge_transfer NSData *)found);
	if (status <= LAErrorAuthenticationFailed && status >= LAErrorInvalidContext) return failed(status);
	return kauth_status(@"SecItemCopyMatching", status);
}

NSData *kauth_unlock(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"possible"]) return possible();
	if ([verb isEqualToString:@"ask"]) return ask(text);
	if ([verb isEqualToString:@"stop"]) return stop();
	if ([verb isEqualToString:@"set"]) return set(text, data);
	if ([verb isEqualToString:@"remove"]) return removed(text);
	if ([verb isEqualToString:@"get"]) {
		NSArray<NSString *> *part = [text componentsSeparatedByString:KAUTH_PART];
		if (part.count == 2) return get(part[0], part[1]);
	}
	return kauth_unknown(verb);
}
