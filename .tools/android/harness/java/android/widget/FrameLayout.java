package android.widget;

import android.content.Context;
import android.view.ViewGroup;

public class FrameLayout extends ViewGroup {
	public static final class LayoutParams extends ViewGroup.LayoutParams {
		public LayoutParams(int width, int height) {
			super(width, height);
		}
	}

	public FrameLayout(Context c) {
		super(c);
	}
}
