package android.app;

import android.content.Context;
import java.util.ArrayList;
import java.util.List;

public final class Notification {
	public static final int PRIORITY_HIGH = 1, VISIBILITY_PRIVATE = 0;
	public static final String CATEGORY_ALARM = "alarm", CATEGORY_MESSAGE = "msg";

	public CharSequence title = "", text = "";
	public PendingIntent tap, away;
	String channel = "";
	public int icon, visibility = 1;
	private boolean once, leaves;
	private long lasts;
	private String category = "", whole = "";
	public final List<Action> actions = new ArrayList<Action>();

	/** How it comes and goes, and what a locked screen shows of it. */
	public String manners() {
		return (visibility == VISIBILITY_PRIVATE ? "private" : "public") + (once ? ", rings once" : "") + (leaves ? ", goes when tapped" : "")
				+ (whole.contentEquals(text) ? ", whole" : "") + ", " + category + " for " + lasts + " ms";
	}

	public static final class Action {
		final CharSequence label;
		final PendingIntent intent;

		private Action(CharSequence label, PendingIntent intent) {
			this.label = label;
			this.intent = intent;
		}

		public CharSequence label() {
			return label;
		}

		public PendingIntent intent() {
			return intent;
		}

		public static final class Builder {
			private final Action made;

			public Builder(int icon, CharSequence label, PendingIntent intent) {
				made = new Action(label, intent);
			}

			public Action build() {
				return made;
			}
		}
	}

	public abstract static class Style {
	}

	public static final class BigTextStyle extends Style {
		private CharSequence whole = "";

		public BigTextStyle bigText(CharSequence s) {
			whole = s;
			return this;
		}
	}

	public static final class Builder {
		private final Notification n = new Notification();

		public Builder(Context c) {
		}

		public Builder(Context c, String channel) {
			n.channel = channel;
		}

		public Builder setContentTitle(CharSequence s) {
			n.title = s;
			return this;
		}

		public Builder setContentText(CharSequence s) {
			n.text = s;
			return this;
		}

		public Builder setSmallIcon(int i) {
			n.icon = i;
			return this;
		}

		public Builder setChannelId(String s) {
			return this;
		}

		public Builder setStyle(Style s) {
			n.whole = ((BigTextStyle) s).whole.toString();
			return this;
		}

		public Builder setCategory(String s) {
			n.category = s;
			return this;
		}

		public Builder setVisibility(int v) {
			n.visibility = v;
			return this;
		}

		public Builder setPriority(int p) {
			return this;
		}

		public Builder setAutoCancel(boolean b) {
			n.leaves = b;
			return this;
		}

		public Builder setOnlyAlertOnce(boolean b) {
			n.once = b;
			return this;
		}

		public Builder setTimeoutAfter(long ms) {
			n.lasts = ms;
			return this;
		}

		public Builder setContentIntent(PendingIntent p) {
			n.tap = p;
			return this;
		}

		public Builder setDeleteIntent(PendingIntent p) {
			n.away = p;
			return this;
		}

		public Builder addAction(Action a) {
			n.actions.add(a);
			return this;
		}

		public Notification build() {
			if (n.icon == 0) {
				throw new IllegalArgumentException("a notice without an icon is not shown");
			}
			return n;
		}
	}
}
