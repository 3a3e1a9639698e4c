package fake;

import android.app.Activity;
import android.app.Notification;
import android.content.Intent;
import android.net.Uri;
import android.widget.EditText;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.security.Security;

/** Starts the app as the system does, and does what it is told on standard input. */
public final class Main {
	private Main() {
	}

	/** On the thread that is the window's; ends with the process. */
	public static void run(String classes) throws Exception {
		// Apart from the framework's, so that a thread of Go's finds them as little as on a phone.
		World.loader = new URLClassLoader(new URL[] {new File(classes).toURI().toURL()}, Main.class.getClassLoader()) {
			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				return super.findClass(World.noGoogle(name));
			}
		};
		Security.insertProviderAt(new KeyStoreProvider(), 1);
		Thread.setDefaultUncaughtExceptionHandler(new Thread.UncaughtExceptionHandler() {
			@Override
			public void uncaughtException(Thread t, Throwable e) { // ends an app, on whichever thread
				Host.say("! crash " + t.getName() + " " + e);
				Runtime.getRuntime().halt(1);
			}
		});
		Thread script = new Thread("script") {
			@Override
			public void run() {
				try {
					read();
				} catch (Exception e) {
					Host.say("= error " + e);
				}
				World.ui.quit();
			}
		};
		script.setDaemon(true);
		script.start();
		World.ui.loop();
	}

	private static void read() throws Exception {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
		for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
			final String[] word = line.split(" ", 2);
			final String[] reply = {"error"};
			if (word[0].equals("tap") || word[0].equals("rest")) {
				Sight.rest();
			}
			World.ui.wait(new Runnable() {
				@Override
				public void run() {
					try {
						reply[0] = "ok " + Main.act(word[0], word.length > 1 ? word[1] : "");
					} catch (Throwable t) {
						t.printStackTrace();
						reply[0] = "error " + t;
					}
				}
			});
			Host.say("= " + reply[0]);
		}
	}

	private static boolean paused; // the activity is there, and nobody sees it

	/** As the system does before an activity hears of a new intent. */
	static void front() {
		if (paused) {
			paused = false;
			Host.life("start");
			resume();
			World.tell("activity in front");
		}
	}

	/** State is what the system kept of an activity that it destroyed, or null. */
	static void create(android.os.Bundle state) {
		paused = false;
		try {
			Activity a = (Activity) Class.forName("kauth.app.MainActivity", true, World.loader).getDeclaredConstructor().newInstance();
			World.intent = new Intent(Intent.ACTION_MAIN); // for the next one
			World.activity = a;
			Method onCreate = a.getClass().getMethod("onCreate", android.os.Bundle.class);
			onCreate.invoke(a, state);
			if (Beside.stray != 0) {
				a.system("result", null, Beside.stray, Activity.RESULT_OK);
			}
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException(e);
		}
		Host.life("start");
		resume();
	}

	/** As where a thread of Go's has just begun to list anew what screen readers find. */
	private static void torn() throws Exception {
		Method clear = Class.forName("org.golang.app.GoNativeActivity", true, World.loader).getDeclaredMethod("clearAccessibilityNodes");
		clear.setAccessible(true);
		clear.invoke(null);
	}

	static void destroy() {
		if (World.activity == null) {
			return;
		}
		pause();
		World.last = World.activity.getIntent();
		World.activity.system("destroy", null, 0, 0);
		Host.life("destroy");
		World.activity = null;
		World.tell("activity destroyed");
	}

	/** The configuration is another one, and the manifest says that the activity bears it. */
	private static void configured() {
		if (World.activity == null) {
			return; // it begins so
		}
		World.activity.onConfigurationChanged(World.activity.getResources().getConfiguration());
		Host.life("configuration");
		World.layout();
		World.surface().surfaceRedrawNeeded(null);
	}

	private static void resume() {
		Host.life("resume");
		World.activity.system("resume", null, 0, 0);
		World.surface().surfaceCreated(null);
		World.surface().surfaceChanged(null, 0, 0, 0);
		World.layout();
		World.surface().surfaceRedrawNeeded(null);
		Host.life("focus");
	}

	static void pause() {
		paused = true;
		Host.life("nofocus");
		World.activity.system("pause", null, 0, 0);
		Host.life("pause");
		World.surface().surfaceDestroyed(null);
		Host.life("stop");
	}

	private static String act(String what, String rest) throws Exception {
		switch (what) {
			case "create":
				create(null);
				return "";
			case "recents": // from that list, after the activity was left: with the intent of before
				World.intent = World.last.addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY);
				create(null);
				return "";
			case "recreate": // by the system, as where a configuration is not borne
				World.intent = World.activity.getIntent();
				destroy();
				if (rest.equals("torn")) {
					torn();
				}
				create(new android.os.Bundle());
				return "";
			case "size": // width x height: the phone was turned
				Host.life("size " + rest);
				configured();
				return "";
			case "look": // at the window, which draws itself whole then, and says "! seen"; or away from it
				Host.look(rest.equals("yes"));
				if (rest.equals("yes") && World.activity != null && !paused) {
					World.surface().surfaceRedrawNeeded(null);
				}
				return "";
			case "frames":
				return Integer.toString(Host.frames());
			case "dark":
				World.dark = rest.equals("yes");
				configured();
				return "";
			case "font":
				World.fontScale = Float.parseFloat(rest);
				configured();
				return "";
			case "still":
				World.animations = rest.equals("yes") ? 0 : 1;
				return "";
			case "race": // the next picture is missed by who waits for it
				Host.race();
				return "";
			case "redraw": // as where another window has moved away from it
				World.surface().surfaceRedrawNeeded(null);
				return "";
			case "surface": // another one, in the place of the one before
				World.surface().surfaceChanged(new android.view.SurfaceHolder() {
				}, 0, 0, 0);
				return "";
			case "memory":
				World.activity.onTrimMemory(80); // TRIM_MEMORY_COMPLETE
				World.activity.onLowMemory();
				Host.life("memory");
				return "";
			case "insets": // of the bars, in pixels: top bottom
				String[] bars = rest.split(" ");
				World.insetTop = Integer.parseInt(bars[0]);
				World.barBottom = World.insetBottom = Integer.parseInt(bars[1]);
				World.layout();
				return "";
			case "pause":
				pause();
				return "";
			case "resume":
				paused = true;
				front();
				return "";
			case "destroy":
				destroy();
				return "";
			case "tap":
				return Sight.tap(rest.split(" "));
			case "hold": // a finger that comes down, stays for as many ms, and goes up
				Sight.hold(rest.split(" "));
				return "";
			case "down":
			case "move":
			case "up":
				String[] to = rest.split(" ");
				int action = what.equals("down") ? 0 : what.equals("up") ? 1 : 2;
				Host.input(2, action, Float.parseFloat(to[0]), Float.parseFloat(to[1]), 0);
				return "";
			case "type":
				EditText.last.type(rest);
				return "";
			case "enter":
				EditText.last.done();
				return "";
			case "back":
				World.activity.onBackPressed();
				return "";
			case "intent":
				World.toFront(new Intent(Intent.ACTION_VIEW, Uri.parse(rest)));
				return "";
			case "view":
				view(Uri.parse(rest));
				return "";
			case "first":
				World.intent = new Intent(Intent.ACTION_VIEW, Uri.parse(rest));
				return "";
			case "forge":
				return forge(rest);
			case "network":
				android.net.ConnectivityManager.change(rest.equals("on"));
				return "";
			case "distributor":
				World.distributor = rest.equals("yes");
				return "";
			case "desk":
				return Desk.act(rest);
			case "push":
				push(rest.split(" "));
				return "";
			case "rest":
			case "echo": // all that was said before it has been heard
				return "";
			case "nodes":
				return Sight.nodes();
			case "notices":
				return notices();
			case "press":
				String[] which = rest.split(" ", 2);
				return press(Integer.parseInt(which[0]), which[1]);
			case "swipe": // all notices away
				for (Notification n : World.notices.values().toArray(new Notification[] {})) {
					World.notices.values().remove(n);
					n.away.send();
				}
				return "";
			case "permissions":
				World.permissions = rest;
				return "";
			case "grant":
				World.granted.add(rest);
				return "";
			case "revoke":
				World.granted.remove(rest);
				return "";
			case "unlock":
				World.Prompt p = World.prompt;
				World.prompt = null;
				p.answer(rest);
				return "";
			case "prompt":
				return World.prompt == null ? "no" : "yes";
			case "fingers":
				World.finger(rest);
				return "";
			case "secure":
				World.secure = rest.equals("yes");
				return "";
			case "camera":
				World.see(rest.isEmpty() ? null : Files.readAllBytes(new File(rest).toPath()));
				return "";
			case "trouble":
				World.trouble = rest;
				return "";
			case "broken":
				World.broken = rest.equals("yes");
				return "";
			case "film":
				return World.camera(rest);
			case "unplug":
				World.lose(0);
				return "";
			case "error": // of the camera that runs, by Camera2's number
				World.lose(Integer.parseInt(rest));
				return "";
			case "keystore":
				World.keystore(rest);
				return "";
			case "signer":
				World.signer(rest);
				return "";
			case "hidden": // from screenshots
				return String.valueOf(World.activity.getWindow().secure());
			case "strongbox":
				World.strongBox = rest;
				return "";
			case "clipboard":
				return World.clipboard;
			default:
				return Beside.act(what, rest);
		}
	}

	private static String notices() {
		StringBuilder out = new StringBuilder();
		for (Notification n : World.notices.values()) {
			out.append('\t').append(n.title).append('|').append(n.text.toString().replace('\n', ' '));
			for (Notification.Action a : n.actions) {
				out.append('|').append(a.label());
			}
		}
		return out.toString();
	}

	/** Says what the system started for it: "activity" or "receiver". */
	private static String press(int notice, String label) {
		Notification n = World.notices.values().toArray(new Notification[] {})[notice];
		if (label.equals("open")) {
			return n.tap.send();
		}
		for (Notification.Action a : n.actions) {
			if (a.label().toString().equals(label)) {
				return a.intent().send();
			}
		}
		throw new IllegalArgumentException("no button " + label);
	}

	/** What a distributor sends: action, token, and an endpoint, a reason or a message in base64. */
	private static void push(String[] word) throws Exception {
		Intent i = new Intent(World.app, Class.forName("kauth.app.PushReceiver", true, World.loader));
		i.setAction("org.unifiedpush.android.connector." + word[0]).putExtra("token", word[1]).putExtra("id", "1");
		if (word[0].equals("MESSAGE")) {
			i.putExtra("bytesMessage", java.util.Base64.getDecoder().decode(word[2]));
		} else if (word.length > 2) {
			i.putExtra(word[0].equals("NEW_ENDPOINT") ? "endpoint" : "reason", word[2]);
		}
		World.receive(i);
	}

	/** What another app opens without saying by whom: the package must have said that it takes it. */
	private static void view(Uri address) throws Exception {
		String scheme = address.toString().split(":")[0];
		if (!Manifest.has("<data android:scheme=\"" + scheme + "\" />")) {
			throw new android.content.ActivityNotFoundException();
		}
		World.toFront(new Intent(Intent.ACTION_VIEW, address));
	}

	/** An answer that another app makes up: it has the id, maybe what it answers, and not the word. */
	private static String forge(String rest) throws Exception {
		String[] part = rest.split(" ");
		Intent i = new Intent(World.app, Class.forName("kauth.app.AnswerReceiver", true, World.loader));
		i.setAction("kauth.app.ANSWERED").putExtra("id", part[0]).putExtra("word", "0").putExtra("answer", part.length > 1 ? part[1] : "yes");
		World.receive(i);
		return "";
	}
}
