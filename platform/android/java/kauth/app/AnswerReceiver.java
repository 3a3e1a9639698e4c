package kauth.app;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Hears NO from a notice. The system may start the process for it alone. */
public final class AnswerReceiver extends BroadcastReceiver {
	@Override
	public void onReceive(Context context, Intent intent) {
		Bridge.begin(context);
		if (!Notices.answered(intent)) { // the app was killed: it answers when it is open
			Intent open = new Intent(context, MainActivity.class);
			open.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
			context.startActivity(open);
		}
	}
}
