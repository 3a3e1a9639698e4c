package android.hardware.camera2;

import android.view.Surface;

public final class CaptureRequest {
	public static final class Key<T> {
	}

	public static final int CONTROL_AF_MODE_CONTINUOUS_PICTURE = 4, FLASH_MODE_OFF = 0, FLASH_MODE_TORCH = 2;
	public static final Key<Integer> CONTROL_AF_MODE = new Key<Integer>(), FLASH_MODE = new Key<Integer>();
	boolean torch, sharp;

	public static final class Builder {
		private boolean torch, sharp;

		public void addTarget(Surface s) {
		}

		public <T> void set(Key<T> key, T value) {
			if (key == CONTROL_AF_MODE) {
				sharp = value.equals(CONTROL_AF_MODE_CONTINUOUS_PICTURE);
			}
			if (key == FLASH_MODE) {
				torch = value.equals(FLASH_MODE_TORCH);
			}
		}

		public CaptureRequest build() {
			CaptureRequest r = new CaptureRequest();
			r.torch = torch;
			r.sharp = sharp;
			return r;
		}
	}
}
