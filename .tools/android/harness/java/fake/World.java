package fake;

import android.app.Activity;
import android.app.Notification;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.hardware.camera2.CameraDevice;
import android.media.ImageReader;
import android.os.Build;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** All that the fake phone is, besides its window. */
public final class World {
	/** A question of who the person is. */
	public interface Prompt {
		void answer(String how);
	}

	public static final Queue ui = new Queue();
	public static final Context app = new Context();
	public static ClassLoader loader;
	public static volatile Intent intent = new Intent(Intent.ACTION_MAIN);
	static volatile Intent last; // of the activity that was destroyed last
	public static volatile int insetTop, insetBottom;
	static volatile int barBottom; // of insetBottom, what stays without the keyboard
	public static volatile boolean dark, secure = true, distributor;
	public static volatile int rotation;
	public static volatile float fontScale = 1;
	/** How long what moves takes: 0, as who tests apps sets it; 1 as people have it. */
	public static volatile float animations;
	public static volatile String clipboard = "";
	public static volatile String trouble = "";
	public static volatile String fingers = "yes"; // on file: "yes", "none"; "no": no sensor
	static volatile long confirmed; // when the phone's own PIN was typed, ms; 0: never
	public static volatile String keystore = "works";
	public static volatile String strongBox = "no"; // "yes"; "slow": it needs 3 s; "breaks": it makes no key
	public static volatile String signer = "works"; // "moment", "none", "software": of the keys that sign
	public static volatile Prompt prompt;
	/** A person lets the app show notices at first; one who does not is "revoke". */
	public static final Set<String> granted =
			Collections.synchronizedSet(new HashSet<String>(Collections.singleton("android.permission.POST_NOTIFICATIONS")));
	public static final Map<String, Notification> notices =
			Collections.synchronizedMap(new LinkedHashMap<String, Notification>());

	static final Set<String> invalid = Collections.synchronizedSet(new HashSet<String>()); // keys that are used no more
	static Activity activity;
	private static boolean receiving; // a broadcast, on the thread of the window
	static String permissions = "yes"; // what the person says: "yes", "no", "never"
	private static final Set<String> refused = new HashSet<String>();
	private static final Set<String> barred = new HashSet<String>();
	private static final int KEYBOARD = 320;
	private static Runnable layout;
	private static Activity confirming;
	private static int confirmRequest;
	private static Thread film;
	private static volatile byte[] scene;
	private static volatile boolean garbled;
	private static volatile int played; // pictures that are numbered; 0: the scene
	private static volatile CameraDevice filmed;
	private static volatile boolean lit;
	public static volatile boolean sharp; // what is before the camera
	private static Map<String, byte[]> keys;

	private World() {
	}

	/** An event, for who drives the phone. */
	public static void tell(String what) {
		Host.say("! " + what);
	}

	/** A callback of the native activity. */
	public static void life(String what) {
		Host.life(what);
	}

	/** Where the activity's window is drawn, for whom the system tells of it. */
	static android.view.SurfaceHolder.Callback2 surface() {
		return (android.view.SurfaceHolder.Callback2) activity;
	}

	public static void log(String words) {
		Host.say("# " + words);
	}

	public static volatile boolean broken; // nothing of the system's works

	static void fails() {
		if (broken) {
			throw new IllegalStateException("the system does not work");
		}
	}

	public static File folder(String name) {
		fails();
		File f = new File(System.getProperty("fake.home"), name);
		f.mkdirs();
		return f;
	}

	public static Object service(String name) {
		fails();
		if (name.equals(Context.NOTIFICATION_SERVICE)) {
			return new android.app.NotificationManager();
		}
		if (name.equals(Context.INPUT_METHOD_SERVICE)) {
			return new android.view.inputmethod.InputMethodManager();
		}
		if (name.equals("clipboard")) {
			return new android.content.ClipboardManager();
		}
		if (name.equals(Context.KEYGUARD_SERVICE)) {
			return new android.app.KeyguardManager();
		}
		if (name.equals(Context.BIOMETRIC_SERVICE)) {
			return new android.hardware.biometrics.BiometricManager();
		}
		if (name.equals(Context.FINGERPRINT_SERVICE)) {
			return new android.hardware.fingerprint.FingerprintManager();
		}
		if (name.equals(Context.CAMERA_SERVICE)) {
			return new android.hardware.camera2.CameraManager();
		}
		if (name.equals(Context.ACTIVITY_SERVICE)) {
			return new android.app.ActivityManager();
		}
		if (name.equals(Context.USAGE_STATS_SERVICE)) {
			return new android.app.usage.UsageStatsManager();
		}
		if (name.equals(Context.CONNECTIVITY_SERVICE)) {
			return new android.net.ConnectivityManager();
		}
		return null;
	}

	/** Of the package's resources, those that its folder has. */
	public static int resource(String type, String name) {
		File[] all = new File(System.getProperty("fake.res")).listFiles();
		for (File f : all == null ? new File[] {} : all) {
			if (f.getName().split("-")[0].equals(type) && (new File(f, name + ".xml").exists() || new File(f, name + ".png").exists())) {
				return 0x7f010001;
			}
		}
		return 0;
	}

