#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef long NSInteger;
typedef unsigned long NSUInteger;
typedef bool BOOL;
#define YES __objc_yes
#define NO __objc_no
#define nil ((void *)0)

@class NSString, NSMethodSignature;

@protocol NSObject
- (BOOL)isEqual:(id)object;
- (BOOL)isKindOfClass:(Class)of;
- (BOOL)respondsToSelector:(SEL)s;
@end

__attribute__((objc_root_class)) @interface NSObject <NSObject>
+ (instancetype)alloc;
+ (instancetype)new;
+ (Class)class;
- (instancetype)init;
- (id)copy;
- (NSString *)description;
#if !__has_feature(objc_arc)
- (instancetype)autorelease;
#endif
@end
