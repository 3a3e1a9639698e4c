package android.view;

public final class KeyEvent {
}
