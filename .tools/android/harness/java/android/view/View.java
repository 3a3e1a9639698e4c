package android.view;

import android.content.Context;
import android.graphics.Rect;
import android.view.accessibility.AccessibilityNodeInfo;

public class View {
	public static final int GONE = 8, VISIBLE = 0;
	public static final int IMPORTANT_FOR_ACCESSIBILITY_AUTO = 0, IMPORTANT_FOR_ACCESSIBILITY_YES = 1;
	public static final int SYSTEM_UI_FLAG_LIGHT_STATUS_BAR = 0x2000, SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR = 16;

	private AccessibilityDelegate delegate;
	private Object layout;
	private OnLayoutChangeListener listener;

	public View(Context c) {
	}

	public interface OnLayoutChangeListener {
		void onLayoutChange(View v, int left, int top, int right, int bottom, int l, int t, int r, int b);
	}

	public static class AccessibilityDelegate {
		public void onInitializeAccessibilityNodeInfo(View host, AccessibilityNodeInfo info) {
		}
	}

	public AccessibilityNodeInfo describe() {
		AccessibilityNodeInfo info = new AccessibilityNodeInfo();
		if (delegate != null) {
			delegate.onInitializeAccessibilityNodeInfo(this, info);
		}
		return info;
	}

	public Object layout() {
		return layout;
	}

	void place(Object params) {
		layout = params;
	}

	public View getRootView() {
		return this;
	}

	public WindowInsets getRootWindowInsets() {
		return new WindowInsets();
	}

	public void getWindowVisibleDisplayFrame(Rect r) {
	}

	public int getSystemUiVisibility() {
		return 0;
	}

	public void setSystemUiVisibility(int v) {
	}

	public int getHeight() {
		return 0;
	}

	public int getWidth() {
		return 0;
	}

	public Object getWindowToken() {
		return null;
	}

	public void addOnLayoutChangeListener(OnLayoutChangeListener l) {
		listener = l;
		fake.World.laidOut(new Runnable() {
			@Override
			public void run() {
				listener.onLayoutChange(View.this, 0, 0, 0, 0, 0, 0, 0, 0);
			}
		});
	}

	public boolean post(Runnable r) {
		return fake.World.ui.post(r);
	}

	public void setAccessibilityDelegate(AccessibilityDelegate d) {
		delegate = d;
	}

	public void setClickable(boolean b) {
	}

	public void setFocusable(boolean b) {
	}

	public void setContentDescription(CharSequence s) {
	}

	public void setImportantForAccessibility(int i) {
	}

	public void setVisibility(int v) {
	}

	public void bringToFront() {
	}

	public boolean requestFocus() {
		return true;
	}

	public void setLayoutParams(Object o) {
		layout = o;
	}
}
