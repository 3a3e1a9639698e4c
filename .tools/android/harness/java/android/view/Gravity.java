package android.view;

public final class Gravity {
}
