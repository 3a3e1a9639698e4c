package android.content;

import android.net.Uri;
import java.util.HashMap;
import java.util.Map;

public final class Intent {
	public static final String ACTION_MAIN = "android.intent.action.MAIN", ACTION_VIEW = "android.intent.action.VIEW",
			ACTION_OPEN_DOCUMENT = "android.intent.action.OPEN_DOCUMENT",
			ACTION_OPEN_DOCUMENT_TREE = "android.intent.action.OPEN_DOCUMENT_TREE",
			ACTION_CREATE_DOCUMENT = "android.intent.action.CREATE_DOCUMENT", EXTRA_MIME_TYPES = "android.intent.extra.MIME_TYPES",
			EXTRA_TITLE = "android.intent.extra.TITLE", CATEGORY_OPENABLE = "android.intent.category.OPENABLE",
			CATEGORY_BROWSABLE = "android.intent.category.BROWSABLE";
	public static final int FLAG_GRANT_READ_URI_PERMISSION = 1, FLAG_ACTIVITY_NEW_TASK = 0x10000000,
			FLAG_ACTIVITY_SINGLE_TOP = 0x20000000, FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY = 0x100000;

	private final Map<String, Object> extras = new HashMap<String, Object>();
	private String action;
	private Uri data;
	private boolean poisoned;
	private String only;
	private int flags;
	public final Class<?> to;

	public Intent() {
		to = null;
	}

	public Intent(String action) {
		this();
		this.action = fake.World.noGoogle(action);
	}

	public Intent(String action, Uri data) {
		this(action);
		this.data = data;
	}

	public Intent(Context c, Class<?> to) {
		this.to = to;
	}

	public static Intent createChooser(Intent i, CharSequence title) {
		return i;
	}

	public String getAction() {
		return action;
	}

	public Intent setAction(String a) {
		action = a;
		return this;
	}

	public Uri getData() {
		return data;
	}

	public Intent setData(Uri u) {
		data = u;
		return this;
	}

	public ComponentName getComponent() {
		return null;
	}

	public Intent addFlags(int f) {
		flags |= f;
		return this;
	}

	public int getFlags() {
		return flags;
	}

	public Intent setType(String t) {
		return this;
	}

	public Intent addCategory(String c) {
		return this;
	}

	public Intent putExtra(String k, String v) {
		extras.put(k, v);
		return this;
	}

	public Intent putExtra(String k, String[] v) {
		extras.put(k, v);
		return this;
	}

	public Intent putExtra(String k, int v) {
		extras.put(k, v);
		return this;
	}

	public Intent putExtra(String k, byte[] v) {
		extras.put(k, v);
		return this;
	}

	public Intent putExtra(String k, Object v) {
		extras.put(k, v);
		return this;
	}

	/** It holds what nobody here can read: the system finds that out with the first that is asked for. */
	public void poison() {
		poisoned = true;
	}

	private Object extra(String k) {
		if (poisoned) {
			throw new android.os.BadParcelableException("a class of another app's");
		}
		return extras.get(k);
	}

	/** The one app that may hear it, or null. */
	public String getPackage() {
		return only;
	}

	public Intent setPackage(String name) {
		only = name;
		fake.World.noGoogle(name);
		return this;
	}

	public byte[] getByteArrayExtra(String k) {
		Object v = extra(k);
		return v instanceof byte[] ? (byte[]) v : null;
	}

	public String getStringExtra(String k) {
		Object v = extra(k);
		return v instanceof String ? (String) v : null;
	}

	public int getIntExtra(String k, int or) {
		Object v = extra(k);
		return v instanceof Integer ? (Integer) v : or;
	}

	/** What makes two pending intents one: not the extras. */
	public String key() {
		return action + " " + data + " " + (to == null ? "" : to.getName());
	}
}
