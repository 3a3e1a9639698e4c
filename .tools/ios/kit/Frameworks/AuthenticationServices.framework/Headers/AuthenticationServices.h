#pragma once
#import <UIKit/UIKit.h>

enum { ASWebAuthenticationSessionErrorCodeCanceledLogin = 1, ASWebAuthenticationSessionErrorCodePresentationContextNotProvided = 2, ASWebAuthenticationSessionErrorCodePresentationContextInvalid = 3 };
typedef UIWindow *ASPresentationAnchor;
@class ASWebAuthenticationSession;
@protocol ASWebAuthenticationPresentationContextProviding <NSObject>
- (ASPresentationAnchor)presentationAnchorForWebAuthenticationSession:(ASWebAuthenticationSession *)s;
@end
@interface ASWebAuthenticationSession : NSObject
- (instancetype)initWithURL:(NSURL *)u callbackURLScheme:(NSString *)s completionHandler:(void (^)(NSURL *, NSError *))h;
- (BOOL)start;
- (void)cancel;
@property (weak) id<ASWebAuthenticationPresentationContextProviding> presentationContextProvider;
@property BOOL prefersEphemeralWebBrowserSession;
@end
