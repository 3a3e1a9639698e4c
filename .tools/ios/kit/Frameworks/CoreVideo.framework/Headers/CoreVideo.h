#pragma once
#include <CoreFoundation/CoreFoundation.h>

typedef int32_t CVReturn;
typedef uint64_t CVOptionFlags;
typedef struct __CVBuffer *CVImageBufferRef;
typedef CVImageBufferRef CVPixelBufferRef;
typedef CVOptionFlags CVPixelBufferLockFlags;
enum { kCVReturnSuccess = 0 };
enum { kCVPixelBufferLock_ReadOnly = 0x00000001 };
enum { kCVPixelFormatType_420YpCbCr8BiPlanarFullRange = '420f' };
extern const CFStringRef kCVPixelBufferPixelFormatTypeKey;
CVReturn CVPixelBufferLockBaseAddress(CVPixelBufferRef, CVPixelBufferLockFlags);
CVReturn CVPixelBufferUnlockBaseAddress(CVPixelBufferRef, CVPixelBufferLockFlags);
size_t CVPixelBufferGetPlaneCount(CVPixelBufferRef);
void *CVPixelBufferGetBaseAddressOfPlane(CVPixelBufferRef, size_t plane);
size_t CVPixelBufferGetBytesPerRowOfPlane(CVPixelBufferRef, size_t plane);
size_t CVPixelBufferGetWidthOfPlane(CVPixelBufferRef, size_t plane);
size_t CVPixelBufferGetHeightOfPlane(CVPixelBufferRef, size_t plane);
