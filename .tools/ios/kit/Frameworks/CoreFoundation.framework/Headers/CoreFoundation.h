#pragma once
#include <sys/types.h>

typedef long CFIndex;
typedef unsigned char Boolean;
typedef unsigned char UInt8;
typedef int32_t OSStatus;
typedef uint32_t CFStringEncoding;
typedef const void *CFTypeRef;
typedef const struct __CFAllocator *CFAllocatorRef;
typedef const struct __attribute__((objc_bridge(NSString))) __CFString *CFStringRef;
typedef const struct __attribute__((objc_bridge(NSDictionary))) __CFDictionary *CFDictionaryRef;
typedef const struct __attribute__((objc_bridge(NSData))) __CFData *CFDataRef;
typedef const struct __attribute__((objc_bridge(NSURL))) __CFURL *CFURLRef;
typedef const struct __attribute__((objc_bridge(NSNumber))) __CFBoolean *CFBooleanRef;
typedef struct __attribute__((objc_bridge(NSError))) __CFError *CFErrorRef;
typedef struct __CFBundle *CFBundleRef;

#define kCFStringEncodingUTF8 0x08000100
#define CFSTR(s) ((CFStringRef)__builtin___CFStringMakeConstantString(s))
extern const CFAllocatorRef kCFAllocatorDefault;

void CFRelease(CFTypeRef);
CFIndex CFErrorGetCode(CFErrorRef);
CFBundleRef CFBundleGetMainBundle(void);
CFTypeRef CFBundleGetValueForInfoDictionaryKey(CFBundleRef, CFStringRef);
CFURLRef CFBundleCopyResourceURL(CFBundleRef, CFStringRef name, CFStringRef type, CFStringRef folder);
CFURLRef CFURLCreateCopyDeletingLastPathComponent(CFAllocatorRef, CFURLRef);
CFStringRef CFURLGetString(CFURLRef);
Boolean CFStringGetCString(CFStringRef, char *, CFIndex, CFStringEncoding);
Boolean CFStringGetFileSystemRepresentation(CFStringRef, char *, CFIndex);
CFStringRef CFStringCreateWithCString(CFAllocatorRef, const char *, CFStringEncoding);
