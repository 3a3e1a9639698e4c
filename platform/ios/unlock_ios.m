#import "rooms_ios.h"
#import <LocalAuthentication/LocalAuthentication.h>
#import <Security/Security.h>

/* Secrets that the Keychain gives only to a face or finger that was on file when they were
 * stored (kSecAccessControlBiometryCurrentSet). The person is asked first, so that a "no"
 * has a name; the Keychain takes that answer and asks nobody again. */

static LAContext *asking; /* under @synchronized([LAContext class]): at most one question */

/* Those of LAError.h. */
static NSData *failed(NSInteger code) {
	NSString *kind = @"cancelled";
	switch (code) {
	case LAErrorAuthenticationFailed: kind = @"locked"; break; /* not known, several times */
	case LAErrorBiometryLockout: kind = @"barred"; break; /* until the phone's code is typed */
	case LAErrorBiometryNotEnrolled: case LAErrorPasscodeNotSet: kind = @"none"; break;
	case LAErrorBiometryNotAvailable: kind = @"unsupported"; break; /* no such part, or not allowed to this app */
	}
	return kauth_failed(kind, [NSString stringWithFormat:@"LAError %ld", (long)code]);
}

static NSData *state(void) {
	NSError *error = nil;
	if ([[LAContext new] canEvaluatePolicy:LAPolicyDeviceOwnerAuthenticationWithBiometrics error:&error]) return kauth_done(nil);
	/* Face and finger are on file, and wait for the phone's code: it can be used later. */
	return error.code == LAErrorBiometryLockout ? kauth_done(nil) : failed(error.code);
}

/* Answers a question that is open with LAErrorAppCancel. */
static NSData *stop(void) {
	LAContext *c = nil;
	@synchronized([LAContext class]) { c = asking; }
	[c invalidate];
	return kauth_done(nil);
}

/* Runs what with a context in which the person has shown who they are. words are a reason,
 * and the label of the way round. */
static NSData *shown(NSArray<NSString *> *words, NSData *(^what)(LAContext *)) {
	LAContext *c = [LAContext new];
	@synchronized([LAContext class]) {
		if (asking) return kauth_failed(@"busy", @"it is being asked already");
		asking = c;
	}
	c.localizedFallbackTitle = words[2]; /* chosen, it is LAErrorUserFallback */
	dispatch_semaphore_t over = dispatch_semaphore_create(0);
	__block NSInteger code = 0;
	[c evaluatePolicy:LAPolicyDeviceOwnerAuthenticationWithBiometrics localizedReason:words[1] reply:^(BOOL ok, NSError *error) {
		if (!ok) code = error ? error.code : LAErrorAuthenticationFailed;
		dispatch_semaphore_signal(over); /* on a queue of the system's */
	}];
	dispatch_semaphore_wait(over, DISPATCH_TIME_FOREVER);
	NSData *answer = code == 0 ? what(c) : failed(code);
	@synchronized([LAContext class]) { asking = nil; }
	return answer;
}

/* A secret has two places, so that a new one is there before the old one goes. What is in
 * the first counts, also where both are taken: a process was killed in between, and the
 * vault knows the old one. */
static NSString *const kept = @"kept", *const next = @"next";

static NSMutableDictionary *item(NSString *name, NSString *place) {
	NSMutableDictionary *q = [NSMutableDictionary dictionary];
	q[(__bridge id)kSecClass] = (__bridge id)kSecClassGenericPassword;
	q[(__bridge id)kSecAttrService] = [@"kAuth unlock " stringByAppendingString:name];
	if (place) q[(__bridge id)kSecAttrAccount] = place;
	return q;
}

static OSStatus add(NSString *name, NSString *place, NSData *secret) {
	CFErrorRef error = NULL;
	SecAccessControlRef access = SecAccessControlCreateWithFlags(kCFAllocatorDefault,
		kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, kSecAccessControlBiometryCurrentSet, &error);
	if (!access) {
		OSStatus status = error ? (OSStatus)CFErrorGetCode(error) : errSecParam;
		if (error) CFRelease(error);
		return status;
	}
	NSMutableDictionary *q = item(name, place);
	q[(__bridge id)kSecAttrAccessControl] = (__bridge_transfer id)access;
	q[(__bridge id)kSecValueData] = secret;
	return SecItemAdd((__bridge CFDictionaryRef)q, NULL);
}

static OSStatus dropped(NSString *name, NSString *place) {
	OSStatus status = SecItemDelete((__bridge CFDictionaryRef)item(name, place));
	return status == errSecItemNotFound ? errSecSuccess : status;
}

/* Where it fails, what was kept is kept. */
static OSStatus replaced(NSString *name, NSData *secret) {
	OSStatus status = dropped(name, next); /* of a process that was killed */
	if (status == errSecSuccess) status = add(name, next, secret);
	if (status != errSecSuccess) return status;
	status = dropped(name, kept);
	if (status != errSecSuccess) {
		dropped(name, next);
		return status;
	}
	if (add(name, kept, secret) == errSecSuccess) dropped(name, next);
	return errSecSuccess; /* else it is found in the second place */
}

static NSData *seal(NSString *name, NSData *secret) {
	OSStatus status = add(name, kept, secret);
	if (status == errSecDuplicateItem) status = replaced(name, secret);
	else if (status == errSecSuccess) dropped(name, next);
	return status == errSecSuccess ? kauth_done(nil) : kauth_status(@"SecItemAdd", status);
}

/* What another face or finger on file has made useless is not found any more, or refused
 * to who has just been known. */
static OSStatus taken(NSString *name, NSString *place, LAContext *c, CFTypeRef *found) {
	NSMutableDictionary *q = item(name, place);
	q[(__bridge id)kSecReturnData] = @YES;
	q[(__bridge id)kSecMatchLimit] = (__bridge id)kSecMatchLimitOne;
	q[(__bridge id)kSecUseAuthenticationContext] = c;
	return SecItemCopyMatching((__bridge CFDictionaryRef)q, found);
}

static NSData *given(NSString *name, LAContext *c) {
	CFTypeRef found = NULL;
	OSStatus status = taken(name, kept, c, &found);
	if (status == errSecItemNotFound) status = taken(name, next, c, &found);
	if (status == errSecSuccess) return kauth_done((__bridge_transfer NSData *)found);
	if (status == errSecItemNotFound || status == errSecAuthFailed) return kauth_failed(@"gone", [NSString stringWithFormat:@"SecItemCopyMatching: %d", (int)status]);
	return kauth_status(@"SecItemCopyMatching", status);
}

static NSData *forget(NSString *name) {
	OSStatus status = dropped(name, nil);
	return status == errSecSuccess ? kauth_done(nil) : kauth_status(@"SecItemDelete", status);
}

NSData *kauth_unlock(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"state"]) return state();
	if ([verb isEqualToString:@"stop"]) return stop();
	if ([verb isEqualToString:@"forget"]) return forget(text);
	NSArray<NSString *> *words = [text componentsSeparatedByString:@"\n"]; /* name, reason, way round */
	if (words.count != 3) return kauth_failed(@"fault", @"words");
	if ([verb isEqualToString:@"seal"]) return shown(words, ^(LAContext *c) { return seal(words[0], data); });
	if ([verb isEqualToString:@"open"]) return shown(words, ^(LAContext *c) { return given(words[0], c); });
	return kauth_unknown(verb);
}
