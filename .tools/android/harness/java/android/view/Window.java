package android.view;

public final class Window {
	private final ViewGroup decor = new ViewGroup(null);
	private int flags;
	private final WindowInsetsController bars = new WindowInsetsController() {
		private int now;

		@Override
		public void setSystemBarsAppearance(int appearance, int mask) {
			now = now & ~mask | appearance & mask;
			fake.World.tell("bars over " + (now == 0 ? "dark" : now == 24 ? "light" : "both"));
		}
	};

	public View getDecorView() {
		return decor;
	}

	public WindowInsetsController getInsetsController() {
		return bars;
	}

	public void setFlags(int flags, int mask) {
		fake.Breaks.at("Window.setFlags");
		this.flags = this.flags & ~mask | flags & mask;
		fake.World.tell("window secure " + secure());
	}

	public boolean secure() {
		return (flags & WindowManager.LayoutParams.FLAG_SECURE) != 0;
	}

	public void addFlags(int f) {
		setFlags(f, f);
	}

	public void clearFlags(int f) {
		setFlags(0, f);
	}
}
