package android.view;

public final class Surface {
}
