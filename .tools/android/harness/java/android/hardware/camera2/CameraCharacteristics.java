package android.hardware.camera2;

import android.hardware.camera2.params.StreamConfigurationMap;

public final class CameraCharacteristics {
	public static final class Key<T> {
		private final T value;

		Key(T value) {
			this.value = value;
		}
	}

	public static final int LENS_FACING_FRONT = 0, LENS_FACING_BACK = 1;
	public static final Key<Integer> LENS_FACING = new Key<Integer>(LENS_FACING_BACK);
	public static final Key<Boolean> FLASH_INFO_AVAILABLE = new Key<Boolean>(true);
	public static final Key<Integer> SENSOR_ORIENTATION = new Key<Integer>(0);
	public static final Key<StreamConfigurationMap> SCALER_STREAM_CONFIGURATION_MAP =
			new Key<StreamConfigurationMap>(new StreamConfigurationMap());

	@SuppressWarnings("unchecked")
	public <T> T get(Key<T> key) {
		if (key == SENSOR_ORIENTATION) {
			return (T) Integer.valueOf(fake.World.rotation);
		}
		return key.value;
	}
}
