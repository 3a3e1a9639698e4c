package android.app;

public final class AlarmManager {
	public static final int RTC_WAKEUP = 0;

	public void set(int type, long at, PendingIntent p) {
	}

	public void setAndAllowWhileIdle(int type, long at, PendingIntent p) {
	}

	public void cancel(PendingIntent p) {
	}
}
