package android.media;

import java.nio.ByteBuffer;

public final class Image {
	private final int width, height;
	private final byte[] rows;
	private final int stride;

	Image(int width, int height, int stride, byte[] rows) {
		this.width = width;
		this.height = height;
		this.stride = stride;
		this.rows = rows;
	}

	public final class Plane {
		public ByteBuffer getBuffer() {
			ByteBuffer b = ByteBuffer.allocateDirect(stride * (height - 1) + width); // the last row ends early
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
	}
}
