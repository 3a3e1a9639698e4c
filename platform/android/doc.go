// Package android is the bridge between the app's Go and the Java of its Android package
// (java/kauth/app): one call in each direction, by the name of what is wanted. What an
// ability does with it stands in its own room, in a file that ends in _android.go.
//
// Go is called on threads of Java, and Java on threads of Go. A thread that Go has made
// finds the system's classes and not the app's, so the bridge has the app's class loader
// look for its own class, once.
package android
