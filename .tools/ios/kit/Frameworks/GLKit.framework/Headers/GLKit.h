#pragma once
#import <OpenGLES/ES2/glext.h>
#import <UIKit/UIKit.h>

enum { kEAGLRenderingAPIOpenGLES2 = 2 };
enum { GLKViewDrawableDepthFormat24 = 2 };
@interface EAGLContext : NSObject
- (instancetype)initWithAPI:(NSUInteger)a;
+ (BOOL)setCurrentContext:(EAGLContext *)c;
- (BOOL)presentRenderbuffer:(NSUInteger)t;
@end
@protocol GLKViewDelegate <NSObject>
@end
@interface GLKView : UIView
- (void)display;
@property NSInteger drawableDepthFormat;
@property (strong) EAGLContext *context;
@property BOOL enableSetNeedsDisplay;
@end
@interface GLKViewController : UIViewController
@property BOOL paused;
@end
