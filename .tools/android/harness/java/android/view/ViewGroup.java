package android.view;

import android.content.Context;
import java.util.ArrayList;
import java.util.List;

public class ViewGroup extends View {
	public static class LayoutParams {
		public static final int MATCH_PARENT = -1, WRAP_CONTENT = -2;
		public final int width;
		public final int height;
		public int leftMargin, topMargin;

		public LayoutParams(int width, int height) {
			this.width = width;
			this.height = height;
		}
	}

	public final List<View> children = new ArrayList<View>();

	public ViewGroup(Context c) {
		super(c);
	}

	public void addView(View v, LayoutParams p) {
		v.place(p);
		children.add(v);
		fake.Sight.changed();
	}

	public void removeAllViews() {
		children.clear();
		fake.Sight.changed();
	}
}
