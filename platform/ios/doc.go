// Package ios is the bridge between the app's Go and the Objective-C of its iOS package:
// one call in each direction, by the name of what is wanted, as platform/android has it
// for Java. What an ability does with it stands in its own room, in a file that ends in
// _ios.go; what it asks of the system is one file here, by the name of the ability.
//
// Go calls on threads of its own, which may wait. UIKit is only used on the main queue;
// the system answers on queues of its own.
package ios
