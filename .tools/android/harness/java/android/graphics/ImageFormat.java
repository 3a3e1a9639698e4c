package android.graphics;

public final class ImageFormat {
	public static final int YUV_420_888 = 35;
}
