#import "rooms_ios.h"
#import <Network/Network.h>

/* Changes of the way to the network. */

static nw_path_monitor_t monitor; /* for as long as the process lives */

/* "off", or the interface that is used first: another one is a change, too. */
static NSString *way(nw_path_t path) {
	nw_path_status_t status = nw_path_get_status(path);
	if (status != nw_path_status_satisfied && status != nw_path_status_satisfiable) return @"off";
	__block NSString *first = @"";
	nw_path_enumerate_interfaces(path, ^bool(nw_interface_t i) {
		first = [NSString stringWithUTF8String:nw_interface_get_name(i)];
		return false;
	});
	return [@"on " stringByAppendingString:first];
}

static void watch(void) {
	dispatch_queue_t queue = dispatch_queue_create("kauth.network", DISPATCH_QUEUE_SERIAL);
	__block NSString *before = nil; /* on that queue */
	monitor = nw_path_monitor_create();
	nw_path_monitor_set_queue(monitor, queue);
	nw_path_monitor_set_update_handler(monitor, ^(nw_path_t path) {
		NSString *now = way(path);
		/* The first is how things are: nothing has changed yet. */
		if (before && ![before isEqualToString:now]) kauth_tell(@"network.changed", [now hasPrefix:@"on"] ? @"on" : @"off", nil);
		before = now;
	});
	nw_path_monitor_start(monitor);
}

NSData *kauth_network(NSString *verb, NSString *text, NSData *data) {
	if (![verb isEqualToString:@"watch"]) return kauth_unknown(verb);
	@synchronized([NSObject class]) {
		if (!monitor) watch();
	}
	return kauth_done(nil);
}
