package android.view;

public final class WindowInsets {
	public int getSystemWindowInsetTop() {
		return fake.World.insetTop;
	}

	public int getSystemWindowInsetBottom() {
		return fake.World.insetBottom;
	}

	public int getSystemWindowInsetLeft() {
		return 0;
	}

	public int getSystemWindowInsetRight() {
		return 0;
	}
}
