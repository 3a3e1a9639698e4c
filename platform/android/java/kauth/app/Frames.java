package kauth.app;

import android.content.Context;
import android.graphics.ImageFormat;
import android.hardware.camera2.CameraAccessException;
import android.hardware.camera2.CameraCaptureSession;
import android.hardware.camera2.CameraCharacteristics;
import android.hardware.camera2.CameraDevice;
import android.hardware.camera2.CameraManager;
import android.hardware.camera2.CaptureRequest;
import android.hardware.camera2.params.StreamConfigurationMap;
import android.media.Image;
import android.media.ImageReader;
import android.os.Handler;
import android.os.HandlerThread;
import android.util.Log;
import android.util.Size;
import android.view.Surface;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The brightness of what a camera sees, one picture when it is asked for. */
final class Frames {
	private static final String PERMISSION = "android.permission.CAMERA";
	private static final int WIDTH = 1280;
	private static final int HEIGHT = 720;
	private static final long READY = 6000; // ms until a camera that was opened takes orders

	private static Frames open; // at most one

	private final Object turn = new Object();
	private final HandlerThread thread = new HandlerThread("camera");
	private final int rotation;
	private ImageReader reader;
	private CameraDevice device;
	private CameraCaptureSession session;
	private CaptureRequest.Builder request;
	private boolean fresh; // a picture waits in the reader
	private String trouble; // why there will be none

	private Frames(int rotation) {
		this.rotation = rotation;
		thread.start();
	}

	static byte[] call(Context app, String verb, String text) throws Exception {
		if (verb.equals("list")) {
			return Text.bytes(list(manager(app)));
		}
		if (verb.equals("open")) {
			Permissions.want(app, PERMISSION);
			Frames f = new Frames(turned(manager(app), text));
			swap(f);
			f.begin(manager(app), text);
			return null;
		}
		if (verb.equals("settings")) {
			Permissions.settings(app);
			return null;
		}
		Frames f = current();
		if (f == null) {
			throw new Trouble("cancelled", "the camera is closed");
		}
		if (verb.equals("next")) {
			return f.next(Long.parseLong(text));
		}
		if (verb.equals("light")) {
			f.light(text.equals("on"));
			return null;
		}
		if (verb.equals("close")) {
			swap(null);
			return null;
		}
		throw new Trouble("fault", "camera." + verb);
	}

	private static synchronized Frames current() {
		return open;
	}

	private static void swap(Frames next) {
		Frames last;
		synchronized (Frames.class) {
			last = open;
			open = next;
		}
		if (last != null) {
			last.stop("cancelled");
		}
	}

	/** A line for each: its id, "world", "user" or "unknown", "torch" or nothing. */
	private static String list(CameraManager all) throws Trouble {
		StringBuilder out = new StringBuilder();
		try {
			for (String id : all.getCameraIdList()) {
				CameraCharacteristics c = all.getCameraCharacteristics(id);
				Integer facing = c.get(CameraCharacteristics.LENS_FACING);
				Boolean torch = c.get(CameraCharacteristics.FLASH_INFO_AVAILABLE);
				String looks = facing == null ? "unknown" : facing == CameraCharacteristics.LENS_FACING_BACK ? "world"
						: facing == CameraCharacteristics.LENS_FACING_FRONT ? "user" : "unknown";
				out.append(id).append('\t').append(looks).append('\t').append(torch != null && torch ? "torch" : "").append('\n');
			}
		} catch (CameraAccessException e) {
			throw new Trouble(kind(e), "list");
		}
		if (out.length() == 0) {
			throw new Trouble("none", "no camera");
		}
		return out.toString();
	}

	/** Some phones throw what others say: the thread ends then, too. */
	private void begin(CameraManager all, String id) throws Trouble {
		try {
			start(all, id);
		} catch (Trouble t) {
			throw t;
		} catch (Throwable t) {
			stop("silent");
			throw new Trouble("silent", "open: " + t.getClass().getName());
		}
	}

