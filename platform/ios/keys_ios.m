#import "rooms_ios.h"
#import <Security/Security.h>

/* The vault's key, in the Keychain: it stays in this phone, in no backup that another
 * phone can read, and can be read while the phone is unlocked. The Keychain outlives the
 * app: after a new installation an old key is there, and is overwritten. */

static NSMutableDictionary *item(NSString *name) {
	NSMutableDictionary *q = [NSMutableDictionary dictionary];
	q[(__bridge id)kSecClass] = (__bridge id)kSecClassGenericPassword;
	q[(__bridge id)kSecAttrService] = @"kAuth";
	q[(__bridge id)kSecAttrAccount] = name;
	q[(__bridge id)kSecAttrSynchronizable] = @NO; /* never into iCloud */
	return q;
}

static NSData *get(NSString *name) {
	NSMutableDictionary *q = item(name);
	q[(__bridge id)kSecReturnData] = @YES;
	q[(__bridge id)kSecMatchLimit] = (__bridge id)kSecMatchLimitOne;
	CFTypeRef found = NULL;
	OSStatus status = SecItemCopyMatching((__bridge CFDictionaryRef)q, &found);
	if (status != errSecSuccess) return kauth_status(@"SecItemCopyMatching", status);
	return kauth_done((__bridge_transfer NSData *)found);
}

/* Changed first, and only added where there is none: at no moment is the key away. */
static NSData *set(NSString *name, NSData *key) {
	NSMutableDictionary *is = [NSMutableDictionary dictionary];
	is[(__bridge id)kSecValueData] = key;
	is[(__bridge id)kSecAttrAccessible] = (__bridge id)kSecAttrAccessibleWhenUnlockedThisDeviceOnly;
	OSStatus status = SecItemUpdate((__bridge CFDictionaryRef)item(name), (__bridge CFDictionaryRef)is);
	if (status == errSecSuccess) return kauth_done(nil);
	if (status != errSecItemNotFound) return kauth_status(@"SecItemUpdate", status);
	NSMutableDictionary *q = item(name);
	q[(__bridge id)kSecValueData] = key;
	q[(__bridge id)kSecAttrAccessible] = (__bridge id)kSecAttrAccessibleWhenUnlockedThisDeviceOnly;
	status = SecItemAdd((__bridge CFDictionaryRef)q, NULL);
	return status == errSecSuccess ? kauth_done(nil) : kauth_status(@"SecItemAdd", status);
}

static NSData *removed(NSString *name) {
	OSStatus status = SecItemDelete((__bridge CFDictionaryRef)item(name));
	return status == errSecSuccess ? kauth_done(nil) : kauth_status(@"SecItemDelete", status);
}

NSData *kauth_keys(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"get"]) return get(text);
	if ([verb isEqualToString:@"set"]) return set(text, data);
	if ([verb isEqualToString:@"remove"]) return removed(text);
	return kauth_unknown(verb);
}
