package android.os;

public final class Handler {
	private final fake.Queue queue;

	public Handler(Looper looper) {
		queue = looper.queue;
	}

	public boolean post(Runnable r) {
		return queue.post(r);
	}
}
