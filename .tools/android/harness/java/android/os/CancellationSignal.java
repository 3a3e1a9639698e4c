package android.os;

public final class CancellationSignal {
	private OnCancelListener listener;
	private boolean cancelled;

	public interface OnCancelListener {
		void onCancel();
	}

	public void cancel() {
		fake.Breaks.at("CancellationSignal.cancel");
		OnCancelListener l;
		synchronized (this) {
			if (cancelled) {
				return;
			}
			cancelled = true;
			l = listener;
		}
		if (l != null) {
			l.onCancel();
		}
	}

	public synchronized void setOnCancelListener(OnCancelListener l) {
		listener = l;
	}
}
