package kauth.app;

import android.content.Context;
import android.net.ConnectivityManager;

/** Tells when the way to the network changes. */
final class Network {
	private static boolean watched;

	private Network() {
	}

	static synchronized byte[] call(Context app, String verb) throws Trouble {
		if (!verb.equals("watch")) {
			throw new Trouble("fault", "network." + verb);
		}
		if (!watched) {
			ConnectivityManager all = (ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE);
			all.registerDefaultNetworkCallback(new ConnectivityManager.NetworkCallback() {
				@Override
				public void onAvailable(android.net.Network n) {
					Bridge.tell("network.changed", "on", null);
				}

				@Override
				public void onLost(android.net.Network n) {
					Bridge.tell("network.changed", "off", null);
				}
			});
			watched = true;
		}
		return null;
	}
}
