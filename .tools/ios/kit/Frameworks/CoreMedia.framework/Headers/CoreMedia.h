#pragma once
#include <CoreVideo/CoreVideo.h>

typedef struct opaqueCMSampleBuffer *CMSampleBufferRef;
CVImageBufferRef CMSampleBufferGetImageBuffer(CMSampleBufferRef);
