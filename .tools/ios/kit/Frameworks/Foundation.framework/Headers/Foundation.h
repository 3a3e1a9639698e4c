#pragma once
#include <CoreFoundation/CoreFoundation.h>
#include <TargetConditionals.h>
#include <dispatch/dispatch.h>
#import <objc/NSObject.h>
#include <string.h>

typedef double CGFloat;
typedef double NSTimeInterval;
typedef struct { CGFloat x, y; } CGPoint;
typedef struct { CGFloat width, height; } CGSize;
typedef struct { CGPoint origin; CGSize size; } CGRect;
typedef struct { NSUInteger location, length; } NSRange;
static inline CGRect CGRectMake(CGFloat x, CGFloat y, CGFloat w, CGFloat h) { return (CGRect){{x, y}, {w, h}}; }

@class NSData, NSDate, NSDictionary, NSError, NSURL;

typedef struct {
	unsigned long state;
	__unsafe_unretained id *itemsPtr;
	unsigned long *mutationsPtr;
	unsigned long extra[5];
} NSFastEnumerationState;

@protocol NSFastEnumeration
- (NSUInteger)countByEnumeratingWithState:(NSFastEnumerationState *)s objects:(id __unsafe_unretained *)o count:(NSUInteger)n;
@end
@protocol NSCopying
@end

@interface NSArray<__covariant T> : NSObject <NSFastEnumeration>
+ (instancetype)array;
+ (instancetype)arrayWithObjects:(const T *)o count:(NSUInteger)n;
- (T)objectAtIndexedSubscript:(NSUInteger)i;
- (NSString *)componentsJoinedByString:(NSString *)s;
- (NSArray<T> *)arrayByAddingObject:(T)o;
@property (readonly) NSUInteger count;
@property (readonly) T firstObject;
@end
@interface NSMutableArray<T> : NSArray<T>
- (void)addObject:(T)o;
@end
@interface NSSet<__covariant T> : NSObject <NSFastEnumeration>
+ (instancetype)set;
+ (instancetype)setWithObject:(T)o;
- (NSSet<T> *)setByAddingObject:(T)o;
@end
@interface NSDictionary<__covariant K, __covariant V> : NSObject
+ (instancetype)dictionaryWithObjects:(const V *)o forKeys:(const K *)k count:(NSUInteger)n;
- (V)objectForKey:(K)k;
- (V)objectForKeyedSubscript:(K)k;
@end
@interface NSMutableDictionary<K, V> : NSDictionary<K, V>
+ (instancetype)dictionary;
- (void)setObject:(V)o forKeyedSubscript:(K)k;
- (void)removeObjectForKey:(K)k;
@end

typedef NSUInteger NSStringEncoding;
enum { NSUTF8StringEncoding = 4 };
@interface NSString : NSObject <NSCopying>
+ (instancetype)stringWithUTF8String:(const char *)s;
+ (instancetype)stringWithFormat:(NSString *)f, ... __attribute__((format(__NSString__, 1, 2)));
- (instancetype)initWithData:(NSData *)d encoding:(NSStringEncoding)e;
- (const char *)UTF8String;
- (NSData *)dataUsingEncoding:(NSStringEncoding)e;
- (BOOL)isEqualToString:(NSString *)s;
- (BOOL)hasPrefix:(NSString *)s;
- (NSRange)rangeOfString:(NSString *)s;
- (NSString *)substringToIndex:(NSUInteger)i;
- (NSString *)substringFromIndex:(NSUInteger)i;
- (NSString *)stringByAppendingString:(NSString *)s;
- (NSString *)stringByAppendingPathComponent:(NSString *)s;
- (NSArray<NSString *> *)componentsSeparatedByString:(NSString *)s;
@property (readonly) NSUInteger length;
@property (readonly) long long longLongValue;
@end
@interface NSConstantString : NSString { char *c; unsigned int n; }
@end
enum { NSNotFound = 0x7fffffffffffffff };

