package android.content;

public final class ActivityNotFoundException extends RuntimeException {
}
