#import "rooms_ios.h"
#import <AVFoundation/AVFoundation.h>
#import <UIKit/UIKit.h>
#include <string.h>

/* Pictures of a camera, as planes of brightness. One camera is open at a time. */

/* Who waits for the next picture. */
@interface KauthWait : NSObject
@property (strong) dispatch_semaphore_t over;
@property (strong) NSData *reply;
@end
@implementation KauthWait
@end

@interface KauthCamera : NSObject <AVCaptureVideoDataOutputSampleBufferDelegate>
@property (strong) AVCaptureDevice *device;
@property (strong) AVCaptureSession *session;
@property (strong) AVCaptureVideoDataOutput *output;
@property (strong) NSMutableArray *observers;
@property (strong) KauthWait *waiting; /* under @synchronized(self), as trouble is */
@property (copy) NSString *trouble;
@end

static KauthCamera *running; /* under @synchronized([KauthCamera class]) */

/* Width, height, stride and rotation, in big-endian, and the rows. AVFoundation has
 * turned the picture already: see -start. */
static NSData *plane(CMSampleBufferRef sample) {
	CVImageBufferRef image = CMSampleBufferGetImageBuffer(sample);
	if (!image || CVPixelBufferLockBaseAddress(image, kCVPixelBufferLock_ReadOnly) != kCVReturnSuccess) return nil;
	NSMutableData *out = nil;
	if (CVPixelBufferGetPlaneCount(image) > 0) {
		size_t is[] = {CVPixelBufferGetWidthOfPlane(image, 0), CVPixelBufferGetHeightOfPlane(image, 0), CVPixelBufferGetBytesPerRowOfPlane(image, 0), 0};
		const void *rows = CVPixelBufferGetBaseAddressOfPlane(image, 0);
		if (rows && is[0] <= 0xffff && is[1] <= 0xffff && is[2] <= 0xffff) {
			out = [NSMutableData dataWithLength:8 + is[1] * is[2]];
			unsigned char *to = out.mutableBytes;
			for (int i = 0; i < 4; i++) to[2 * i] = is[i] >> 8, to[2 * i + 1] = is[i] & 0xff;
			memcpy(to + 8, rows, is[1] * is[2]);
		}
	}
	CVPixelBufferUnlockBaseAddress(image, kCVPixelBufferLock_ReadOnly);
	return out;
}

@implementation KauthCamera

/* On the output's queue. What nobody waits for is not even copied. */
- (void)captureOutput:(AVCaptureOutput *)o didOutputSampleBuffer:(CMSampleBufferRef)sample fromConnection:(AVCaptureConnection *)c {
	@synchronized(self) {
		if (!self.waiting) return;
		NSData *picture = plane(sample);
		if (picture) [self tell:kauth_done(picture)];
	}
}

/* Under @synchronized(self). */
- (void)tell:(NSData *)reply {
	KauthWait *w = self.waiting;
	self.waiting = nil;
	w.reply = reply;
	if (w) dispatch_semaphore_signal(w.over);
}

/* The session has stopped, until it says otherwise: trouble is a kind, or nil. */
- (void)stopped:(NSString *)trouble {
	@synchronized(self) {
		self.trouble = trouble;
		if (trouble) [self tell:kauth_failed(trouble, @"AVCaptureSession")];
	}
}

- (void)hear:(NSNotificationName)name then:(NSString * (^)(NSDictionary *))kind {
	__weak KauthCamera *weak = self; /* the center keeps the block, and the camera keeps its observers */
	id observer = [[NSNotificationCenter defaultCenter] addObserverForName:name object:self.session queue:nil usingBlock:^(NSNotification *n) {
		[weak stopped:kind(n.userInfo)];
	}];
	[self.observers addObject:observer];
}

- (void)hearAll {
	self.observers = [NSMutableArray array];
	[self hear:AVCaptureSessionWasInterruptedNotification then:^NSString *(NSDictionary *about) {
		switch ([about[AVCaptureSessionInterruptionReasonKey] integerValue]) {
		case AVCaptureSessionInterruptionReasonVideoDeviceNotAvailableInBackground: return @"cancelled";
		case AVCaptureSessionInterruptionReasonVideoDeviceNotAvailableDueToSystemPressure: return @"silent";
		default: return @"busy"; /* a call, another app, two apps side by side */
		}
	}];
	[self hear:AVCaptureSessionInterruptionEndedNotification then:^NSString *(NSDictionary *about) { return nil; }];
	[self hear:AVCaptureSessionRuntimeErrorNotification then:^NSString *(NSDictionary *about) {
		NSError *error = about[AVCaptureSessionErrorKey];
		return error.code == AVErrorDeviceInUseByAnotherApplication ? @"busy" : @"lost";
	}];
}

/* A kind of trouble, or nil. The session is told to turn the pictures as the screen is
 * turned, so that they are upright. */