typedef NSUInteger NSDataWritingOptions;
@interface NSData : NSObject <NSCopying>
+ (instancetype)data;
+ (instancetype)dataWithBytes:(const void *)b length:(NSUInteger)n;
+ (instancetype)dataWithContentsOfURL:(NSURL *)u;
- (BOOL)writeToURL:(NSURL *)u atomically:(BOOL)a;
@property (readonly) const void *bytes;
@property (readonly) NSUInteger length;
@end
@interface NSMutableData : NSData
+ (instancetype)dataWithLength:(NSUInteger)n;
@property (readonly) void *mutableBytes;
@end
@interface NSDate : NSObject
+ (instancetype)dateWithTimeIntervalSinceNow:(NSTimeInterval)s;
@end
@interface NSError : NSObject
@property (readonly) NSInteger code;
@property (readonly) NSString *domain;
@end
@interface NSValue : NSObject
- (CGRect)CGRectValue;
@end
@interface NSNumber : NSValue
+ (NSNumber *)numberWithBool:(BOOL)b;
+ (NSNumber *)numberWithInt:(int)i;
+ (NSNumber *)numberWithUnsignedInt:(unsigned int)i;
@property (readonly) NSInteger integerValue;
@end
typedef NSString *NSURLResourceKey;
extern NSURLResourceKey const NSURLIsExcludedFromBackupKey;
@interface NSURL : NSObject <NSCopying>
+ (instancetype)URLWithString:(NSString *)s;
+ (NSURL *)fileURLWithPath:(NSString *)p isDirectory:(BOOL)d;
- (NSURL *)URLByAppendingPathComponent:(NSString *)c;
- (BOOL)startAccessingSecurityScopedResource;
- (void)stopAccessingSecurityScopedResource;
- (BOOL)setResourceValue:(id)v forKey:(NSURLResourceKey)k error:(NSError **)e;
@property (readonly) NSString *path;
@property (readonly) NSString *scheme;
@property (readonly) NSString *absoluteString;
@end
typedef NSString *NSFileAttributeKey;
extern NSFileAttributeKey const NSFileProtectionKey;
typedef NSString *NSFileProtectionType;
extern NSFileProtectionType const NSFileProtectionCompleteUnlessOpen;
extern NSFileProtectionType const NSFileProtectionCompleteUntilFirstUserAuthentication;
@interface NSFileManager : NSObject
+ (NSFileManager *)defaultManager;
- (BOOL)removeItemAtPath:(NSString *)p error:(NSError **)e;
- (BOOL)fileExistsAtPath:(NSString *)p;
- (BOOL)createFileAtPath:(NSString *)p contents:(NSData *)d attributes:(NSDictionary<NSFileAttributeKey, id> *)a;
- (NSArray<NSURL *> *)contentsOfDirectoryAtURL:(NSURL *)u includingPropertiesForKeys:(NSArray<NSURLResourceKey> *)k options:(NSUInteger)o error:(NSError **)e;
- (BOOL)createDirectoryAtURL:(NSURL *)u withIntermediateDirectories:(BOOL)i attributes:(NSDictionary<NSFileAttributeKey, id> *)a error:(NSError **)e;
@end
@interface NSFileHandle : NSObject
+ (instancetype)fileHandleForWritingToURL:(NSURL *)u error:(NSError **)e;
- (unsigned long long)seekToEndOfFile;
- (void)synchronizeFile;
- (void)closeFile;
- (void)writeData:(NSData *)d;
@end
@interface NSBundle : NSObject
+ (NSBundle *)mainBundle;
- (id)objectForInfoDictionaryKey:(NSString *)k;
@property (readonly) NSString *bundleIdentifier;
@end
@interface NSUserDefaults : NSObject
+ (NSUserDefaults *)standardUserDefaults;
- (BOOL)boolForKey:(NSString *)k;
@end
@interface NSLocale : NSObject
+ (NSArray<NSString *> *)preferredLanguages;
@end
@interface NSThread : NSObject
+ (BOOL)isMainThread;
@end
typedef NSString *NSNotificationName;
@interface NSNotification : NSObject
@property (readonly) NSDictionary *userInfo;
@end
@class NSOperationQueue;
@interface NSNotificationCenter : NSObject
+ (NSNotificationCenter *)defaultCenter;
- (void)addObserver:(id)o selector:(SEL)s name:(NSNotificationName)n object:(id)x;
- (void)removeObserver:(id)o;
- (void)removeObserver:(id)o name:(NSNotificationName)n object:(id)x;
- (id)addObserverForName:(NSNotificationName)n object:(id)x queue:(NSOperationQueue *)q usingBlock:(void (^)(NSNotification *))b;
@end
@interface NSOperationQueue : NSObject
+ (NSOperationQueue *)mainQueue;
- (void)addOperationWithBlock:(void (^)(void))b;
@end
typedef NSString *NSRunLoopMode;
extern NSRunLoopMode const NSDefaultRunLoopMode;
@interface NSRunLoop : NSObject
+ (NSRunLoop *)currentRunLoop;
@end

enum { NSDocumentDirectory = 9, NSApplicationSupportDirectory = 14, NSUserDomainMask = 1 };
NSArray<NSString *> *NSSearchPathForDirectoriesInDomains(NSUInteger, NSUInteger, BOOL);
NSString *NSTemporaryDirectory(void);
NSString *NSStringFromClass(Class);
void NSLog(NSString *, ...);
