package android.security.keystore;

import java.security.InvalidKeyException;

public final class UserNotAuthenticatedException extends InvalidKeyException {
}