- (NSString *)start {
	NSError *error = nil;
	AVCaptureDeviceInput *input = [AVCaptureDeviceInput deviceInputWithDevice:self.device error:&error];
	if (!input) return error.code == AVErrorApplicationIsNotAuthorizedToUseDevice ? @"barred" : @"busy";
	self.session = [AVCaptureSession new];
	self.output = [AVCaptureVideoDataOutput new];
	self.output.videoSettings = @{(__bridge id)kCVPixelBufferPixelFormatTypeKey: [NSNumber numberWithUnsignedInt:kCVPixelFormatType_420YpCbCr8BiPlanarFullRange]};
	self.output.alwaysDiscardsLateVideoFrames = YES;
	[self.output setSampleBufferDelegate:self queue:dispatch_queue_create("kauth.camera", DISPATCH_QUEUE_SERIAL)];
	__block UIInterfaceOrientation turned = UIInterfaceOrientationPortrait;
	kauth_on_main(^{ turned = [UIApplication sharedApplication].statusBarOrientation; });

	[self.session beginConfiguration];
	BOOL fits = [self.session canAddInput:input] && [self.session canAddOutput:self.output];
	if (fits) {
		[self.session addInput:input];
		[self.session addOutput:self.output];
		if ([self.session canSetSessionPreset:AVCaptureSessionPreset1280x720]) self.session.sessionPreset = AVCaptureSessionPreset1280x720;
		AVCaptureConnection *connection = [self.output connectionWithMediaType:AVMediaTypeVideo];
		/* Both enumerations have the same numbers; 0 is a screen that lies flat. */
		if (connection.supportsVideoOrientation && turned != 0) connection.videoOrientation = (AVCaptureVideoOrientation)turned;
	}
	[self.session commitConfiguration];
	if (!fits) return @"busy";
	[self hearAll];
	[self.session startRunning]; /* takes its time: this is not the main thread */
	return nil;
}

/* May be called twice. */
- (void)end {
	for (id observer in self.observers) [[NSNotificationCenter defaultCenter] removeObserver:observer];
	self.observers = nil;
	[self.output setSampleBufferDelegate:nil queue:nil];
	[self.session stopRunning]; /* its light goes out */
	[self stopped:@"cancelled"];
}

/* Waits so many ms. */
- (NSData *)next:(long long)patience {
	KauthWait *mine = [KauthWait new];
	mine.over = dispatch_semaphore_create(0);
	@synchronized(self) {
		if (self.trouble) return kauth_failed(self.trouble, @"AVCaptureSession");
		self.waiting = mine;
	}
	if (dispatch_semaphore_wait(mine.over, dispatch_time(DISPATCH_TIME_NOW, patience * NSEC_PER_MSEC)) != 0) return kauth_failed(@"silent", @"no picture");
	return mine.reply;
}

- (NSData *)light:(BOOL)on {
	NSError *error = nil;
	AVCaptureTorchMode mode = on ? AVCaptureTorchModeOn : AVCaptureTorchModeOff;
	if (![self.device isTorchModeSupported:mode]) return kauth_failed(@"unsupported", @"no light");
	if (![self.device lockForConfiguration:&error]) return kauth_failed(@"busy", @"lockForConfiguration");
	self.device.torchMode = mode;
	[self.device unlockForConfiguration];
	return kauth_done(nil);
}
@end

/* Who has said no is never asked again by iOS: only the settings can change it. */
static BOOL allowed(void) {
	AVAuthorizationStatus status = [AVCaptureDevice authorizationStatusForMediaType:AVMediaTypeVideo];
	if (status != AVAuthorizationStatusNotDetermined) return status == AVAuthorizationStatusAuthorized;
	dispatch_semaphore_t over = dispatch_semaphore_create(0);
	__block BOOL yes = NO;
	[AVCaptureDevice requestAccessForMediaType:AVMediaTypeVideo completionHandler:^(BOOL granted) {
		yes = granted;
		dispatch_semaphore_signal(over);
	}];
	dispatch_semaphore_wait(over, DISPATCH_TIME_FOREVER); /* a person reads */
	return yes;
}

/* A line for each: its id, where it looks, and "torch" where it has a light. */
static NSData *list(void) {
	NSMutableArray<NSString *> *lines = [NSMutableArray array];
	AVCaptureDeviceDiscoverySession *found = [AVCaptureDeviceDiscoverySession discoverySessionWithDeviceTypes:@[AVCaptureDeviceTypeBuiltInWideAngleCamera]
		mediaType:AVMediaTypeVideo position:AVCaptureDevicePositionUnspecified];
	for (AVCaptureDevice *d in found.devices) {
		NSString *looks = d.position == AVCaptureDevicePositionBack ? @"world" : d.position == AVCaptureDevicePositionFront ? @"user" : @"";
		[lines addObject:[NSString stringWithFormat:@"%@\t%@\t%@", d.uniqueID, looks, d.hasTorch ? @"torch" : @""]];
	}
	return lines.count ? kauth_text([lines componentsJoinedByString:@"\n"]) : kauth_failed(@"none", @"no camera");
}

static NSData *start(NSString *which) {
	if (!allowed()) return kauth_failed(@"barred", @"not allowed");
	AVCaptureDevice *device = [AVCaptureDevice deviceWithUniqueID:which];
	if (!device) return kauth_failed(@"lost", @"no such camera");
	@synchronized([KauthCamera class]) {
		if (running) return kauth_failed(@"busy", @"it is open already");
		KauthCamera *c = [KauthCamera new];
		c.device = device;
		NSString *trouble = [c start];
		if (trouble) {
			[c end];
			return kauth_failed(trouble, @"AVCaptureSession");
		}
		running = c;
	}
	return kauth_done(nil);
}

static NSData *end(void) {
	KauthCamera *c = nil;
	@synchronized([KauthCamera class]) {
		c = running;
		running = nil;
	}
	[c end];
	return kauth_done(nil);
}

NSData *kauth_camera(NSString *verb, NSString *text, NSData *data) {
	if ([verb isEqualToString:@"list"]) return list();
	if ([verb isEqualToString:@"open"]) return start(text);
	if ([verb isEqualToString:@"close"]) return end();
	if ([verb isEqualToString:@"settings"]) return kauth_phone(verb, text, nil);
	KauthCamera *c = nil;
	@synchronized([KauthCamera class]) { c = running; }
	if (!c) return kauth_failed(@"cancelled", @"no camera is open");
	if ([verb isEqualToString:@"next"]) return [c next:text.longLongValue];
	if ([verb isEqualToString:@"light"]) return [c light:[text isEqualToString:@"on"]];
	return kauth_unknown(verb);
}