	public static void laidOut(Runnable r) {
		layout = r;
	}

	static void layout() {
		if (layout != null) {
			layout.run();
		}
	}

	public static void started(Intent i) {
		if (receiving) { // from Android 12 on
			tell("blocked an activity that a receiver starts");
			return;
		}
		if (i.to != null && i.to.getName().equals("kauth.app.MainActivity")) {
			toFront(i);
			return;
		}
		if (Beside.missing.equals(i.getAction())) {
			throw new android.content.ActivityNotFoundException();
		}
		tell("started " + i.getAction() + " " + i.getData());
	}

	/** A key that the app's native part has not taken: the window is asked. */
	static void left(final int action, final int key) {
		ui.post(new Runnable() {
			@Override
			public void run() {
				if (activity != null) {
					activity.dispatchKeyEvent(new android.view.KeyEvent(action, key));
				}
			}
		});
	}

	/** A single-top activity that is there hears it; else one is made. */
	static void toFront(final Intent i) {
		ui.run(new Runnable() {
			@Override
			public void run() {
				if (activity == null) {
					intent = i;
					Main.create(null);
				} else {
					activity.system("intent", i, 0, 0);
					Main.front();
				}
			}
		});
	}

	public static void startedForResult(Activity a, Intent i, int request) {
		if ("fake.CONFIRM".equals(i.getAction())) {
			confirming = a;
			confirmRequest = request;
			prompt = new Prompt() {
				@Override
				public void answer(final String how) {
					ui.post(new Runnable() {
						@Override
						public void run() {
							confirmed = how.equals("pin") ? System.currentTimeMillis() : confirmed;
							confirming.system("result", null, confirmRequest, how.equals("pin") ? Activity.RESULT_OK : 0);
							Main.front(); // the result comes before the window does
						}
					});
				}
			};
			tell("unlock asked");
			ui.post(new Runnable() { // a page of the system's is before the app's
				@Override
				public void run() {
					Main.pause();
				}
			});
			return;
		}
		confirming = a;
		confirmRequest = request;
		tell("started for result " + i.getAction());
	}

	/** What a page of the system, such as the one that chooses a file, comes back with. */
	static void result(final Intent data, final int code) {
		confirming.system("result", data, confirmRequest, code);
	}

	/** What the keyboard covers, in pixels; the window gets less room. */
	public static void keyboard(boolean shown) {
		tell("keyboard " + (shown ? "shown" : "hidden"));
		insetBottom = shown ? KEYBOARD : barBottom;
		ui.post(new Runnable() {
			@Override
			public void run() {
				layout();
			}
		});
	}

	/** The activity has said that it is done. */
	public static void finished() {
		tell("activity finished");
		ui.post(new Runnable() {
			@Override
			public void run() {
				Main.destroy();
			}
		});
	}

	/** Of Google's services a phone may have none: nothing may ask for them. */
	public static String noGoogle(String name) {
		if (name != null && name.contains("com.google")) {
			tell("google " + name);
		}
		return name;
	}

	public static boolean rationale(String permission) {
		return refused.contains(permission) && !barred.contains(permission);
	}

	public static void asked(final Activity a, final String permission, final int request) {
		tell("permission asked " + permission);
		if (barred.contains(permission)) {
			// the system asks nobody any more
		} else if (permissions.equals("yes")) {
			granted.add(permission);
		} else {
			if (refused.contains(permission) || permissions.equals("never")) {
				barred.add(permission);
			}
			refused.add(permission);
		}
		ui.post(new Runnable() {
			@Override
			public void run() {
				a.onRequestPermissionsResult(request, new String[] {permission}, new int[] {granted.contains(permission) ? 0 : -1});
			}
		});
	}

	/** To a distributor: who drives the phone is one. */
	public static void broadcast(Intent i, boolean identity) {
		tell("broadcast " + i.getAction() + " " + i.getStringExtra("token") + " " + i.getStringExtra("vapid"));
		if (i.getPackage() == null) {
			tell("everybody hears " + i.getAction());
		} else if (!identity && Build.VERSION.SDK_INT >= 34) {
			tell("nobody knows who says " + i.getAction()); // and a distributor answers nobody
		} else {
			Desk.asked(i);
		}
	}

	/** A pending intent was tapped. */
	public static void sent(final Intent i, boolean broadcast) {
		if (!broadcast) {
			toFront(i);
			return;
		}
		ui.run(new Runnable() {
			@Override
			public void run() {
				receive(i);
			}
		});
	}

	static void receive(Intent i) {
		receiving = true;
		try {
			((BroadcastReceiver) Class.forName(i.to.getName(), true, loader).getDeclaredConstructor().newInstance()).onReceive(app, i);
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException(e);
		} finally {
			receiving = false;
		}
	}

