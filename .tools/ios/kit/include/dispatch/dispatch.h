#pragma once
#include <sys/types.h>

/* In Objective-C these are objects, which ARC retains. */
#ifdef __OBJC__
#import <objc/NSObject.h>
#define DISPATCH_TYPE(name) @protocol OS_##name <NSObject> @end typedef NSObject<OS_##name> *name##_t
#else
#define DISPATCH_TYPE(name) typedef struct name##_s *name##_t
#endif
DISPATCH_TYPE(dispatch_queue);
DISPATCH_TYPE(dispatch_semaphore);
DISPATCH_TYPE(dispatch_queue_attr);

typedef void (^dispatch_block_t)(void);
typedef uint64_t dispatch_time_t;
#define DISPATCH_TIME_NOW 0ull
#define DISPATCH_TIME_FOREVER (~0ull)
#define NSEC_PER_SEC 1000000000ull
#define NSEC_PER_MSEC 1000000ull
#define DISPATCH_QUEUE_SERIAL NULL

extern struct dispatch_queue_s _dispatch_main_q;
#ifdef __OBJC__
#define dispatch_get_main_queue() ((__bridge dispatch_queue_t)(void *)&_dispatch_main_q)
#else
#define dispatch_get_main_queue() (&_dispatch_main_q)
#endif

dispatch_queue_t dispatch_queue_create(const char *label, dispatch_queue_attr_t);
void dispatch_async(dispatch_queue_t, dispatch_block_t);
void dispatch_sync(dispatch_queue_t, __attribute__((noescape)) dispatch_block_t);
void dispatch_after(dispatch_time_t, dispatch_queue_t, dispatch_block_t);
dispatch_semaphore_t dispatch_semaphore_create(intptr_t);
intptr_t dispatch_semaphore_wait(dispatch_semaphore_t, dispatch_time_t);
intptr_t dispatch_semaphore_signal(dispatch_semaphore_t);
dispatch_time_t dispatch_time(dispatch_time_t when, int64_t delta);
