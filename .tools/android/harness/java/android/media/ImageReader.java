package android.media;

import android.os.Handler;
import android.view.Surface;

public final class ImageReader {
	private static ImageReader last;
	private final int width, height, stride, most;
	private int open; // images that nobody has closed
	private OnImageAvailableListener listener;
	private Handler on;
	private byte[] rows;
	private int missing;
	private boolean closed;

	private ImageReader(int width, int height, int most) {
		this.most = most;
		this.width = width;
		this.height = height;
		stride = width + 64;
	}

	public interface OnImageAvailableListener {
		void onImageAvailable(ImageReader r);
	}

	public static ImageReader newInstance(int width, int height, int format, int most) {
		last = new ImageReader(width, height, most);
		return last;
	}

	public void setOnImageAvailableListener(OnImageAvailableListener l, Handler on) {
		listener = l;
		this.on = on;
	}

	public Surface getSurface() {
		return new Surface();
	}

	public synchronized Image acquireLatestImage() {
		fake.Breaks.at("ImageReader.acquireLatestImage");
		if (rows == null || closed) {
			return null;
		}
		if (++open > most) {
			throw new IllegalStateException("maxImages (" + most + ") has already been acquired");
		}
		Image i = new Image(this, width, height, stride, rows, missing);
		rows = null;
		return i;
	}

	synchronized void closed(Image i) {
		open--;
	}

	public synchronized void close() {
		closed = true;
	}

	/** What the camera sees: brightness, width times height; damaged, rows are missing. */
	public static void show(byte[] seen, int width, int height, boolean damaged) {
		ImageReader r = last;
		if (r == null || r.width != width || r.height != height) {
			return;
		}
		r.take(seen, damaged);
	}

	private void take(byte[] seen, boolean damaged) {
		synchronized (this) {
			if (closed) {
				return;
			}
			missing = damaged ? height / 2 : 0;
			rows = new byte[stride * height];
			for (int y = 0; y < height; y++) {
				System.arraycopy(seen, y * width, rows, y * stride, width);
			}
		}
		on.post(new Runnable() {
			@Override
			public void run() {
				listener.onImageAvailable(ImageReader.this);
			}
		});
	}
}
