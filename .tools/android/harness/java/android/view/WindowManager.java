package android.view;

public interface WindowManager {
	final class LayoutParams {
		public static final int FLAG_SECURE = 0x2000, FLAG_KEEP_SCREEN_ON = 0x80;
	}
}
