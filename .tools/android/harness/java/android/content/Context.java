package android.content;

import android.content.pm.PackageManager;
import android.content.res.Resources;
import java.io.File;
import java.util.concurrent.Executor;

public class Context {
	public static final String INPUT_METHOD_SERVICE = "input_method", NOTIFICATION_SERVICE = "notification",
			ALARM_SERVICE = "alarm", KEYGUARD_SERVICE = "keyguard", CAMERA_SERVICE = "camera",
			CONNECTIVITY_SERVICE = "connectivity", ACTIVITY_SERVICE = "activity", USAGE_STATS_SERVICE = "usagestats",
			BIOMETRIC_SERVICE = "biometric", FINGERPRINT_SERVICE = "fingerprint";

	public Context getApplicationContext() {
		return fake.World.app;
	}

	public String getPackageName() {
		return "kauth.app";
	}

	public File getFilesDir() {
		return fake.World.folder("files");
	}

	public File getNoBackupFilesDir() {
		fake.Breaks.at("Context.getNoBackupFilesDir");
		return fake.World.folder("no_backup");
	}

	public File getCacheDir() {
		return fake.World.folder("cache");
	}

	public Object getSystemService(String name) {
		fake.Breaks.at("Context.getSystemService");
		return fake.World.service(name);
	}

	public void startActivity(Intent i) {
		fake.Breaks.at("Context.startActivity");
		fake.World.started(i);
	}

	public void sendBroadcast(Intent i) {
		sendBroadcast(i, null, null);
	}

	public void sendBroadcast(Intent i, String permission, android.os.Bundle options) {
		fake.Breaks.at("Context.sendBroadcast");
		fake.World.broadcast(i, options != null);
	}

	public PackageManager getPackageManager() {
		return new PackageManager();
	}

	public Resources getResources() {
		return new Resources();
	}

	public ContentResolver getContentResolver() {
		return new ContentResolver();
	}

	public ClassLoader getClassLoader() {
		return fake.World.loader;
	}

	public int checkSelfPermission(String permission) {
		return fake.World.granted.contains(permission) ? 0 : -1;
	}

	public Executor getMainExecutor() {
		return new Executor() {
			@Override
			public void execute(Runnable r) {
				fake.World.ui.post(r);
			}
		};
	}
}
