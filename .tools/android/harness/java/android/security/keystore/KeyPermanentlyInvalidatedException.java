package android.security.keystore;

import java.security.InvalidKeyException;

public final class KeyPermanentlyInvalidatedException extends InvalidKeyException {
}
