package android.security.keystore;

import java.security.ProviderException;

public final class StrongBoxUnavailableException extends ProviderException {
}