	private void start(CameraManager all, String id) throws Trouble {
		Handler handler = new Handler(thread.getLooper());
		try {
			Size size = size(all.getCameraCharacteristics(id));
			reader = ImageReader.newInstance(size.getWidth(), size.getHeight(), ImageFormat.YUV_420_888, 3);
			reader.setOnImageAvailableListener(new ImageReader.OnImageAvailableListener() {
				@Override
				public void onImageAvailable(ImageReader r) {
					synchronized (turn) {
						fresh = true;
						turn.notifyAll();
					}
				}
			}, handler);
			all.openCamera(id, new Opened(all, id, handler), handler);
		} catch (CameraAccessException e) {
			stop(kind(e));
			throw new Trouble(kind(e), "open");
		} catch (SecurityException e) { // taken back since it was asked for
			stop("refused");
			throw new Trouble("refused", "open");
		} catch (IllegalArgumentException e) { // unplugged
			stop("lost");
			throw new Trouble("lost", "open");
		}
	}

	private final class Opened extends CameraDevice.StateCallback {
		private final CameraManager all;
		private final String id;
		private final Handler handler;

		Opened(CameraManager all, String id, Handler handler) {
			this.all = all;
			this.id = id;
			this.handler = handler;
		}

		@Override
		public void onOpened(CameraDevice d) {
			synchronized (turn) {
				if (trouble != null) { // closed while it opened
					shut(d);
					return;
				}
				device = d;
			}
			film(d, handler);
		}

		@Override
		public void onDisconnected(CameraDevice d) {
			stop(there(all, id) ? "busy" : "lost"); // taken by an app that matters more, or unplugged
			shut(d); // also one that never opened
		}

		@Override
		public void onError(CameraDevice d, int error) {
			stop(error == ERROR_CAMERA_IN_USE || error == ERROR_MAX_CAMERAS_IN_USE ? "busy"
					: error == ERROR_CAMERA_DISABLED ? "barred" : "silent");
			shut(d);
		}
	}

