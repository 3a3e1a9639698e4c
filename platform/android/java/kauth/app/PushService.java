package kauth.app;

import android.app.Service;
import android.content.Intent;
import android.os.Binder;
import android.os.IBinder;

/** Does nothing: a distributor binds to it, so that the system lets the app work for some seconds. */
public final class PushService extends Service {
	@Override
	public IBinder onBind(Intent intent) {
		return new Binder();
	}
}
