package android.app.usage;

public final class UsageStatsManager {
	public int getAppStandbyBucket() {
		return fake.Beside.held.equals("bucket") ? 45 : 10;
	}
}
