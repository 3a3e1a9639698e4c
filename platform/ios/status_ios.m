#import "rooms_ios.h"
#import <Security/Security.h>

/* The words of SecBase.h: a log that says "errSecAuthFailed" needs no table beside it.
 * kind is what Go makes of it; all others may pass, and say nothing about a key. */
static const struct { OSStatus status; const char *kind, *words; } known[] = {
	{errSecItemNotFound, "none", "errSecItemNotFound"},
	{errSecInteractionNotAllowed, "moment", "errSecInteractionNotAllowed"}, /* the phone is locked */
	{errSecUserCanceled, "cancelled", "errSecUserCanceled"},
	{errSecAuthFailed, "refused", "errSecAuthFailed"},
	{errSecNotAvailable, "moment", "errSecNotAvailable"},
	{errSecDuplicateItem, "moment", "errSecDuplicateItem"},
	{errSecMissingEntitlement, "unsupported", "errSecMissingEntitlement"},
	{errSecUnimplemented, "unsupported", "errSecUnimplemented"},
	{errSecParam, "fault", "errSecParam"},
};

NSData *kauth_status(NSString *call, OSStatus status) {
	const char *kind = "moment", *words = "OSStatus";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (known[i].status == status) kind = known[i].kind, words = known[i].words;
	}
	return kauth_failed([NSString stringWithUTF8String:kind], [NSString stringWithFormat:@"%@: %s (%d)", call, words, (int)status]);
}