	@SuppressWarnings("deprecation") // its successor is of Android 9
	private void film(final CameraDevice d, final Handler handler) {
		try {
			Surface surface = reader.getSurface();
			request = d.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW);
			request.addTarget(surface);
			request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE);
			d.createCaptureSession(Arrays.asList(surface), new CameraCaptureSession.StateCallback() {
				@Override
				public void onConfigured(CameraCaptureSession s) {
					synchronized (turn) {
						session = trouble == null ? s : null;
						turn.notifyAll();
					}
					repeat(handler);
				}

				@Override
				public void onConfigureFailed(CameraCaptureSession s) {
					stop("silent");
				}
			}, handler);
		} catch (CameraAccessException e) {
			stop(kind(e));
		} catch (Throwable t) { // closed meanwhile; thrown on, it would end the process
			stop("lost");
		}
	}

	private void repeat(Handler handler) {
		CameraCaptureSession s;
		synchronized (turn) {
			s = session;
		}
		if (s == null) { // stopped
			return;
		}
		try {
			s.setRepeatingRequest(request.build(), null, handler);
		} catch (CameraAccessException e) {
			stop(kind(e));
		} catch (Throwable t) {
			stop("lost");
		}
	}

	/** Width, height, stride and rotation, two bytes each, and then the rows. */
	private byte[] next(long patience) throws Trouble {
		long end = System.nanoTime() + patience * 1000000;
		synchronized (turn) {
			while (!fresh && trouble == null) {
				rest(end, "no picture");
			}
			if (trouble != null) {
				throw new Trouble(trouble, "next");
			}
			fresh = false;
			return copy();
		}
	}

	/** Waits for news, with the lock held: silent after the end. */
	private void rest(long end, String what) throws Trouble {
		long left = (end - System.nanoTime() + 999999) / 1000000;
		if (left <= 0) {
			throw new Trouble("silent", what);
		}
		try {
			turn.wait(left);
		} catch (InterruptedException e) {
			throw new Trouble("cancelled", what);
		}
	}

	private byte[] copy() throws Trouble {
		Image image = reader.acquireLatestImage();
		if (image == null) {
			throw new Trouble("moment", "taken already");
		}
		try {
			Image.Plane y = image.getPlanes()[0];
			ByteBuffer rows = y.getBuffer();
			int stride = y.getRowStride();
			int n = Math.min(rows.remaining(), stride * image.getHeight());
			if (n < stride * (image.getHeight() - 1) + image.getWidth()) {
				throw new Trouble("moment", "damaged");
			}
			byte[] out = new byte[8 + stride * image.getHeight()]; // a last row may end early
			put(out, 0, image.getWidth());
			put(out, 2, image.getHeight());
			put(out, 4, stride);
			put(out, 6, rotation);
			rows.get(out, 8, n);
			return out;
		} finally {
			image.close();
		}
	}

	private static void put(byte[] out, int at, int n) {
		out[at] = (byte) (n >> 8);
		out[at + 1] = (byte) n;
	}

	private void light(boolean on) throws Trouble {
		long end = System.nanoTime() + READY * 1000000;
		synchronized (turn) {
			while (session == null && trouble == null) {
				rest(end, "not open yet");
			}
			if (trouble != null) {
				throw new Trouble(trouble, "light");
			}
			request.set(CaptureRequest.FLASH_MODE, on ? CaptureRequest.FLASH_MODE_TORCH : CaptureRequest.FLASH_MODE_OFF);
		}
		repeat(null);
	}

	private void stop(String why) {
		synchronized (turn) {
			if (trouble == null) {
				trouble = why;
			}
			if (device != null) {
				shut(device); // ends the session, and the light
				device = null;
			}
			if (reader != null) {
				reader.close();
			}
			session = null;
			turn.notifyAll();
		}
		thread.quitSafely();
	}

	private static void shut(CameraDevice d) {
		try {
			d.close();
		} catch (Throwable t) { // on the camera's own thread it would end the process
			Log.w("kAuth", "a camera that does not close: " + t.getClass().getName());
		}
	}

	private static String kind(CameraAccessException e) {
		switch (e.getReason()) {
			case CameraAccessException.CAMERA_IN_USE:
			case CameraAccessException.MAX_CAMERAS_IN_USE:
				return "busy";
			case CameraAccessException.CAMERA_DISABLED:
				return "barred";
			case CameraAccessException.CAMERA_DISCONNECTED:
				return "lost";
			default:
				return "silent";
		}
	}

	/** The smallest size that has at least the pixels that are asked for, or the largest. */
	private static Size size(CameraCharacteristics c) throws Trouble {
		StreamConfigurationMap map = c.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP);
		Size[] all = map == null ? null : map.getOutputSizes(ImageFormat.YUV_420_888);
		if (all == null || all.length == 0) {
			throw new Trouble("unsupported", "no pictures of brightness");
		}
		Size best = null;
		for (Size s : all) {
			boolean enough = s.getWidth() >= WIDTH && s.getHeight() >= HEIGHT;
			boolean had = best != null && best.getWidth() >= WIDTH && best.getHeight() >= HEIGHT;
			if (best == null || enough && (!had || area(s) < area(best)) || !enough && !had && area(s) > area(best)) {
				best = s;
			}
		}
		return best;
	}

	private static long area(Size s) {
		return (long) s.getWidth() * s.getHeight();
	}

	private static boolean there(CameraManager all, String id) {
		try {
			return Arrays.asList(all.getCameraIdList()).contains(id);
		} catch (CameraAccessException e) {
			return false;
		} catch (RuntimeException e) { // thrown on, it would end the process
			return false;
		}
	}

	private static int turned(CameraManager all, String id) throws Trouble {
		try {
			Integer degrees = all.getCameraCharacteristics(id).get(CameraCharacteristics.SENSOR_ORIENTATION);
			return degrees == null ? 0 : degrees;
		} catch (CameraAccessException e) {
			throw new Trouble(kind(e), "open");
		} catch (IllegalArgumentException e) { // unplugged
			throw new Trouble("lost", "open");
		}
	}

	private static CameraManager manager(Context app) {
		return (CameraManager) app.getSystemService(Context.CAMERA_SERVICE);
	}
}
