package android.os;

public class HandlerThread extends Thread {
	private final fake.Queue queue = new fake.Queue();

	public HandlerThread(String name) {
		super(name);
		setDaemon(true);
	}

	@Override
	public void run() {
		queue.loop();
	}

	public Looper getLooper() {
		return new Looper(queue);
	}

	public boolean quitSafely() {
		queue.quit();
		return true;
	}
}
