package kauth.app;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Hears NO from a notice, and that one was put away. The system may start the process for it alone. */
public final class AnswerReceiver extends BroadcastReceiver {
	@Override
	public void onReceive(Context context, Intent intent) {
		Bridge.begin(context);
		if (!Notices.answered(intent) && !Notices.AWAY.equals(intent.getStringExtra(Notices.ANSWER))) {
			// The app was killed, and its code with it. Since Android 12 a button's receiver may
			// not open an activity; a notice that does stands in the place of the first.
			Notices.knock(context);
		}
	}
}
