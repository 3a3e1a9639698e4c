package android.os;

public final class Build {
	public static final String MODEL = "Pixel 9";

	public static final class VERSION {
		public static final int SDK_INT = Integer.getInteger("fake.api", 35);
	}

	public static final class VERSION_CODES {
		public static final int KITKAT = 19, LOLLIPOP = 21, M = 23, O = 26, R = 30, S = 31;
	}
}
