package android.net;

public final class ConnectivityManager {
	public static final int RESTRICT_BACKGROUND_STATUS_DISABLED = 1, RESTRICT_BACKGROUND_STATUS_ENABLED = 3;
	private static NetworkCallback heard;

	public boolean isActiveNetworkMetered() {
		fake.Breaks.at("ConnectivityManager.isActiveNetworkMetered");
		return true;
	}

	public int getRestrictBackgroundStatus() {
		return fake.Beside.held.equals("data") ? RESTRICT_BACKGROUND_STATUS_ENABLED : RESTRICT_BACKGROUND_STATUS_DISABLED;
	}

	public static class NetworkCallback {
		public void onAvailable(Network n) {
		}

		public void onLost(Network n) {
		}
	}

	public void registerDefaultNetworkCallback(NetworkCallback c) {
		fake.Breaks.at("ConnectivityManager.registerDefaultNetworkCallback");
		heard = c;
	}

	/** By the script. */
	public static void change(boolean online) {
		if (heard == null) {
			return;
		}
		if (online) {
			heard.onAvailable(new Network());
		} else {
			heard.onLost(new Network());
		}
	}
}
