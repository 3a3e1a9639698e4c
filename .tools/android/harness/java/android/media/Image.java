package android.media;

import java.nio.ByteBuffer;

public final class Image {
	private final ImageReader from;
	private final int width, height;
	private final byte[] rows;
	private final int stride;
	private final int missing; // rows, of a damaged one

	Image(ImageReader from, int width, int height, int stride, byte[] rows, int missing) {
		this.from = from;
		this.width = width;
		this.height = height;
		this.stride = stride;
		this.rows = rows;
		this.missing = missing;
	}

	public final class Plane {
		public ByteBuffer getBuffer() {
			ByteBuffer b = ByteBuffer.allocateDirect(stride * (height - missing - 1) + width); // the last row ends early
			b.put(rows, 0, b.capacity());
			b.flip();
			return b;
		}

		public int getRowStride() {
			return stride;
		}
	}

	public Plane[] getPlanes() {
		return new Plane[] {new Plane()};
	}

	public int getWidth() {
		return width;
	}

	public int getHeight() {
		return height;
	}

	public void close() {
		from.closed(this);
	}
}
