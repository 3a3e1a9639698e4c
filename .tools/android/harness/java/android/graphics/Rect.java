package android.graphics;

public final class Rect {
	public int top, left;

	public int width() {
		return 0;
	}

	public int height() {
		return 0;
	}
}
