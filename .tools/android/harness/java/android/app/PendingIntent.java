package android.app;

import android.content.Context;
import android.content.Intent;
import java.util.HashMap;
import java.util.Map;

public final class PendingIntent {
	public static final int FLAG_UPDATE_CURRENT = 0x08000000, FLAG_NO_CREATE = 0x20000000, FLAG_IMMUTABLE = 0x04000000;
	private static final Map<String, PendingIntent> all = new HashMap<String, PendingIntent>();

	private final boolean broadcast;
	private Intent intent;

	private PendingIntent(boolean broadcast) {
		this.broadcast = broadcast;
	}

	private static synchronized PendingIntent of(boolean broadcast, Intent i, int flags) {
		if ((flags & FLAG_IMMUTABLE) == 0) {
			throw new IllegalArgumentException("from Android 12 on, a pending intent says whether it can be changed");
		}
		PendingIntent p = all.get(broadcast + i.key());
		if (p == null && (flags & FLAG_NO_CREATE) != 0) {
			return null;
		}
		if (p == null) {
			p = new PendingIntent(broadcast);
			all.put(broadcast + i.key(), p);
		}
		p.intent = i;
		return p;
	}

	public static PendingIntent getActivity(Context c, int request, Intent i, int flags) {
		return of(false, i, flags);
	}

	public static PendingIntent getBroadcast(Context c, int request, Intent i, int flags) {
		return of(true, i, flags);
	}

	public void cancel() {
	}

	/** As when it is tapped; says what is started. */
	public String send() {
		fake.World.sent(intent, broadcast);
		return broadcast ? "receiver" : "activity";
	}
}
