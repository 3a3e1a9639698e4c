#pragma once
#import <Foundation/Foundation.h>

/* In Objective-C, objects that ARC retains. */
@protocol OS_nw_path <NSObject> @end
typedef NSObject<OS_nw_path> *nw_path_t;
@protocol OS_nw_path_monitor <NSObject> @end
typedef NSObject<OS_nw_path_monitor> *nw_path_monitor_t;
@protocol OS_nw_interface <NSObject> @end
typedef NSObject<OS_nw_interface> *nw_interface_t;
typedef enum { nw_path_status_invalid = 0, nw_path_status_satisfied = 1, nw_path_status_unsatisfied = 2, nw_path_status_satisfiable = 3 } nw_path_status_t;
typedef void (^nw_path_monitor_update_handler_t)(nw_path_t);
typedef bool (^nw_path_enumerate_interfaces_block_t)(nw_interface_t);

__attribute__((ns_returns_retained)) nw_path_monitor_t nw_path_monitor_create(void);
void nw_path_monitor_set_queue(nw_path_monitor_t, dispatch_queue_t);
void nw_path_monitor_set_update_handler(nw_path_monitor_t, nw_path_monitor_update_handler_t);
void nw_path_monitor_start(nw_path_monitor_t);
void nw_path_monitor_cancel(nw_path_monitor_t);
nw_path_status_t nw_path_get_status(nw_path_t);
void nw_path_enumerate_interfaces(nw_path_t, __attribute__((noescape)) nw_path_enumerate_interfaces_block_t);
const char *nw_interface_get_name(nw_interface_t);
