package android.util;

public final class Log {
	public static int e(String tag, String words) {
		fake.World.log("E/" + tag + ": " + words);
		return 0;
	}

	public static int e(String tag, String words, Throwable t) {
		t.printStackTrace();
		return e(tag, words);
	}

	public static int w(String tag, String words) {
		fake.World.log("W/" + tag + ": " + words);
		return 0;
	}
}
