#import "rooms_ios.h"
#import <Security/Security.h>

/* P-256 keys that are made in the Secure Enclave, sign there, and never leave it. */

static NSData *tag(NSString *name) {
	return [[@"kauth.sign." stringByAppendingString:name] dataUsingEncoding:NSUTF8StringEncoding];
}

/* Takes the error over. */
static NSData *failed(NSString *call, CFErrorRef error) {
	OSStatus status = error ? (OSStatus)CFErrorGetCode(error) : errSecParam;
	if (error) CFRelease(error);
	return kauth_status(call, status);
}

static NSMutableDictionary *item(NSString *name) {
	NSMutableDictionary *q = [NSMutableDictionary dictionary];
	q[(__bridge id)kSecClass] = (__bridge id)kSecClassKey;
	q[(__bridge id)kSecAttrKeyType] = (__bridge id)kSecAttrKeyTypeECSECPrimeRandom;
	q[(__bridge id)kSecAttrApplicationTag] = tag(name);
	return q;
}

/* The key, which is the caller's to release. */
static OSStatus copy(NSString *name, SecKeyRef *key) {
	NSMutableDictionary *q = item(name);
	q[(__bridge id)kSecAttrKeyClass] = (__bridge id)kSecAttrKeyClassPrivate;
	q[(__bridge id)kSecReturnRef] = @YES;
	q[(__bridge id)kSecMatchLimit] = (__bridge id)kSecMatchLimitOne;
	CFTypeRef found = NULL;
	OSStatus status = SecItemCopyMatching((__bridge CFDictionaryRef)q, &found);
	*key = (SecKeyRef)found;
	return status;
}

/* The public key as a point, 65 bytes (SEC 1, section 2.3.3). */
static NSData *point(SecKeyRef key) {
	CFErrorRef error = NULL;
	SecKeyRef public = SecKeyCopyPublicKey(key);
	if (!public) return kauth_failed(@"moment", @"SecKeyCopyPublicKey");
	CFDataRef bytes = SecKeyCopyExternalRepresentation(public, &error);
	CFRelease(public);
	if (!bytes) return failed(@"SecKeyCopyExternalRepresentation", error);
	return kauth_done((__bridge_transfer NSData *)bytes);
}

static NSData *make(NSString *name) {
	CFErrorRef error = NULL;
	SecAccessControlRef access = SecAccessControlCreateWithFlags(kCFAllocatorDefault,
		kSecAttrAccessibleWhenUnlockedThisDeviceOnly, kSecAccessControlPrivateKeyUsage, &error);
	if (!access) return failed(@"SecAccessControlCreateWithFlags", error);
	NSDictionary *private = @{
		(__bridge id)kSecAttrIsPermanent: @YES,
		(__bridge id)kSecAttrApplicationTag: tag(name),
		(__bridge id)kSecAttrAccessControl: (__bridge id)access,
	};
	NSDictionary *wanted = @{
		(__bridge id)kSecAttrKeyType: (__bridge id)kSecAttrKeyTypeECSECPrimeRandom,
		(__bridge id)kSecAttrKeySizeInBits: @256,
		(__bridge id)kSecAttrTokenID: (__bridge id)kSecAttrTokenIDSecureEnclave,
		(__bridge id)kSecPrivateKeyAttrs: private,
	};
	SecKeyRef key = SecKeyCreateRandomKey((__bridge CFDictionaryRef)wanted, &error);
	CFRelease(access);
	if (!key) return failed(@"SecKeyCreateRandomKey", error);
	NSData *answer = point(key);
	CFRelease(key);
	return answer;
}

static NSData *public(NSString *name) {
	SecKeyRef key = NULL;
	OSStatus status = copy(name, &key);
	if (status != errSecSuccess) return kauth_status(@"SecItemCopyMatching", status);
	NSData *answer = point(key);
	CFRelease(key);
	return answer;
}

/* Of a SHA-256 digest, in DER. */
static NSData *sign(NSString *name, NSData *digest) {
	SecKeyRef key = NULL;
	OSStatus status = copy(name, &key);
	if (status != errSecSuccess) return kauth_status(@"SecItemCopyMatching", status);
	CFErrorRef error = NULL;
	CFDataRef der = SecKeyCreateSignature(key, kSecKeyAlgorithmECDSASignatureDigestX962SHA256, (__bridge CFDataRef)digest, &error);
	CFRelease(key);
	if (!der) return failed(@"SecKeyCreateSignature", error);
	return kauth_done((__bridge_transfer NSData *)der);
}

static NSData *removed(NSString *name) {
	OSStatus status = SecItemDelete((__bridge CFDictionaryRef)item(name));
	return status == errSecSuccess ? kauth_done(nil) : kauth_status(@"SecItemDelete", status);
}

NSData *kauth_signer(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"make"]) return make(text);
	if ([verb isEqualToString:@"public"]) return public(text);
	if ([verb isEqualToString:@"sign"]) return sign(text, data);
	if ([verb isEqualToString:@"remove"]) return removed(text);
	return kauth_unknown(verb);
}
