package android.hardware.camera2;

public final class CameraAccessException extends Exception {
	public static final int CAMERA_DISABLED = 1, CAMERA_DISCONNECTED = 2, CAMERA_ERROR = 3, CAMERA_IN_USE = 4,
			MAX_CAMERAS_IN_USE = 5;
	private final int reason;

	public CameraAccessException(int reason) {
		this.reason = reason;
	}

	public int getReason() {
		return reason;
	}
}
