#pragma once
#include <CoreFoundation/CoreFoundation.h>

/* SecBase.h */
enum {
	errSecSuccess = 0,
	errSecUserCanceled = -128,
	errSecUnimplemented = -4,
	errSecParam = -50,
	errSecNotAvailable = -25291,
	errSecAuthFailed = -25293,
	errSecDuplicateItem = -25299,
	errSecItemNotFound = -25300,
	errSecInteractionNotAllowed = -25308,
	errSecMissingEntitlement = -34018,
};

/* SecAccessControl.h */
typedef struct __SecAccessControl *SecAccessControlRef;
typedef unsigned long SecAccessControlCreateFlags;
enum { kSecAccessControlUserPresence = 1u << 0, kSecAccessControlBiometryCurrentSet = 1u << 3, kSecAccessControlPrivateKeyUsage = 1u << 30 };
SecAccessControlRef SecAccessControlCreateWithFlags(CFAllocatorRef, CFTypeRef, SecAccessControlCreateFlags, CFErrorRef *);

/* SecItem.h */
extern const CFStringRef kSecClass;
extern const CFStringRef kSecClassGenericPassword;
extern const CFStringRef kSecClassKey;
extern const CFStringRef kSecAttrService;
extern const CFStringRef kSecAttrAccount;
extern const CFStringRef kSecAttrAccessible;
extern const CFStringRef kSecAttrAccessibleWhenUnlockedThisDeviceOnly;
extern const CFStringRef kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly;
extern const CFStringRef kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly;
extern const CFStringRef kSecAttrSynchronizable;
extern const CFStringRef kSecAttrAccessControl;
extern const CFStringRef kSecAttrApplicationTag;
extern const CFStringRef kSecAttrKeyType;
extern const CFStringRef kSecAttrKeyTypeECSECPrimeRandom;
extern const CFStringRef kSecAttrKeyClass;
extern const CFStringRef kSecAttrKeyClassPrivate;
extern const CFStringRef kSecAttrKeySizeInBits;
extern const CFStringRef kSecAttrIsPermanent;
extern const CFStringRef kSecAttrTokenID;
extern const CFStringRef kSecAttrTokenIDSecureEnclave;
extern const CFStringRef kSecPrivateKeyAttrs;
extern const CFStringRef kSecValueData;
extern const CFStringRef kSecReturnData;
extern const CFStringRef kSecReturnRef;
extern const CFStringRef kSecMatchLimit;
extern const CFStringRef kSecMatchLimitOne;
extern const CFStringRef kSecUseDataProtectionKeychain;
extern const CFStringRef kSecUseAuthenticationContext;
OSStatus SecItemAdd(CFDictionaryRef, CFTypeRef *);
OSStatus SecItemUpdate(CFDictionaryRef query, CFDictionaryRef change);
OSStatus SecItemCopyMatching(CFDictionaryRef, CFTypeRef *);
OSStatus SecItemDelete(CFDictionaryRef);

/* SecKey.h */
typedef struct __SecKey *SecKeyRef;
typedef CFStringRef SecKeyAlgorithm;
extern const SecKeyAlgorithm kSecKeyAlgorithmECDSASignatureDigestX962SHA256;
SecKeyRef SecKeyCreateRandomKey(CFDictionaryRef, CFErrorRef *);
SecKeyRef SecKeyCopyPublicKey(SecKeyRef);
CFDataRef SecKeyCopyExternalRepresentation(SecKeyRef, CFErrorRef *);
CFDataRef SecKeyCreateSignature(SecKeyRef, SecKeyAlgorithm, CFDataRef, CFErrorRef *);
