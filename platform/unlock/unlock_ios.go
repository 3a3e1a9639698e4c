package unlock

// native stands where a Keychain item with SecAccessControl biometryCurrentSet will be.
func native() system { return absent{} }