	static void see(byte[] seen) {
		scene = seen;
		played = 0;
		garbled = false;
	}

	/** Pictures that are numbered by their brightness: "count", "silence", "garble"; and what is the case. */
	static String camera(String what) {
		switch (what) {
			case "count":
				see(null);
				trouble = "";
				played = 1;
				return "";
			case "silence":
				see(null);
				return "";
			case "garble":
				garbled = true;
				return "";
			case "played":
				return Integer.toString(played);
			case "filming":
				return filmed != null ? "yes" : "no";
			case "open":
				return Integer.toString(CameraDevice.open());
			case "sharp":
				return sharp ? "yes" : "no";
			case "lit":
				return lit ? "yes" : "no";
			default:
				throw new IllegalArgumentException(what);
		}
	}

	static boolean films() {
		return filmed != null;
	}

	/** The light, as the camera that runs has it. */
	public static void light(boolean on) {
		if (lit != on) {
			tell("torch " + (on ? "on" : "off"));
		}
		lit = on;
	}

	/** Pulled out, or "disconnected", "in use", "disabled" by others while it runs. */
	static void lose(int error) {
		if (error == 0) {
			trouble = "none";
		}
		CameraDevice d = filmed;
		if (d != null) {
			d.lose(error);
		}
	}

	/** Another app, which matters more to the system, takes the camera that runs. */
	static void take() {
		trouble = "busy";
		CameraDevice d = filmed;
		if (d != null) {
			d.lose(0);
		}
	}

	public static synchronized void filming(CameraDevice d) {
		boolean news = (filmed == null) != (d == null);
		filmed = d;
		if (news) { // said once it is so: who hears it may hold something before the camera
			tell(d == null ? "camera off" : "camera on");
		}
		if (d == null) {
			light(false);
		}
		if (d == null || film != null) {
			return;
		}
		film = new Thread("scene") {
			@Override
			public void run() {
				while (true) {
					picture();
					try {
						sleep(33);
					} catch (InterruptedException e) {
						return;
					}
				}
			}
		};
		film.setDaemon(true);
		film.start();
	}

	private static void picture() {
		byte[] s = scene;
		if (filmed == null || s == null && played == 0) {
			return;
		}
		if (s == null) {
			s = new byte[1280 * 720];
			java.util.Arrays.fill(s, (byte) ++played);
		}
		ImageReader.show(s, 1280, 720, garbled);
	}

	/** "new" adds one, "none" removes all: the chip throws keys away that say so. */
	static void finger(String how) {
		fingers = how.equals("new") ? "yes" : how;
		for (Map.Entry<String, byte[]> e : new HashMap<String, byte[]>(keys()).entrySet()) {
			if (e.getKey().endsWith(KeyStoreProvider.PERSON) && e.getValue()[1] == 1) {
				invalid.add(e.getKey().substring(0, e.getKey().length() - KeyStoreProvider.PERSON.length()));
			}
		}
	}

	/**
	 * "moment" (it does not answer), "declines" (by an exception that is checked), "crashed" (below
	 * Android 12 it then has no key at all), "lost" (to each who asks for a key of the app's, and from then on) until
	 * "works"; "invalid" and "reset" concern the keys that there are.
	 */
	static void keystore(String how) {
		if (how.equals("invalid")) {
			invalid.addAll(keys().keySet());
		} else if (how.equals("reset")) {
			keys().clear();
			saveKeys();
		} else {
			keystore = how;
		}
	}

	/** As keystore, for the keys that sign alone; "gone NAME" invalidates one, "gone" all. */
	static void signer(String how) {
		if (!how.startsWith("gone")) {
			signer = how;
			return;
		}
		for (String alias : keys().keySet()) {
			if (how.equals("gone") ? alias.startsWith("sign ") : alias.equals("sign " + how.substring(5))) {
				invalid.add(alias);
			}
		}
	}

	/** The keystore's keys, which outlive the process. */
	static synchronized Map<String, byte[]> keys() {
		if (keys != null) {
			return keys;
		}
		keys = new HashMap<String, byte[]>();
		File f = new File(folder("keystore"), "keys");
		if (f.exists()) {
			Properties p = new Properties();
			try (FileInputStream in = new FileInputStream(f)) {
				p.load(in);
			} catch (IOException e) {
				throw new IllegalStateException(e);
			}
			for (String k : p.stringPropertyNames()) {
				keys.put(k, java.util.Base64.getDecoder().decode(p.getProperty(k)));
			}
		}
		return keys;
	}

	static synchronized void saveKeys() {
		Properties p = new Properties();
		for (Map.Entry<String, byte[]> e : keys().entrySet()) {
			p.setProperty(e.getKey(), java.util.Base64.getEncoder().encodeToString(e.getValue()));
		}
		try (FileOutputStream out = new FileOutputStream(new File(folder("keystore"), "keys"))) {
			p.store(out, null);
		} catch (IOException e) {
			throw new IllegalStateException(e);
		}
	}
}
