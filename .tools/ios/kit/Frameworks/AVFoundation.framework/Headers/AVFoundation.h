#pragma once
#import <CoreMedia/CoreMedia.h>
#import <Foundation/Foundation.h>

typedef NSString *AVMediaType;
extern AVMediaType const AVMediaTypeVideo;
typedef NSString *AVCaptureSessionPreset;
extern AVCaptureSessionPreset const AVCaptureSessionPreset1280x720;
typedef NSString *AVCaptureDeviceType;
extern AVCaptureDeviceType const AVCaptureDeviceTypeBuiltInWideAngleCamera;
typedef NSInteger AVAuthorizationStatus;
enum { AVAuthorizationStatusNotDetermined, AVAuthorizationStatusRestricted, AVAuthorizationStatusDenied, AVAuthorizationStatusAuthorized };
typedef NSInteger AVCaptureDevicePosition;
enum { AVCaptureDevicePositionUnspecified, AVCaptureDevicePositionBack, AVCaptureDevicePositionFront };
typedef NSInteger AVCaptureTorchMode;
enum { AVCaptureTorchModeOff, AVCaptureTorchModeOn, AVCaptureTorchModeAuto };
typedef NSInteger AVCaptureFocusMode;
enum { AVCaptureFocusModeLocked, AVCaptureFocusModeAutoFocus, AVCaptureFocusModeContinuousAutoFocus };
typedef NSInteger AVCaptureVideoOrientation;
enum { AVCaptureVideoOrientationPortrait = 1, AVCaptureVideoOrientationPortraitUpsideDown, AVCaptureVideoOrientationLandscapeRight, AVCaptureVideoOrientationLandscapeLeft };
typedef NSInteger AVCaptureSessionInterruptionReason;
enum {
	AVCaptureSessionInterruptionReasonVideoDeviceNotAvailableInBackground = 1,
	AVCaptureSessionInterruptionReasonAudioDeviceInUseByAnotherClient = 2,
	AVCaptureSessionInterruptionReasonVideoDeviceInUseByAnotherClient = 3,
	AVCaptureSessionInterruptionReasonVideoDeviceNotAvailableWithMultipleForegroundApps = 4,
	AVCaptureSessionInterruptionReasonVideoDeviceNotAvailableDueToSystemPressure = 5,
};
extern NSNotificationName const AVCaptureSessionWasInterruptedNotification;
extern NSNotificationName const AVCaptureSessionInterruptionEndedNotification;
extern NSNotificationName const AVCaptureSessionRuntimeErrorNotification;
extern NSString *const AVCaptureSessionInterruptionReasonKey;
extern NSString *const AVCaptureSessionErrorKey;
enum { AVErrorDeviceInUseByAnotherApplication = -11815, AVErrorDeviceWasDisconnected = -11808, AVErrorApplicationIsNotAuthorizedToUseDevice = -11852 };

@interface AVCaptureDevice : NSObject
+ (AVCaptureDevice *)deviceWithUniqueID:(NSString *)i;
+ (AVAuthorizationStatus)authorizationStatusForMediaType:(AVMediaType)t;
+ (void)requestAccessForMediaType:(AVMediaType)t completionHandler:(void (^)(BOOL))h;
- (BOOL)lockForConfiguration:(NSError **)e;
- (void)unlockForConfiguration;
- (BOOL)isFocusModeSupported:(AVCaptureFocusMode)m;
- (BOOL)isTorchModeSupported:(AVCaptureTorchMode)m;
@property (readonly) NSString *uniqueID;
@property (readonly) NSString *localizedName;
@property (readonly) AVCaptureDevicePosition position;
@property (readonly) BOOL hasTorch;
@property AVCaptureTorchMode torchMode;
@property AVCaptureFocusMode focusMode;
@end
@interface AVCaptureDeviceDiscoverySession : NSObject
+ (instancetype)discoverySessionWithDeviceTypes:(NSArray<AVCaptureDeviceType> *)k mediaType:(AVMediaType)t position:(AVCaptureDevicePosition)p;
@property (readonly) NSArray<AVCaptureDevice *> *devices;
@end
@interface AVCaptureInput : NSObject
@end
@interface AVCaptureDeviceInput : AVCaptureInput
+ (instancetype)deviceInputWithDevice:(AVCaptureDevice *)d error:(NSError **)e;
@end
@interface AVCaptureConnection : NSObject
@property (readonly, getter=isVideoOrientationSupported) BOOL supportsVideoOrientation;
@property AVCaptureVideoOrientation videoOrientation;
@end
@interface AVCaptureOutput : NSObject
- (AVCaptureConnection *)connectionWithMediaType:(AVMediaType)t;
@end
@class AVCaptureVideoDataOutput;
@protocol AVCaptureVideoDataOutputSampleBufferDelegate <NSObject>
@optional
- (void)captureOutput:(AVCaptureOutput *)o didOutputSampleBuffer:(CMSampleBufferRef)b fromConnection:(AVCaptureConnection *)c;
@end
@interface AVCaptureVideoDataOutput : AVCaptureOutput
- (void)setSampleBufferDelegate:(id<AVCaptureVideoDataOutputSampleBufferDelegate>)d queue:(dispatch_queue_t)q;
@property (copy) NSDictionary<NSString *, id> *videoSettings;
@property BOOL alwaysDiscardsLateVideoFrames;
@end
@interface AVCaptureSession : NSObject
- (BOOL)canSetSessionPreset:(AVCaptureSessionPreset)p;
- (BOOL)canAddInput:(AVCaptureInput *)i;
- (BOOL)canAddOutput:(AVCaptureOutput *)o;
- (void)addInput:(AVCaptureInput *)i;
- (void)addOutput:(AVCaptureOutput *)o;
- (void)beginConfiguration;
- (void)commitConfiguration;
- (void)startRunning;
- (void)stopRunning;
@property (copy) AVCaptureSessionPreset sessionPreset;
@property (readonly, getter=isRunning) BOOL running;
@property (readonly, getter=isInterrupted) BOOL interrupted;
@end
