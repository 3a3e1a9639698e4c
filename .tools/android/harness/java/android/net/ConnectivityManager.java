package android.net;

public final class ConnectivityManager {
	private static NetworkCallback heard;

	public static class NetworkCallback {
		public void onAvailable(Network n) {
		}

		public void onLost(Network n) {
		}
	}

	public void registerDefaultNetworkCallback(NetworkCallback c) {
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
