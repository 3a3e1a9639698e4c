package main

// felt are mistakes that a person would feel, and that no test found at first.
func felt() []mutation {
	const notices, cameras = suite + "Notices", suite + "Camera"
	return []mutation{
		inJava("notices: a locked screen shows what one says", "Notices", "b.setVisibility(Notification.VISIBILITY_PRIVATE);", "", notices),
		inJava("notices: a locked screen shows the kind in full", "Notices", "channel.setLockscreenVisibility(Notification.VISIBILITY_PRIVATE);", "", notices),
		inJava("notices: one that comes without a sound", "Notices", "words(app, \"channel\"), NotificationManager.IMPORTANCE_HIGH", "words(app, \"channel\"), 2", notices),
		inJava("notices: one rings each time that it changes", "Notices", "b.setOnlyAlertOnce(true);", "", notices),
		inJava("notices: one outlives its request", "Notices", "b.setTimeoutAfter(worth);", "", notices),
		inJava("notices: one stays that was tapped", "Notices", ".setAutoCancel(true)", "", notices),
		inJava("notices: one that was put away comes again", "Notices", "b.setDeleteIntent(says(app, parts[0], parts[1], AWAY));", "", notices),
		inJava("notices: a long one cannot be read", "Notices", "b.setStyle(new Notification.BigTextStyle().bigText(parts[3]));", "", notices),
		inJava("camera: no picture is given back", "Frames", "image.close();", "", cameras),
		inJava("camera: nothing is sharp", "Frames", "request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE);", "", cameras),
		inJava("camera: one that was closed while it opened films on", "Frames", "shut(d);\n\t\t\t\t\treturn;", "return;", cameras),
		inJava("camera: the largest pictures", "Frames", "area(s) < area(best)", "area(s) > area(best)", cameras),
		inJava("camera: the person's own face", "Frames", "LENS_FACING_BACK ? \"world\"", "LENS_FACING_FRONT ? \"world\"", cameras),
		inJava("camera: pictures that lie on their side", "Frames", "put(out, 6, rotation);", "put(out, 6, 0);", cameras),
		inJava("push: a clock that was put back silences the knocks", "PushReceiver", "last.lastModified() <= now && ", "", "TestAndroidKnocksOnceAMinuteWhereItIsClosed"),
		inJava("push: it knocks once an hour", "PushReceiver", "REST = 60000;", "REST = 3600000;", "TestAndroidKnocksOnceAMinuteWhereItIsClosed"),
		inJava("push: every app hears the name of the registration", "Push", "\t\ti.setPackage(service);\n", "", suite+"Push"),
		inJava("push: the distributor does not learn who asks", "Push", "app.sendBroadcast(i, null, Shared.identity());", "app.sendBroadcast(i);", suite+"Push"),
		inJava("keys: a file that was cut off is for a moment", "Keys", "key == null || sealed.length < IV", "key == null", suite+"KeystoreWithADamagedFile"),
		inJava("keys: a file that was damaged is for a moment", "Keys", "throw new Trouble(\"gone\", \"sealed by another key, or damaged\");", "throw new Trouble(\"moment\", \"damaged\");", suite+"KeystoreWithADamagedFile"),
		inJava("keys: one that was removed stays in the chip", "Keys", "\t\tforget(name);\n\t\tif (!was) {", "\t\tif (!was) {", suite+"Keystore$"),
		inJava("unlock: the way beside has another name", "Question", "setNegativeButton(line[2],", "setNegativeButton(line[1],", suite+"UnlockNeedsMoreThanAYes"),
		inJava("unlock: the prompt says a name of ours", "Question", ".setTitle(line[1])", ".setTitle(line[0])", suite+"UnlockNeedsMoreThanAYes"),
		inJava("bridge: Java keeps what it was given", "Bridge", "Arrays.fill(data, (byte) 0);", "data = null;", suite+"KeystoreLeavesNoKeyInJava"),
		inJava("bridge: Java keeps what it answered", "Bridge", "Arrays.fill(what, (byte) 0); // it may be a key", "", suite+"KeystoreLeavesNoKeyInJava"),
		inJava("keyboard: digits of one that is plugged in are lost", "MainActivity", "Bridge.tell(\"keyboard.digit\", String.valueOf((char) digit), null);", "", "TestAndroidAsksForThePINBeforeYES"),
		packaged("package: what names all resources is packed", ".tools/android/pack/main.go", "case name == \"resources.arsc\", path.Ext", "case path.Ext", "TestPackageHoldsWhatTheSystemLooksForByName"),
		packaged("package: code of another name", script, "\"classes.dex=$out/classes.dex\"", "\"code.dex=$out/classes.dex\"", "TestPackageHoldsWhatTheSystemLooksForByName"),
		packaged("package: a library for another processor", script, "\"lib/$(abi \"$1\")/libkauth.so=", "\"lib/armeabi/libkauth.so=", "TestPackageHoldsWhatTheSystemLooksForByName"),
		described("a notice without its words in Italian", res+"values-it/words.xml", "knock_text", "knock_texts", "TestNoticesHaveTheirWordsInEveryLanguage"),
	}
}
