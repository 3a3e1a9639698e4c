#pragma once
#include <CoreFoundation/CoreFoundation.h>

extern const CFStringRef kUTTypeFolder;
extern const CFStringRef kUTTagClassMIMEType;
extern const CFStringRef kUTTagClassFilenameExtension;
CFStringRef UTTypeCreatePreferredIdentifierForTag(CFStringRef, CFStringRef, CFStringRef);
